import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { standInArguments } from './build.js';

/** A stand-in for MongoDB that runs here; it ends with this process at the latest. */
export class StandIn {
  private constructor(
    private readonly file: string | null,
    private child: ChildProcess,
    readonly port: number,
  ) {}

  /** On a free port. @param file where it keeps its data; none: in memory */
  static async start(file: string | null = null): Promise<StandIn> {
    const { child, port } = await launch(0, file);
    return new StandIn(file, child, port);
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}/`;
  }

  /** As a power cut would; what it has answered is on the disk. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** After `kill`, on the same port and with the same data. */
  async startAgain(): Promise<void> {
    this.child = (await launch(this.port, this.file)).child;
  }

  /** As a machine that does not answer any more, though its connections stand. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Orderly. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

async function launch(
  port: number,
  file: string | null,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const args = [...(await standInArguments()), String(port), ...(file === null ? [] : [file])];
  const child = spawn('java', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.unref();
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the stand-in for MongoDB ended with ${code} before it listened`);
  });
  ended.catch(() => undefined);
  // It prints its port when it listens.
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  return { child, port: Number(line) };
}
