import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import type { Config } from '../../config/index.js';
import { CommandFailure } from '../exit.js';
import { version } from '../version.js';
import type { OpenedFolder } from './opened.js';
import type { ServeFile } from './serve-file.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The REST API, wherever it is answered. */
export interface Api {
  /**
   * @param path under `/api/v1/`
   * @throws CommandFailure with the detail of the problem
   */
  send(method: Method, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const Problem = z.object({ detail: z.string(), code: z.string() });

/** The API of a running `serve`. */
export function remoteApi({ address, token, pid }: ServeFile): Api {
  return {
    send: async (method, path, body) => {
      const response = await fetch(`${address}/api/v1/${path}`, {
        method,
        headers: headersFor(token, body),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        throw new CommandFailure(`\`mailcase serve\` (process ${pid}) at ${address} does not answer: ${reason(error)}`);
      });
      return answerOf(response.status, await response.text());
    },
    close: async () => undefined,
  };
}

/** The same API in this process, over a folder that it owns: without a port, and without a network. */
export async function localApi({ mailcase, close }: OpenedFolder, config: Config): Promise<Api> {
  const { createHttpApp } = await import('../../http/app.js');
  const token = localToken();
  let app: NestFastifyApplication;
  try {
    await mailcase.start({ fetch: false });
    // Whoever has typed a command waits for read models that are being made anew.
    await mailcase.shown();
    app = await createHttpApp(mailcase, { bodyLimit: config.http.bodyLimit, version: version(), localToken: token });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    send: async (method, path, body) => {
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const url = `/api/v1/${path}`;
      const { statusCode, payload: text } = await app.inject({
        method,
        url,
        headers: headersFor(token, body),
        ...payload,
      });
      return answerOf(statusCode, text);
    },
    close: async () => {
      await app.close();
      await close();
    },
  };
}

/** A bearer token of this process alone: it is in no event and ends with the process. */
export const localToken = (): string => `mc_local_${randomBytes(32).toString('base64url')}`;

function headersFor(token: string, body: unknown): Record<string, string> {
  const headers = { authorization: `Bearer ${token}` };
  return body === undefined ? headers : { ...headers, 'content-type': 'application/json' };
}

function answerOf(status: number, text: string): unknown {
  const answer = text === '' ? null : parse(text);
  if (status < 400) return answer;
  const problem = Problem.safeParse(answer);
  // The paths of the request's body are the options of the command, nearly.
  throw new CommandFailure(problem.success ? problem.data.detail.replaceAll('body.', '') : `HTTP ${status}: ${text}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is wrong with a connection: `fetch` hides it in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}
