import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Debian with Node, where we are root: there the tests install dovecot for themselves. */
const IMAGE = 'node:20-bookworm';
/** The project is copied: its packages and its build may be of another system, and nothing of it is changed. */
const COPY =
  'mkdir /app && cd /source && tar -c --exclude=./node_modules --exclude=./dist --exclude=./data . | tar -x -C /app && cd /app && exec "$@"';

/** Whether there is a Docker engine that runs something for us. */
export function dockerAnswers() {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * A command of this project as one that runs in a container, on a copy of the project. Its arguments stay arguments:
 * no shell reads them.
 * @param {readonly string[]} command
 */
export function inContainer(command) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const docker = ['docker', 'run', '--rm', '--init', '--env', 'CI', '--volume', `${root}:/source:ro`, IMAGE];
  return [...docker, 'sh', '-c', COPY, 'sh', ...command];
}
