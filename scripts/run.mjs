// Runs a program of ours in the foreground, as if it had been started itself.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './install.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs `node …args`; as `run`. */
export const runNode = (args, env = {}) => run([process.execPath, ...args], env);

/**
 * Runs a command with our standard streams, passes signals on, and resolves with its exit code
 * (128 and the signal's number where a signal ended it, as shells say it).
 */
export function run([program, ...args], env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    const pass = (signal) => {
      // On a terminal Ctrl-C reaches the child by itself; a second one would hurry it out of an orderly end.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const each of SIGNALS) process.off(each, pass);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
