import { Invalid } from '../../../domain/errors.js';
import type { HttpRequest } from '../fastify-types.js';

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
