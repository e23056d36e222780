import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Position } from '../../../domain/event.js';
import type { EventType } from '../../../domain/events.js';
import { drained } from '../../process/drained.js';
import { Who } from '../access/asker.js';
import { Entrances } from '../access/entrances.js';
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
/** Milliseconds: what a timer can wait. */
const LONGEST_TIMER = 2_147_483_647;
/** After these, somebody who was let in may have to leave, or may see other things. */
const CHANGES_ACCESS: readonly EventType[] = [
  ...(['ApiTokenRevoked', 'UserDeactivated', 'UserEmailAddressesSet', 'UserRolesSet', 'UserGroupRolesSet'] as const),
  ...(['UserMadeAdministrator', 'UserNoLongerAdministrator', 'RoleDefined', 'RoleRemoved'] as const),
  ...(['TeamMemberAdded', 'TeamMemberRemoved'] as const),
];
const changesAccess = ({ type }: Notice): boolean => CHANGES_ACCESS.some((one) => one === type);

/** What changed, as it changes: server-sent events whose ids are positions of the log. */
@Controller('api/v1/events')
@ApiTags('events')
@ApiBearerAuth()
@AnswersProblems()
export class EventsController {
  private clients = 0;

  constructor(
    private readonly feed: EventFeed,
    private readonly entrances: Entrances,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

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
    const left = new AbortController();
    reply.raw.on('close', () => left.abort());
    const last = positionOf(request.headers['last-event-id'], 'Last-Event-ID');
    if (last !== undefined) await this.feed.check(last);
    // Whoever has gone by now does not say so again.
    if (reply.raw.destroyed) return;
    if (this.clients >= MOST_CLIENTS) {
      throw new Refused(503, 'too-many-listeners', 'Too many clients are listening.', { 'retry-after': '10' });
    }
    this.clients++;
    const beat = setInterval(() => reply.raw.write(':\n\n'), HEARTBEAT);
    try {
      const from = last ?? this.feed.now;
      open(reply, from);
      if (request.method === 'HEAD') return;
      this.endInTime(request, left);
      await this.tell(from, types, asker, request, reply, left.signal);
    } catch {
      // The log is away: the client comes back by itself, behind what it heard last.
    } finally {
      clearInterval(beat);
      left.abort();
      this.clients--;
      reply.raw.end();
    }
  }

  /** What lets in for a time lets hear for that time. */
  private endInTime(request: HttpRequest, left: AbortController): void {
    const until = this.entrances.untilOf(request);
    if (until === null) return;
    const rest = Math.min(until.getTime() - this.clock.now().getTime(), LONGEST_TIMER);
    void this.clock.pause(rest, left.signal).then(() => left.abort());
  }

  /**
   * Until the client leaves, or may see other things than when it came: it comes again, behind what it heard last, and is let
   * in by what holds then, or not at all.
   */
  private async tell(
    from: Position,
    types: readonly EventType[],
    asker: Asker,
    request: HttpRequest,
    reply: HttpReply,
    signal: AbortSignal,
  ): Promise<void> {
    const wanted: ReadonlySet<string> = new Set(types);
    for await (const notice of this.feed.follow(from, [...new Set([...types, ...CHANGES_ACCESS])], asker, signal)) {
      if (changesAccess(notice) && !(await this.entrances.isStillGood(request))) return;
      if (wanted.has(notice.type) && !reply.raw.write(written(notice))) await drained(reply.raw, signal);
    }
  }
}

/** Names the place at which it begins, so that a client that is cut off before the first event misses none. */
function open(reply: HttpReply, from: Position): void {
  reply.hijack();
  const headers = { ...headersOf(reply), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
  reply.raw.writeHead(200, headers);
  reply.raw.write(`retry: 2000\nid: ${from}\n\n`);
}

function written({ position, type, ...rest }: Notice): string {
  return `id: ${position}\nevent: ${type}\ndata: ${JSON.stringify({ type, position, ...rest })}\n\n`;
}
