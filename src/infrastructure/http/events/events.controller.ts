import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import type { Position } from '../../../domain/event.js';
import type { EventType } from '../../../domain/events.js';
import { drained } from '../../process/drained.js';
import { Anybody } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Entrances } from '../access/entrances.js';
import { AnswersProblems } from '../answers/described.js';
import type { HttpReply, HttpRequest } from '../fastify-types.js';
import { positionOf } from '../requests/after-position.js';
import { EventQuery } from '../schemas/operations.js';
import { EventFeed, type Notice } from './event-feed.js';
import { heartbeat, openStream, tooManyListeners } from './event-stream.js';
import { typesFor } from './event-types.js';
import { isOwn } from './own-events.js';

const MOST_CLIENTS = 100;
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
  ) {}

  @Get()
  @Anybody()
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
    if (this.clients >= MOST_CLIENTS) throw tooManyListeners();
    this.clients++;
    const beat = heartbeat(reply);
    try {
      const from = last ?? this.feed.now;
      openStream(reply, from);
      if (request.method === 'HEAD') return;
      this.entrances.endInTime(request, left);
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
      if (wanted.has(notice.type) && isOwn(asker.userId, notice) && !reply.raw.write(written(notice)))
        await drained(reply.raw, signal);
    }
  }
}

function written({ position, type, ...rest }: Notice): string {
  return `id: ${position}\nevent: ${type}\ndata: ${JSON.stringify({ type, position, ...rest })}\n\n`;
}
