import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built program on a throw-away data folder. */
export class Cli {
  private readonly running = new Set<ChildProcess>();

  private constructor(
    readonly folder: string,
    private readonly root: string,
  ) {}

  static async create(): Promise<Cli> {
    const root = await mkdtemp(join(tmpdir(), 'mailcase-cli-'));
    return new Cli(join(root, 'data'), root);
  }

  /** Runs one command to its end. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<CliResult> {
    const child = this.start(args, options);
    child.child.stdin?.end(options.stdin ?? '');
    return child.ended;
  }

  /** Runs a command that must succeed, and reads its JSON. */
  async json(...args: readonly string[]): Promise<unknown> {
    const { code, stdout, stderr } = await this.run([...args, '--json']);
    if (code !== 0) throw new Error(`mailcase ${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** Starts a command and leaves it running. */
  start(args: readonly string[], { environment = {} }: RunOptions = {}): RunningCli {
    const child = spawn(process.execPath, [program, '--data', this.folder, ...args], {
      cwd: this.root,
      env: { ...process.env, MAILCASE_HTTP_PORT: '0', ...environment },
    });
    this.running.add(child);
    child.on('close', () => this.running.delete(child));
    return new RunningCli(child);
  }

  /** Ends what still runs, and removes the folder. */
  async remove(): Promise<void> {
    await Promise.all(
      [...this.running].map(async (child) => {
        const closed = once(child, 'close');
        child.kill('SIGKILL');
        await closed;
      }),
    );
    await rm(this.root, { recursive: true, force: true });
  }
}

export class RunningCli {
  stdout = '';
  stderr = '';
  readonly ended: Promise<CliResult>;
  private readonly heard = new Set<() => void>();

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.hear('stdout', text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.hear('stderr', text));
    // Whoever reads no input has gone when it comes.
    child.stdin?.on('error', () => undefined);
    this.ended = once(child, 'close').then(([code]) => {
      for (const listener of this.heard) listener();
      return { code, stdout: this.stdout, stderr: this.stderr };
    });
  }

  /** Resolves when standard output has such a text; rejects when the program ends without. */
  async says(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const found = this.stdout.match(pattern);
      if (found) return found;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`it ended without saying ${pattern}: ${this.stdout}\n${this.stderr}`);
      }
      await new Promise<void>((resolve) => this.heard.add(resolve));
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private hear(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text;
    for (const listener of this.heard) listener();
    this.heard.clear();
  }
}
