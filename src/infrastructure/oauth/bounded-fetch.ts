import type { CustomFetchOptions } from 'oauth4webapi';
import { isSafe } from '../../domain/safe-address.js';
import { boundedBody } from '../bounded-body.js';

/** Milliseconds that a provider may take for one answer: less than a lease lasts. */
const PATIENCE = 10_000;
/** Bytes; the answers of a provider have a few thousand. */
const MOST = 1_000_000;

/** Asks a provider: by TLS, without following it elsewhere, and reading no more than there can be. */
export function boundedFetch(allowInsecure: boolean) {
  return async (
    address: string,
    options: CustomFetchOptions<string, URLSearchParams | undefined>,
  ): Promise<Response> => {
    if (!isSafe(address, allowInsecure)) throw new Error(`${address} is not asked without TLS`);
    const { signal: _, ...init } = options;
    const response = await fetch(address, { ...init, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
    const { status, headers } = response;
    const body = await boundedBody(response, MOST, address);
    return new Response(status === 204 || body.byteLength === 0 ? null : body, { status: status || 502, headers });
  };
}
