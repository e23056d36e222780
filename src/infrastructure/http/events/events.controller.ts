import { once } from 'node:events';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Asker, Who } from '../access/asker.js';
import { AnswersProblems } from '../answers/described.js';
import { type HttpReply, type HttpRequest, headersOf } from '../fastify-types.js';
import { Refused } from '../problems/problem.js';
import { positionOf } from '../requests/after-position.js';
import { EventQuery } from '../schemas/operations.js';
import { EventFeed, type Notice } from './event-feed.js';
import { typesFor } from './event-types.js';

const MOST_CLIENTS = 100;
/** Milliseconds between two signs of life. */
const HEARTBEAT = 15_000;

/** What changed, as it changes: server-sent events whose ids are positions of the log. */
@Controller('api/v1/events')
@ApiTags('events')
@ApiBearerAuth()
@AnswersProblems()
export class EventsController {
  private clients = 0;

  constructor(private readonly feed: EventFeed) {}

  @Get()
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The last id that was heard: goes on behind it' })
  @ApiResponse({ status: 200, description: 'Events, for good', schema: { type: 'string' } })
  async events(
    @Query({ schema: EventQuery }) { types: wanted }: z.infer<typeof EventQuery>,
    @Who() asker: Asker,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const types = typesFor(asker, wanted);
    const last = positionOf(request.headers['last-event-id'], 'Last-Event-ID');
    if (last !== undefined) await this.feed.check(last);
    if (this.clients >= MOST_CLIENTS) {
      throw new Refused(503, 'too-many-listeners', 'Too many clients are listening.', { 'retry-after': '10' });
    }
    const left = new AbortController();
    reply.raw.on('close', () => left.abort());
    this.clients++;
    const beat = setInterval(() => reply.raw.write(':\n\n'), HEARTBEAT);
    try {
      const from = last ?? this.feed.now;
      open(reply);
      if (request.method === 'HEAD') return;
      for await (const notice of this.feed.follow(from, types, left.signal)) {
        if (!reply.raw.write(written(notice))) await drained(reply, left.signal);
      }
    } catch {
      // The log is away: the client comes back by itself, behind what it heard last.
    } finally {
      clearInterval(beat);
      this.clients--;
      reply.raw.end();
    }
  }
}

function open(reply: HttpReply): void {
  reply.hijack();
  const headers = { ...headersOf(reply), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
  reply.raw.writeHead(200, headers);
  reply.raw.write('retry: 2000\n\n');
}

function written({ position, type, ...rest }: Notice): string {
  return `id: ${position}\nevent: ${type}\ndata: ${JSON.stringify({ type, position, ...rest })}\n\n`;
}

async function drained(reply: HttpReply, signal: AbortSignal): Promise<void> {
  await once(reply.raw, 'drain', { signal }).catch(() => undefined);
}
