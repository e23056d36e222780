import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Invalid } from '../../../domain/errors.js';
import type { Position } from '../../../domain/event.js';
import type { HttpRequest } from '../fastify-types.js';

/** @throws Invalid for what can be no position of any log */
export function positionOf(header: string | readonly string[] | undefined, name: string): Position | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header === 'string' && /^[\w:.-]{1,128}$/.test(header)) return header;
  throw new Invalid([{ path: `header.${name}`, message: 'must be a position as X-Position gave it' }]);
}

/** `X-After-Position`: the answer must know what happened up to there. */
export const After = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { headers } = context.switchToHttp().getRequest<HttpRequest>();
  return positionOf(headers['x-after-position'], 'X-After-Position');
});
