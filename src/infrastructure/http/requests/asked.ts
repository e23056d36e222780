import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Asked } from '../../../application/commands/index.js';
import { askerOf } from '../access/asker.js';
import type { HttpRequest } from '../fastify-types.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { revisionOf } from './if-match.js';

/** Who asks for a change, why, and where they have seen what they change: from token, `Idempotency-Key` and `If-Match`. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const request = context.switchToHttp().getRequest<HttpRequest>();
  const actor = `user:${askerOf(request).userId}`;
  const key = idempotencyKeyOf(request);
  const expectedRevision = revisionOf(request.headers['if-match']);
  return {
    actor,
    cause: key === undefined ? `request:${crypto.randomUUID()}` : `key:${actor}:${key}`,
    ...(expectedRevision === undefined ? {} : { expectedRevision }),
  };
});
