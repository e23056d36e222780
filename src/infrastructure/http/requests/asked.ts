import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Asked } from '../../../application/commands/index.js';
import { askerOf } from '../access/asker.js';
import { AS } from '../access/token-users.js';
import type { HttpRequest } from '../fastify-types.js';
import { idempotencyKeyOf, requestHashOf } from './idempotency-key.js';
import { revisionOf } from './if-match.js';

/** Who asks for a change, why, and where they have seen what they change: from token, `Idempotency-Key` and `If-Match`. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const request = context.switchToHttp().getRequest<HttpRequest>();
  const asker = askerOf(request);
  const actor = `user:${asker.userId}`;
  const expectedRevision = revisionOf(request.headers['if-match']);
  return {
    actor,
    cause: causeOf(actor, request),
    asker,
    ...(expectedRevision === undefined ? {} : { expectedRevision }),
  };
});

/**
 * The log knows a request again for good, longer than its answer is kept. So a key alone does not name it: somebody who
 * uses one again for something else, a year later, must not be told that it was done.
 */
function causeOf(actor: string, request: HttpRequest): string {
  const key = idempotencyKeyOf(request);
  const hash = requestHashOf(request);
  // Only the command line is let in with that.
  const through = request.headers[AS] === undefined ? '' : 'command-line:';
  const named =
    key === undefined || hash === undefined ? `request:${crypto.randomUUID()}` : `key:${actor}:${key}:${hash}`;
  return `${through}${named}`;
}
