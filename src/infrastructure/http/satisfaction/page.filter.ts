import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { LOGGER } from '../../../application/parts.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { HttpReply, HttpRequest } from '../fastify-types.js';
import { KnownRoutes } from '../problems/known-routes.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { problemOf, Refused } from '../problems/problem.js';
import { HTML_TYPE, PAGE_POLICY, refusedPage, wantsPage } from './satisfaction-page.js';

/** Tells people in a browser what is wrong by a page, and programs as everywhere. */
@Catch()
export class PageFilter implements ExceptionFilter {
  private readonly problems: ProblemFilter;

  constructor(routes: KnownRoutes, @Inject(LOGGER) logger: Logger) {
    this.problems = new ProblemFilter(routes, logger);
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<HttpReply>();
    const problem = wantsPage(host.switchToHttp().getRequest<HttpRequest>()) ? problemOf(thrown) : null;
    if (!problem) {
      this.problems.catch(thrown, host);
      return;
    }
    if (thrown instanceof Refused) reply.headers({ ...thrown.headers });
    reply.headers({ 'content-type': HTML_TYPE, 'content-security-policy': PAGE_POLICY, vary: 'accept' });
    // Where in the body something is wrong says nothing to whoever looks at a form.
    const words = problem.errors?.map(({ message }) => message).join(' ');
    reply.code(problem.status).send(refusedPage(words ?? problem.detail));
  }
}
