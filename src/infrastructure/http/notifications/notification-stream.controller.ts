import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Asker } from '../../../application/access/asker.js';
import { notForToken } from '../../../application/access/reading.js';
import { ListNotifications } from '../../../application/queries/index.js';
import { Invalid } from '../../../domain/errors.js';
import { Who } from '../access/asker.js';
import { Entrances } from '../access/entrances.js';
import { AnswersProblems } from '../answers/described.js';
import { heartbeat, openStream, tooManyListeners } from '../events/event-stream.js';
import type { HttpReply, HttpRequest } from '../fastify-types.js';
import { shown, written } from './notice.js';
import { type Listening, NotificationFeed } from './notification-feed.js';

/** How many clients may listen at the same time. */
export const NOTIFICATION_LISTENERS = Symbol('NotificationListeners');
/** Bytes that wait for a client that does not read: then it is cut off, and goes on where it was. */
const MOST_WAITING = 1_000_000;
/** Of what a client has missed, at once. */
const PAGE = 200;

/** What one is told of, as it happens: server-sent events whose ids are those of the notifications. */
@Controller('api/v1/notifications')
@ApiTags('notifications')
@ApiBearerAuth()
@AnswersProblems()
export class NotificationStreamController {
  private clients = 0;

  constructor(
    private readonly feed: NotificationFeed,
    private readonly entrances: Entrances,
    private readonly queries: QueryBus,
    @Inject(NOTIFICATION_LISTENERS) private readonly most: number,
  ) {}

  @Get('stream')
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The last id that was heard: goes on behind it' })
  @ApiResponse({ status: 200, description: 'Notifications, for good', schema: { type: 'string' } })
  async stream(@Who() asker: Asker, @Req() request: HttpRequest, @Res() reply: HttpReply): Promise<void> {
    mustHearAll(asker);
    const last = lastOf(request);
    const left = new AbortController();
    reply.raw.on('close', () => left.abort());
    if (this.clients >= this.most) throw tooManyListeners();
    this.clients++;
    const client = new Client(reply);
    const recheck = () => {
      this.entrances.isStillGood(request).then(
        (good) => good || left.abort(),
        () => undefined,
      );
    };
    let listening: Listening | null = null;
    try {
      listening = await this.feed.listen(asker.userId, { notice: (text) => client.tell(text), recheck });
      const from = last ?? listening.seq;
      if (from > listening.seq) throw notOurs();
      const missed = last === undefined ? [] : await this.missed(asker, last, listening);
      if (reply.raw.destroyed) return;
      client.open(from, missed, request.method === 'HEAD');
      if (request.method === 'HEAD') return;
      this.entrances.endInTime(request, left);
      await client.untilGone(AbortSignal.any([left.signal, this.feed.ended]));
    } finally {
      left.abort();
      listening?.stop();
      this.clients--;
      client.close();
    }
  }

  /** What came behind the last one that was heard, and before what is heard live. */
  private async missed(asker: Asker, last: number, { seq, position }: Listening): Promise<readonly string[]> {
    const texts: string[] = [];
    for (let behind = last; ; ) {
      const filter = { behind, limit: PAGE };
      const { items, next } = await this.queries.execute(new ListNotifications(asker, filter, position));
      for (const view of items) if (view.seq <= seq) texts.push(written(shown(view)));
      const newest = items.at(-1)?.seq;
      if (next === null || newest === undefined || newest >= seq) return texts;
      behind = newest;
    }
  }
}

/** One connection: what comes before it is opened waits. */
class Client {
  private opened = false;
  private waiting: string[] = [];
  private beat: NodeJS.Timeout | null = null;

  constructor(private readonly reply: HttpReply) {}

  open(from: number, missed: readonly string[], headersOnly: boolean): void {
    openStream(this.reply, from);
    this.opened = true;
    if (headersOnly) return;
    for (const text of [...missed, ...this.waiting]) this.write(text);
    this.waiting = [];
    this.beat = heartbeat(this.reply);
  }

  tell(text: string): void {
    if (this.opened) this.write(text);
    else this.waiting.push(text);
  }

  untilGone(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  close(): void {
    if (this.beat) clearInterval(this.beat);
    if (this.opened) this.reply.raw.end();
  }

  private write(text: string): void {
    const { raw } = this.reply;
    if (raw.destroyed) return;
    raw.write(text);
    if (raw.writableLength > MOST_WAITING) raw.destroy();
  }
}

/** What is heard live is decided for a user, whatever their token is for: it must be for all that one is told of. */
function mustHearAll({ administrator, token }: Asker): void {
  const scopes = token?.scopes ?? null;
  const missing = (['cases:read', 'emails:read', 'records:read'] as const).find((scope) => !scopes?.includes(scope));
  if (scopes !== null && !administrator && missing) throw notForToken(missing);
}

function lastOf({ headers }: HttpRequest): number | undefined {
  const last = headers['last-event-id'];
  if (last === undefined || last === '') return undefined;
  if (typeof last === 'string' && /^(?:-1|\d{1,15})$/.test(last)) return Number(last);
  throw notOurs();
}

const notOurs = (): Invalid =>
  new Invalid([{ path: 'header.Last-Event-ID', message: 'is no id that this stream has given' }]);
