import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Mailcase } from '../../application/mailcase.js';
import { BYTES } from './controllers/drafts.controller.js';
import type { HttpReply, HttpRequest } from './fastify-types.js';
import { Metrics } from './health/metrics.js';
import { HttpModule } from './http.module.js';
import { NDJSON } from './imports/imports.controller.js';
import { DOCS_POLICY, serveDocs } from './openapi.js';
import type { HttpOptions } from './options.js';
import { KnownRoutes } from './problems/known-routes.js';
import { describe, PROBLEM_TYPE } from './problems/problem.js';

/** What every answer says, unless it says otherwise. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
/** Milliseconds that a client may take to send a request's headers. */
const HEADERS_TIMEOUT = 20_000;

/** The REST API of a Mailcase that was started, ready to `listen`. */
export async function createHttpApp(
  mailcase: Mailcase,
  { bodyLimit, localToken, signIn, oauthRedirectUri, notificationListeners, ...about }: HttpOptions,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit,
    forceCloseConnections: true,
    // An import takes as long as it takes; headers do not.
    requestTimeout: 0,
    http: { headersTimeout: HEADERS_TIMEOUT },
    routerOptions: { maxParamLength: 500 },
    // An address that cannot be decoded reaches no route and no filter.
    frameworkErrors: (error: Error, _request: HttpRequest, reply: HttpReply) => {
      const problem = describe(400, 'bad-request', error.message);
      reply.headers(HEADERS).code(400).header('content-type', PROBLEM_TYPE).send(JSON.stringify(problem));
    },
  });
  const routes = new KnownRoutes();
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', ({ url, method }) => routes.add(url, method));
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    if (request.url === '/docs' || request.url.startsWith('/docs/')) {
      reply.header('content-security-policy', DOCS_POLICY);
    }
  });
  fastify.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload));
  fastify.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));
  const app = await NestFactory.create<NestFastifyApplication>(
    HttpModule.for(mailcase, routes, { localToken, signIn, oauthRedirectUri, notificationListeners }),
    adapter,
    {
      logger: ['error'],
      abortOnError: false,
    },
  );
  const metrics = app.get(Metrics);
  fastify.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    metrics.observe(method, routeOptions.url ?? 'unknown', statusCode, elapsedTime / 1_000);
  });
  serveDocs(app, about);
  await app.init();
  await fastify.ready();
  return app;
}
