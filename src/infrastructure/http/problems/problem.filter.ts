import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  NotFoundException,
} from '@nestjs/common';
import { LOGGER } from '../../../application/parts.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { HttpReply, HttpRequest } from '../fastify-types.js';
import { KnownRoutes } from './known-routes.js';
import { PROBLEM_TYPE, type Problem, problemOf, Refused, unexpected } from './problem.js';

/** Seconds after which a client may try again. */
const RETRY_AFTER = '1';

/** Answers every error as problem details (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: KnownRoutes,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<HttpRequest>();
    const reply = host.switchToHttp().getResponse<HttpReply>();
    const error = this.withMethod(thrown, request);
    const problem = problemOf(error) ?? this.log(error, request);
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (problem.status === 503) reply.header('retry-after', RETRY_AFTER);
    if (error instanceof Refused) reply.headers({ ...error.headers });
    reply.code(problem.status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(problem));
  }

  /** A path that exists for another method is no unknown path (RFC 9110, section 15.5.6). */
  private withMethod(error: unknown, request: HttpRequest): unknown {
    if (!(error instanceof NotFoundException) || request.is404 !== true) return error;
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0) return new Refused(404, 'no-such-route', 'There is nothing at this address.');
    const allow = allowed.join(', ');
    return new Refused(405, 'method-not-allowed', `This address takes ${allow}.`, { allow });
  }

  private log(error: unknown, request: HttpRequest): Problem {
    const id = crypto.randomUUID();
    const route = request.routeOptions.url ?? 'unknown';
    const cause = error instanceof HttpException ? (error.cause ?? error) : error;
    const stack = cause instanceof Error ? cause.stack : String(cause);
    this.logger.error({ id, method: request.method, route, stack }, 'request failed');
    return unexpected(id);
  }
}
