import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** A request and its reply, as the adapter hands them on. */
export type HttpRequest = Parameters<FastifyAdapter['getRequestMethod']>[0];
export type HttpReply = Parameters<FastifyAdapter['redirect']>[0];

/** The headers that were set so far, for an answer that is written without the framework. */
export function headersOf(reply: HttpReply): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
