import { Invalid } from '../../../domain/errors.js';
import type { HttpRequest } from '../fastify-types.js';

const hashes = new WeakMap<HttpRequest, string>();

/** Notes what tells this request from others under its key: a hash of method, path and body. */
export function setRequestHash(request: HttpRequest, hash: string): void {
  hashes.set(request, hash);
}

/** None: the request has no key, or its route takes none. */
export const requestHashOf = (request: HttpRequest): string | undefined => hashes.get(request);

/**
 * The `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header); a structured string or a bare one.
 * @throws Invalid
 */
export function idempotencyKeyOf({ headers }: HttpRequest): string | undefined {
  const header = headers['idempotency-key'];
  if (header === undefined) return undefined;
  const key = typeof header === 'string' ? header.replace(/^"(.*)"$/, '$1') : '';
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new Invalid([{ path: 'header.Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters' }]);
}
