import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Invalid, NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import type { RecordedEvent } from '../../domain/events.js';
import { type Asker, levelOf } from '../access/asker.js';
import { EventLog } from '../log/event-log.js';
import {
  type AuditedEvent,
  type AuditFilter,
  audited,
  ListAuditEvents,
  ListAuditEventsHandler,
} from './list-audit-events.js';
import type { PageOf } from './read-models.js';

/** All that happened to one thing, as it stands in its stream; of whoever may not see all, what they or their teams did. */
export class ReadAuditedStream extends Query<PageOf<AuditedEvent>> {
  constructor(
    readonly stream: string,
    readonly paging: Pick<AuditFilter, 'limit' | 'cursor' | 'direction'> = {},
    readonly asker?: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

const USUAL = 25;

@QueryHandler(ReadAuditedStream)
export class ReadAuditedStreamHandler implements IQueryHandler<ReadAuditedStream> {
  constructor(
    private readonly log: EventLog,
    private readonly listing: ListAuditEventsHandler,
  ) {}

  /** @throws NotFound for a stream that holds nothing, or nothing for whoever asks */
  async execute({ stream, paging, asker, after }: ReadAuditedStream): Promise<PageOf<AuditedEvent>> {
    const seesAll = !asker || levelOf(asker, 'audit', 'read') === 'all';
    const page = seesAll
      ? await this.fromLog(stream, paging, asker)
      : await this.listing.execute(new ListAuditEvents({ direction: 'asc', ...paging, stream }, asker, after));
    if (page.items.length === 0 && paging.cursor === undefined) throw new NotFound('stream', stream);
    return page;
  }

  private async fromLog(
    stream: string,
    { limit = USUAL, cursor, direction = 'asc' }: ReadAuditedStream['paging'],
    asker: Asker | undefined,
  ): Promise<PageOf<AuditedEvent>> {
    const isForwards = direction === 'asc';
    const from = cursor === undefined ? {} : { from: revisionOf(cursor) };
    const events: RecordedEvent[] = [];
    const options = { ...from, limit: limit + 1, direction: isForwards ? 'forwards' : 'backwards' } as const;
    for await (const event of this.log.readStream(stream, options)) events.push(event);
    const [more] = events.splice(limit);
    return { items: events.map((event) => audited(event, asker)), next: more ? String(more.revision) : null };
  }
}

/** @throws Invalid for what no page has given */
function revisionOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new Invalid([{ path: 'query.cursor', message: 'is none of this stream' }]);
  return Number(cursor);
}
