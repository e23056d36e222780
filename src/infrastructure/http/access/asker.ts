import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Asker } from '../../../application/access/asker.js';
import type { HttpRequest } from '../fastify-types.js';
import { Refused } from '../problems/problem.js';

const askers = new WeakMap<HttpRequest, Asker>();

export function setAsker(request: HttpRequest, asker: Asker): void {
  askers.set(request, asker);
}

/** @throws Refused on a route that anybody may ask */
export function askerOf(request: HttpRequest): Asker {
  const asker = askers.get(request);
  if (!asker) throw unauthenticated('This needs an API token.');
  return asker;
}

/** The Bearer token of a request (RFC 6750, section 2.1); none: it has none, or what cannot be one. */
export function tokenOf({ headers }: HttpRequest): string | null {
  return headers.authorization?.match(/^Bearer +([\w.~+/-]{1,16384}=*) *$/i)?.[1] ?? null;
}

/** Whoever asks, as a parameter of a route. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext) =>
  askerOf(context.switchToHttp().getRequest<HttpRequest>()),
);

/** RFC 6750, section 3. */
export function unauthenticated(detail: string, code = 'not-authenticated'): Refused {
  const challenge = 'Bearer realm="mailcase"';
  // The words are ours: they hold no quotes, and nothing of what was sent.
  const why = code === 'not-authenticated' ? '' : `, error="invalid_token", error_description="${detail}"`;
  return new Refused(401, code, detail, { 'www-authenticate': `${challenge}${why}` });
}
