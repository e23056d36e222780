import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import type { Faults } from './faults.js';

const sources = path.dirname(fileURLToPath(import.meta.url));
const cache = path.join(sources, '..', '..', '..', 'node_modules', '.cache');

/** The double as a process of its own, to be killed at any moment; its log is kept. */
export class DoubleProcess {
  private constructor(
    private readonly program: string,
    private readonly file: string,
    readonly port: number,
    private child: ChildProcess,
  ) {}

  /** @param file where its log is kept */
  static async start(file: string): Promise<DoubleProcess> {
    const program = await compiled();
    const { child, port } = await launch(program, 0, file);
    return new DoubleProcess(program, file, port, child);
  }

  /** So many appends more take effect without being answered. */
  loseAnswers(count: number): void {
    this.set({ lostAnswers: count });
  }

  set(faults: Partial<Faults>): void {
    this.child.stdin?.write(`${JSON.stringify(faults)}\n`);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** After `kill`, on the same port and with the same log. */
  async startAgain(): Promise<void> {
    this.child = (await launch(this.program, this.port, this.file)).child;
  }

  /** For good. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(path.dirname(this.program), { recursive: true, force: true });
  }
}

/** Where the packages of the project are found. */
async function compiled(): Promise<string> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'mailcase-double-'));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  const files = (await readdir(sources)).filter((file) => file.endsWith('.ts'));
  await Promise.all(
    files.map(async (file) => {
      const source = await readFile(path.join(sources, file), 'utf8');
      const { code } = await transform(source, {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
      });
      await writeFile(path.join(folder, file.replace(/\.ts$/, '.js')), code);
    }),
  );
  return path.join(folder, 'child.js');
}

async function launch(program: string, port: number, file: string) {
  const child = spawn(process.execPath, [program, String(port), file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the double of KurrentDB ended with ${code} before it listened`);
  });
  ended.catch(() => undefined);
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  return { child, port: Number(line) };
}
