import { Body, Controller, Delete, Get, Inject, type OnModuleDestroy, Param, Put, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { type Asked, ShowPresence } from '../../../application/commands/index.js';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import { GetCase, GetPresence } from '../../../application/queries/index.js';
import { CaseId, type UserId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Entrances } from '../access/entrances.js';
import { Answers, AnswersProblems } from '../answers/described.js';
import { heartbeat, openStream, tooManyListeners } from '../events/event-stream.js';
import type { HttpReply, HttpRequest } from '../fastify-types.js';
import { By } from '../requests/asked.js';
import { Unkeyed } from '../requests/idempotency.interceptor.js';
import { CaseKey } from '../schemas/common.js';
import { CasePresence, NewPresence } from '../schemas/presence.js';

const MOST_CLIENTS = 1_000;
/** Of one user on this node: twice as many as there are cases that they may have on their screen. */
const MOST_OF_USER = 40;
/** Milliseconds between two looks. */
const LOOK_EVERY = 1_000;
/** Looks after which it is asked again whether whoever listens is still let in. */
const RECHECK = 10;

/** Who has a case on their screen: a hint, so that two do not answer at once. */
@Controller('api/v1/cases/:case/presence')
@ApiTags('cases')
@ApiBearerAuth()
@AnswersProblems()
@Needs('cases', 'read')
export class PresenceController implements OnModuleDestroy {
  private readonly closing = new AbortController();
  private clients = 0;
  private readonly clientsOf = new Map<UserId, number>();

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly entrances: Entrances,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Ends every stream, so that the server can close. */
  onModuleDestroy(): void {
    this.closing.abort();
  }

  @Get()
  @Answers(CasePresence)
  async get(@Param('case', { schema: CaseKey }) name: string, @Who() asker: Asker) {
    return { people: await this.queries.execute(new GetPresence(name, asker)) };
  }

  /** Whoever asks is there, and does that; answers who is there. */
  @Put()
  @Answers(CasePresence)
  @Unkeyed()
  show(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: NewPresence }) { activity }: z.infer<typeof NewPresence>,
    @Who() asker: Asker,
    @By() by: Asked,
  ) {
    return this.change(name, activity, asker, by);
  }

  /** Whoever asks has left, before they would have expired. */
  @Delete()
  @Answers(CasePresence)
  @Unkeyed()
  end(@Param('case', { schema: CaseKey }) name: string, @Who() asker: Asker, @By() by: Asked) {
    return this.change(name, null, asker, by);
  }

  /** All who are there, at once and whenever that changes: server-sent events named `presence`. */
  @Get('stream')
  @ApiProduces('text/event-stream')
  @ApiResponse({ status: 200, description: 'Who is there, for good', schema: { type: 'string' } })
  async stream(
    @Param('case', { schema: CaseKey }) name: string,
    @Who() asker: Asker,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const left = new AbortController();
    reply.raw.on('close', () => left.abort());
    // Before anything is answered: it may not be theirs.
    await this.queries.execute(new GetPresence(name, asker));
    if (reply.raw.destroyed) return;
    const { userId } = asker;
    const own = this.clientsOf.get(userId) ?? 0;
    if (this.clients >= MOST_CLIENTS || own >= MOST_OF_USER) throw tooManyListeners();
    this.count(userId, 1);
    openStream(reply, 0);
    const beat = heartbeat(reply);
    try {
      if (request.method === 'HEAD') return;
      this.entrances.endInTime(request, left);
      await this.tell(name, asker, request, reply, AbortSignal.any([left.signal, this.closing.signal]));
    } catch {
      // A store is away, or the case is theirs no more: the client comes back by itself, and is told then.
    } finally {
      clearInterval(beat);
      left.abort();
      this.count(userId, -1);
      reply.raw.end();
    }
  }

  private count(userId: UserId, by: 1 | -1): void {
    this.clients += by;
    const own = (this.clientsOf.get(userId) ?? 0) + by;
    if (own > 0) this.clientsOf.set(userId, own);
    else this.clientsOf.delete(userId);
  }

  private async tell(
    name: string,
    asker: Asker,
    request: HttpRequest,
    reply: HttpReply,
    signal: AbortSignal,
  ): Promise<void> {
    let told = '';
    for (let look = 1; !signal.aborted; look++) {
      if (look % RECHECK === 0 && !(await this.entrances.isStillGood(request))) return;
      const now = JSON.stringify({ people: await this.queries.execute(new GetPresence(name, asker)) });
      // Each says all: whoever does not read misses what is over.
      if (now !== told && !reply.raw.writableNeedDrain) {
        reply.raw.write(`event: presence\ndata: ${now}\n\n`);
        told = now;
      }
      await this.clock.pause(LOOK_EVERY, signal);
    }
  }

  private async change(name: string, activity: 'viewing' | 'writing' | null, asker: Asker, by: Asked) {
    const isNumber = /^\d+$/.test(name);
    const caseId = isNumber ? (await this.queries.execute(new GetCase(name, undefined, asker))).caseId : name;
    return {
      people: await this.commands.execute(new ShowPresence(CaseId.parse(caseId), asker.userId, activity, by)),
    };
  }
}
