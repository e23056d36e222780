import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';
import type { DoubleOrder } from './double-program.js';
import type { Faults } from './faults.js';
import type { DoubleOptions } from './kurrentdb-double.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const PROGRAM = 'double-program';
/** Whether this is compiled itself: the program lies beside it then, compiled as well. */
const COMPILED = import.meta.url.endsWith('.js');

type ProcessOptions = DoubleOptions & { readonly file: string };

/** A double as a process of its own, to be killed or stopped at any moment and started again; its log is kept in a file. */
export class DoubleProcess {
  private child: ChildProcess | null = null;
  /** Of 127.0.0.1. */
  port = 0;

  static async start(options: ProcessOptions): Promise<DoubleProcess> {
    const process = new DoubleProcess(options, COMPILED ? here : await compiled());
    await process.begin();
    return process;
  }

  private constructor(
    private readonly options: ProcessOptions,
    private readonly folder: string,
  ) {}

  get url(): string {
    return `kurrentdb://127.0.0.1:${this.port}?tls=${this.options.tls !== undefined}&discoveryInterval=1`;
  }

  /** It does nothing until it goes on; its connections stay. */
  halt(): void {
    this.child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.child?.kill('SIGCONT');
  }

  /** Starts, again, on the same port and with the same log. */
  async begin(): Promise<void> {
    const options = JSON.stringify({ ...this.options, port: this.port });
    this.child = fork(path.join(this.folder, `${PROGRAM}.js`), [options], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [address] = await this.says();
    this.port = Number(String(address).split(':')[1]);
  }

  async change(faults: Partial<Faults>): Promise<void> {
    await this.order({ faults });
  }

  async cutSubscriptions(): Promise<void> {
    await this.order({ cut: true });
  }

  /** Nothing more is done, no call is ended, no file is closed. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    this.child = null;
  }

  async remove(): Promise<void> {
    await this.kill();
    if (!COMPILED) await rm(this.folder, { recursive: true, force: true });
  }

  private async order(order: DoubleOrder): Promise<void> {
    const done = this.says();
    this.child?.send(order);
    await done;
  }

  private async says(): Promise<unknown[]> {
    const { child } = this;
    if (!child) throw new Error('the double is not running');
    const ended = once(child, 'exit').then(() => {
      throw new Error('the double has ended');
    });
    ended.catch(() => undefined); // thrown where it is raced
    return Promise.race([once(child, 'message'), ended]);
  }
}

/** The double as JavaScript: a process starts outside vitest. It lies where the project's packages are found. */
async function compiled(): Promise<string> {
  const cache = path.join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'mailcase-double-'));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  const files = (await readdir(here)).filter((file) => file.endsWith('.ts'));
  await Promise.all(
    files.map(async (file) => {
      const { code } = await transformFile(path.join(here, file), {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
      });
      await writeFile(path.join(folder, file.replace(/\.ts$/, '.js')), code);
    }),
  );
  return folder;
}
