import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built program; `npm test` builds it first. */
const cli = process.env.MAILCASE_TEST_CLI ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of an answer, the test says.
  readonly body: any;
}

/** `mailcase serve` on a data folder, as a process of its own on a free port. */
export class ServedProcess {
  private output = '';
  private errors = '';
  private readonly ended: Promise<unknown>;
  private started: { readonly address: string; readonly token?: string } | null = null;

  private constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'close');
    child.stdout?.on('data', (data: Buffer) => {
      this.output += data.toString();
    });
    child.stderr?.on('data', (data: Buffer) => {
      this.errors += data.toString();
    });
  }

  /**
   * @param settings variables, besides a free port
   * @param program the command line; default: the one that is built
   */
  static async start(
    folder: string,
    settings: Readonly<Record<string, string>> = {},
    program = cli,
  ): Promise<ServedProcess> {
    if (!existsSync(program)) throw new Error(`${program} is not built: npm run build`);
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('MAILCASE_'));
    const environment = { ...Object.fromEntries(others), MAILCASE_HTTP_PORT: '0', ...settings };
    const child = spawn(process.execPath, [program, '--data', folder, '--json', 'serve'], {
      env: environment,
      cwd: folder,
    });
    const served = new ServedProcess(child);
    await served.answers();
    return served;
  }

  /** The first administrator's; there only where there was no user before. */
  get token(): string | undefined {
    return this.started?.token;
  }

  async ask(method: string, path: string, token: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await this.fetch(method, path, token, body, headers);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
    return answer;
  }

  /** As `ask`, for what must succeed. */
  async does(method: string, path: string, token: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await this.ask(method, path, token, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }

  fetch(
    method: string,
    path: string,
    token: string,
    body?: unknown,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ) {
    return fetch(`${this.started?.address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  }

  /** Asks it to end, as an operator does; throws where it does not end well. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
    if (this.child.exitCode !== 0) throw new Error(`It ended with ${this.child.exitCode}: ${this.errors}`);
  }

  /** As a long pause of the machine does: it is silent, and its connections stand. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** What it has logged and told on standard error. */
  get log(): string {
    return this.errors;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private async answers(): Promise<void> {
    while (this.started === null) {
      await Promise.race([once(this.child.stdout ?? this.child, 'data'), this.ended]);
      if (this.child.exitCode !== null) throw new Error(`It did not start: ${this.errors}`);
      try {
        this.started = JSON.parse(this.output);
      } catch {
        // Not all of it yet.
      }
    }
  }
}
