import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IssueApiToken, RegisterUser } from '../../src/application/commands/index.js';
import type { Adapters } from '../../src/application/mailcase.js';
import { Mailcase } from '../../src/application/mailcase.js';
import type { MailboxMessage } from '../../src/application/ports/mailbox-source.js';
import { type AccountId, UserId } from '../../src/domain/ids.js';
import { createHttpApp } from '../../src/infrastructure/http/app.js';
import type { HttpOptions } from '../../src/infrastructure/http/options.js';
import { freshAdapters } from './ground.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of an answer, the test says.
  readonly body: any;
}

export interface Asking {
  /** Default: the administrator's; none: without one. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A Mailcase behind real HTTP on a free port, with an administrator `root` and an agent `ana`. */
export class TestService {
  private constructor(
    readonly mailcase: Mailcase,
    readonly app: NestFastifyApplication,
    readonly address: string,
    readonly rootToken: string,
    readonly anaToken: string,
  ) {}

  static async start(
    overrides: Partial<Adapters> = {},
    { signIn, oauthRedirectUri }: Pick<HttpOptions, 'signIn' | 'oauthRedirectUri'> = {},
  ): Promise<TestService> {
    const mailcase = new Mailcase(await freshAdapters(overrides));
    await mailcase.start({ fetch: false });
    const app = await createHttpApp(mailcase, { bodyLimit: 100_000, version: '0.0.0', signIn, oauthRedirectUri });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const commands = app.get(CommandBus);
    const by = (cause: string) => ({ actor: 'system:test', cause });
    const tokens: string[] = [];
    for (const [name, administrator] of [
      ['root', true],
      ['ana', false],
    ] as const) {
      const userId = UserId.parse(name);
      const registration = { userId, name, administrator, emailAddresses: [] };
      await commands.execute(new RegisterUser(registration, by(`register ${name}`)));
      tokens.push((await commands.execute(new IssueApiToken(userId, 'test', by(`token ${name}`)))).token);
    }
    await mailcase.settled();
    const [root = '', ana = ''] = tokens;
    return new TestService(mailcase, app, (await app.getUrl()).replace('[::1]', '127.0.0.1'), root, ana);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.mailcase.stop();
  }

  fetch(method: string, path: string, { token, headers = {}, body }: Asking = {}): Promise<Response> {
    const bearer = token === undefined ? this.rootToken : token;
    return fetch(`${this.address}${path}`, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  async ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    const response = await this.fetch(method, path, asking);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  get(path: string, asking: Asking = {}): Promise<Answer> {
    return this.ask('GET', path, asking);
  }

  post(path: string, body?: unknown, asking: Asking = {}): Promise<Answer> {
    return this.ask('POST', path, { ...asking, ...(body === undefined ? {} : { body }) });
  }

  /** Takes messages in, one after another, and waits until they are routed and shown. */
  async receive(accountId: AccountId | null, ...raw: readonly string[]): Promise<void> {
    // Where many are appended at once, which of them comes first in the log is open.
    for (const one of raw) {
      await this.mailcase.importing.run(messages([one]), accountId, `test ${++TestService.imports}`);
    }
    await this.mailcase.settled();
  }

  private static imports = 0;
}

async function* messages(raw: readonly string[]): AsyncGenerator<MailboxMessage> {
  for (const [n, text] of raw.entries()) {
    const content = Buffer.from(text);
    const facts = { receivedAt: null, seen: false, size: content.byteLength, headerOnly: false };
    yield { uid: n + 1, key: `m${n}`, content, ...facts };
  }
}

/** A message from a customer. */
export function mail(id: string, subject: string, more = '', body = 'Hello\r\n'): string {
  return (
    `From: Zoja <zoja@customer.example>\r\nTo: support@acme.example\r\nMessage-ID: <${id}@customer.example>\r\n` +
    `Date: Tue, 3 Mar 2026 10:00:00 +0000\r\nSubject: ${subject}\r\n${more}\r\n${body}`
  );
}
