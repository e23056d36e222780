import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A child program as a process of its own, to be killed at any moment. */
export class CrashChild {
  private errors = '';
  private readonly ended: Promise<unknown>;
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'close');
    child.stderr?.on('data', (data: Buffer) => {
      this.errors += data.toString();
    });
    child.stdout?.on('data', (data: Buffer) => {
      this.output += data.toString();
    });
  }

  /**
   * Resolves when it says so much; by default, that its code is loaded and it begins to open its stores.
   * @param settings variables that say where it finds them; none: in the folder
   */
  static async start(
    file: string,
    folder: string,
    more: readonly string[],
    {
      word = 'loaded',
      settings = {},
    }: { readonly word?: 'loaded' | 'sending'; readonly settings?: Readonly<Record<string, string>> } = {},
  ): Promise<CrashChild> {
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('MAILCASE_'));
    const env = { ...Object.fromEntries(others), ...settings };
    const child = new CrashChild(spawn(process.execPath, [file, folder, ...more], { env, stdio: 'pipe' }));
    await child.says(word);
    return child;
  }

  /** As a power cut does, but for what the operating system holds: nothing more is done, no file is closed. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.killed();
  }

  /** Resolves when it has killed itself, as it was told to. */
  async killed(): Promise<void> {
    await this.ended;
    if (this.child.signalCode !== 'SIGKILL') throw new Error(`The child ended otherwise: ${this.errors}`);
  }

  /** Lets it do all that there is to do and leave; returns how much memory it has held at most, in bytes. */
  async finish(): Promise<number> {
    this.child.stdin?.end('finish\n');
    await this.ended;
    if (this.child.exitCode !== 0) throw new Error(`The child failed: ${this.errors}`);
    return Number(/^peak (\d+)$/m.exec(this.output)?.[1]) * 1_024;
  }

  private async says(word: string): Promise<void> {
    while (!this.output.includes(word)) {
      const next = this.child.stdout ? once(this.child.stdout, 'data') : Promise.resolve();
      await Promise.race([next, this.ended]);
      if (this.child.exitCode !== null) throw new Error(`The child failed: ${this.errors}`);
    }
  }
}
