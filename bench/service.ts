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
  const environment = { ...process.env, MAILCASE_HTTP_PORT: '0', MAILCASE_LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [CLI, 'serve', '--data', folder], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const end = Date.now() + LONGEST;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`serve ended with exit code ${child.exitCode}`);
    if (Date.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`serve was not ready within ${LONGEST / 1_000} s`);
    }
    const told = await readFile(file, 'utf8').then(parsed, () => null);
    if (told && (await isReady(told.address))) return { ...told, stop: () => stopped(child) };
    await pause(5);
  }
}

function parsed(text: string): { readonly address: string; readonly token: string } | null {
  try {
    // Written by `serve` for programs like this one.
    return JSON.parse(text) as { address: string; token: string };
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
