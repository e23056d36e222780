import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { type Config, oauthRedirectOf } from '../../config/index.js';
import { version } from '../../version.js';
import { CommandFailure } from '../exit.js';
import type { OpenedFolder } from './opened.js';
import { type Method, requestTo } from './request.js';
import type { ServeFile } from './serve-file.js';

/** The REST API, wherever it is answered. */
export interface Api {
  /**
   * @param path under `/api/v1/`
   * @param key names the request for good (`Idempotency-Key`)
   * @throws ApiRefused with the detail of the problem
   */
  send(method: Method, path: string, body?: unknown, key?: string): Promise<unknown>;
  /**
   * Sends many at once, a line each (NDJSON); the lines of the answer.
   * @throws ApiRefused where none of them is taken
   */
  sendLines(path: string, lines: readonly object[]): Promise<readonly unknown[]>;
  /** Sends a file as it is. @throws as `send` */
  sendBytes(path: string, bytes: Uint8Array): Promise<unknown>;
  close(): Promise<void>;
}

/** The API said no. */
export class ApiRefused extends CommandFailure {
  constructor(
    message: string,
    readonly status: number,
    /** Stable, for programs. */
    readonly code: string,
  ) {
    super(message);
  }
}

type Payload = string | Buffer | undefined;

const Problem = z.object({ detail: z.string(), code: z.string() });

/**
 * The API of a running `serve`.
 * @param as the user in whose name it is asked; default: in that of the command line, an administrator
 */
export function remoteApi(serve: ServeFile, as?: string): Api {
  const answered = async (
    method: Method,
    path: string,
    payload: Payload,
    headers: Readonly<Record<string, string>>,
  ) => {
    try {
      return await sent(serve, method, path, payload, { ...inTheNameOf(as), ...headers });
    } catch (error) {
      const { address, pid } = serve;
      throw new CommandFailure(`\`mailcase serve\` (process ${pid}) at ${address} does not answer: ${reason(error)}`);
    }
  };
  return {
    send: async (method, path, body, key) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const { status, text } = await answered(method, path, payload, headersFor(body, key));
      return answerOf(status, text);
    },
    sendLines: async (path, lines) => {
      const { status, text } = await answered('POST', path, ndjson(lines), NDJSON);
      return linesOf(status, text);
    },
    sendBytes: async (path, bytes) => {
      const { status, text } = await answered('POST', path, Buffer.from(bytes), BYTES);
      return answerOf(status, text);
    },
    close: async () => undefined,
  };
}

async function sent(
  serve: ServeFile,
  method: Method,
  path: string,
  payload: Payload,
  headers: Readonly<Record<string, string>>,
) {
  const request = requestTo(serve, method, path, headers);
  const responded = once(request, 'response');
  request.end(payload);
  // That event comes with one argument, the response.
  const [response]: IncomingMessage[] = await responded;
  return { status: response?.statusCode ?? 0, text: response ? await textOf(response) : '' };
}

/** The same API in this process, over a folder that it owns: without a port, and without a network. */
export async function localApi({ mailcase, close }: OpenedFolder, config: Config, as?: string): Promise<Api> {
  const { createHttpApp } = await import('../../http/app.js');
  const token = localToken();
  let app: NestFastifyApplication;
  try {
    await mailcase.start({ fetch: false });
    // Whoever has typed a command waits for read models that are being made anew.
    await mailcase.shown();
    const { bodyLimit } = config.http;
    const oauthRedirectUri = oauthRedirectOf(config);
    app = await createHttpApp(mailcase, { bodyLimit, version: version(), localToken: token, oauthRedirectUri });
  } catch (error) {
    await close();
    throw error;
  }
  const sent = async (method: Method, path: string, payload: Payload, headers: Readonly<Record<string, string>>) => {
    const { statusCode: status, payload: text } = await app.inject({
      method,
      url: `/api/v1/${path}`,
      headers: { authorization: `Bearer ${token}`, ...inTheNameOf(as), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status, text };
  };
  return {
    send: async (method, path, body, key) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const { status, text } = await sent(method, path, payload, headersFor(body, key));
      return answerOf(status, text);
    },
    sendLines: async (path, lines) => {
      const { status, text } = await sent('POST', path, ndjson(lines), NDJSON);
      return linesOf(status, text);
    },
    sendBytes: async (path, bytes) => {
      const { status, text } = await sent('POST', path, Buffer.from(bytes), BYTES);
      return answerOf(status, text);
    },
    close: async () => {
      await app.close();
      await close();
    },
  };
}

/** A bearer token of this process alone: it is in no event and ends with the process. */
export const localToken = (): string => `mc_local_${randomBytes(32).toString('base64url')}`;

const headersFor = (body: unknown, key: string | undefined): Record<string, string> => ({
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(key === undefined ? {} : { 'idempotency-key': key }),
});

const inTheNameOf = (as: string | undefined): Record<string, string> =>
  as === undefined ? {} : { 'x-mailcase-as': encodeURIComponent(as) };

const BYTES = { 'content-type': 'application/octet-stream' };
const NDJSON = { 'content-type': 'application/x-ndjson' };
/** Never without a body, which would be none of that type. */
const ndjson = (lines: readonly object[]): string => `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;

function linesOf(status: number, text: string): readonly unknown[] {
  if (status >= 400) answerOf(status, text);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(parse);
}

function answerOf(status: number, text: string): unknown {
  const answer = text === '' ? null : parse(text);
  if (status < 400) return answer;
  const problem = Problem.safeParse(answer);
  // The paths of the request's body are the options of the command, nearly.
  if (!problem.success) throw new CommandFailure(`HTTP ${status}: ${text}`);
  const { detail, code } = problem.data;
  throw new ApiRefused(withoutBody(detail), status, code);
}

/** `body.name: …` as `name: …`, wherever a path begins. */
const withoutBody = (detail: string): string => detail.replace(/(^|[^\w])body\.(?=\w)/g, '$1');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is wrong with a connection; where several addresses were tried, each has its own words. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  return error instanceof Error ? error.message : String(error);
}
