import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { HttpReply } from '../fastify-types.js';
import { tagOf } from '../requests/if-match.js';

/** Of one thing: its stream's revision as `ETag`, and the log's position behind a change as `X-Position`. */
@Injectable()
export class EntityHeaders implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<HttpReply>();
    return next.handle().pipe(
      map((body: unknown) => {
        if (typeof body !== 'object' || body === null) return body;
        if ('revision' in body && typeof body.revision === 'number' && body.revision >= 0)
          reply.header('etag', tagOf(body.revision));
        if ('position' in body && typeof body.position === 'string') reply.header('x-position', body.position);
        return body;
      }),
    );
  }
}
