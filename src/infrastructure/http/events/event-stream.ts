import { type HttpReply, headersOf } from '../fastify-types.js';
import { Refused } from '../problems/problem.js';

/** Milliseconds between two signs of life. */
const HEARTBEAT = 15_000;

/**
 * Begins an answer of server-sent events. Names the place at which it begins, so that a client that is cut off before the
 * first event misses none.
 * @param from the last event that was heard before
 */
export function openStream(reply: HttpReply, from: string | number): void {
  reply.hijack();
  const headers = { ...headersOf(reply), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
  reply.raw.writeHead(200, headers);
  reply.raw.write(`retry: 2000\nid: ${from}\n\n`);
}

/** Shows that the connection lives, until it is cleared. */
export const heartbeat = ({ raw }: HttpReply): NodeJS.Timeout => setInterval(() => raw.write(':\n\n'), HEARTBEAT);

export const tooManyListeners = (): Refused =>
  new Refused(503, 'too-many-listeners', 'Too many clients are listening.', { 'retry-after': '10' });
