import { type ClientRequest, request } from 'node:http';
import type { ServeFile } from './serve-file.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * A request to a running `serve`, still to be ended. By `node:http`: a fetch, an import or a rebuild takes as long as it
 * takes, and `fetch` gives up on answers that have not begun after five minutes.
 * @param path under `/api/v1/`
 */
export function requestTo(
  { address, token }: ServeFile,
  method: Method,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): ClientRequest {
  return request(`${address}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    // A connection that was kept may have been closed by the other side just now.
    agent: false,
  });
}
