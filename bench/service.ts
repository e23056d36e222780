import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const LONGEST = 120_000;

/** A `mailcase serve` of its own process. */
export interface Service {
  readonly address: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts `serve` on a data folder and waits until it is ready. */
export async function serve(folder: string): Promise<Service> {
  const file = path.join(folder, 'serve.json');
  // A run that was killed may have left one.
  await rm(file, { force: true });
  const child = begin(folder, {}, 'ignore');
  return ready(child, () => readFile(file, 'utf8').then(parsed, () => null));
}

/**
 * The same as a node of servers, which tells nobody but whoever started it where it is.
 * @param settings its variables
 * @param token of somebody who may use it
 */
export async function serveNode(
  folder: string,
  settings: Readonly<Record<string, string>>,
  token: string,
): Promise<Service> {
  const child = begin(folder, settings, 'pipe');
  let output = '';
  child.stdout?.on('data', (data: Buffer) => {
    output += data.toString();
  });
  return ready(child, async () => {
    const told = parsed(output);
    return told && { address: told.address, token };
  });
}

function begin(folder: string, settings: Readonly<Record<string, string>>, stdout: 'ignore' | 'pipe'): ChildProcess {
  const environment = { ...process.env, MAILCASE_HTTP_PORT: '0', MAILCASE_LOG_LEVEL: 'warn', ...settings };
  return spawn(process.execPath, [CLI, '--data', folder, '--json', 'serve'], {
    env: environment,
    stdio: ['ignore', stdout, 'inherit'],
  });
}

/** @param look where it is, as soon as it has told */
async function ready(child: ChildProcess, look: () => Promise<Omit<Service, 'stop'> | null>): Promise<Service> {
  const end = Date.now() + LONGEST;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`serve ended with exit code ${child.exitCode}`);
    if (Date.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`serve was not ready within ${LONGEST / 1_000} s`);
    }
    const told = await look();
    if (told && (await isReady(told.address))) return { ...told, stop: () => stopped(child) };
    await pause(5);
  }
}

function parsed(text: string): Omit<Service, 'stop'> | null {
  try {
    // `serve` has written it.
    return JSON.parse(text) as Omit<Service, 'stop'>;
  } catch {
    return null;
  }
}

function isReady(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    http
      .get(`${address}/health/ready`, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      })
      .on('error', () => resolve(false));
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
