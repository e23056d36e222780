import { isSafe } from '../../domain/safe-address.js';
import { boundedBody } from '../bounded-body.js';

/** Milliseconds that a provider may take for one answer. */
const PATIENCE = 5_000;
/** Bytes; the documents of a provider have a few thousand. */
const MOST = 1_000_000;

export interface JsonRequest {
  /** Whether a provider on this very machine may be asked without TLS. */
  readonly allowInsecure: boolean;
  readonly init?: Pick<RequestInit, 'method' | 'headers' | 'body'>;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Asks a provider: by TLS, without following it elsewhere, and reading no more than there can be.
 * @throws Error with words for whoever operates this
 */
export async function fetchJson(address: string, { allowInsecure, init = {} }: JsonRequest): Promise<JsonAnswer> {
  if (!isSafe(address, allowInsecure)) throw new Error(`${address} is not asked without TLS`);
  const signal = AbortSignal.timeout(PATIENCE);
  const headers = { accept: 'application/json', ...init.headers };
  const response = await fetch(address, { ...init, headers, redirect: 'error', signal }).catch((error: unknown) => {
    throw new Error(`${address} cannot be reached: ${words(error)}`, { cause: error });
  });
  const text = (await boundedBody(response, MOST, address)).toString('utf8');
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    throw new Error(`${address} answers ${response.status} without JSON`);
  }
}

/** `fetch` says that it failed, and why in the cause. */
function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
