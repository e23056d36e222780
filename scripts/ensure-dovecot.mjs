import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Debian with Node: there the suites install dovecot for themselves. */
const IMAGE = 'node:20-bookworm';
const places = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'];

/**
 * Finds the IMAP server that the tests and the demo run, and installs it where that is possible without asking:
 * on Debian and its kin, as root.
 * @returns {{available: true, how: 'installed', path: string}
 *   | {available: true, how: 'docker', wrap: (command: string) => string[]}
 *   | {available: false, why: string}}
 *   `wrap` makes a shell command of this project one that runs in a container, on a copy of the project
 */
export function ensureDovecot() {
  const found = findDovecot();
  if (found) return { available: true, how: 'installed', path: found };
  const refused = install();
  const installed = findDovecot();
  if (installed) return { available: true, how: 'installed', path: installed };
  if (dockerAnswers()) return { available: true, how: 'docker', wrap: inContainer };
  return { available: false, why: `There is no dovecot here, and no docker engine; ${refused}.` };
}

function inContainer(command) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const copy =
    'mkdir /app && cd /source && tar -c --exclude=./node_modules --exclude=./data . | tar -x -C /app && cd /app';
  const inside = `${copy} && npm ci && node scripts/ensure-dovecot.mjs && ${command}`;
  return ['docker', 'run', '--rm', '--env', 'CI', '--volume', `${root}:/source:ro`, IMAGE, 'sh', '-c', inside];
}

/** The program, without installing anything; none: it is not here. */
const findDovecot = () => places.find((path) => existsSync(path)) ?? null;

/** Why it could not be installed. */
function install() {
  if (!existsSync('/usr/bin/apt-get')) return 'install dovecot 2.3 by hand (this is not Debian)';
  if (process.getuid?.() !== 0) return 'run "apt-get install dovecot-imapd" as root';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'dovecot-imapd'],
  ]) {
    const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (status !== 0) return `apt-get ${args[0]} failed: ${stderr?.trim().split('\n').at(-1) ?? 'no reason given'}`;
  }
  return 'apt-get installed it elsewhere than expected';
}

function dockerAnswers() {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dovecot = ensureDovecot();
  console.log(
    dovecot.available
      ? `dovecot: ${dovecot.path ?? `in a container of ${IMAGE}`}`
      : `IMAP suites cannot run. ${dovecot.why}`,
  );
  process.exitCode = dovecot.available ? 0 : 1;
}
