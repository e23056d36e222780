import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Asker } from '../../../application/access/asker.js';
import { EventLog } from '../../../application/log/event-log.js';
import { Invalid } from '../../../domain/errors.js';
import type { Position } from '../../../domain/event.js';
import type { EventType } from '../../../domain/events.js';
import { ProjectionEngine } from '../../../projections/engine.js';
import { EventAudience } from './event-audience.js';

/** What a client hears of an event: that it happened and to what, never its contents. */
export interface Notice {
  readonly type: string;
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly at: string;
  readonly ids: Readonly<Record<string, string | number>>;
}

const IDS = [
  'caseId',
  'number',
  'emailId',
  'threadId',
  'userId',
  'teamId',
  'accountId',
  'quarantineId',
  'folderId',
] as const;

/** What happened, in the order of the log, as soon as the read models show it. */
@Injectable()
export class EventFeed implements OnModuleDestroy {
  private readonly closing = new AbortController();

  constructor(
    private readonly log: EventLog,
    private readonly projections: ProjectionEngine,
    private readonly audience: EventAudience,
  ) {}

  /** Ends every feed, so that the server can close. */
  onModuleDestroy(): void {
    this.closing.abort();
  }

  /** Where a client begins that has seen nothing: behind all that is shown by now. */
  get now(): Position {
    return this.projections.position;
  }

  /** @throws Invalid for what is no position of this log */
  async check(after: Position): Promise<void> {
    try {
      for await (const _ of this.log.store.readAll({ after, filter: { types: [] }, batchSize: 1 })) break;
    } catch (error) {
      if (error instanceof TypeError) throw notOurs();
      throw error;
    }
    if (after > (await this.log.head())) throw notOurs();
  }

  /** All events of some types behind a position that somebody may hear of, for good; ends when the signal is aborted. */
  async *follow(
    after: Position,
    types: readonly EventType[],
    asker: Asker,
    signal: AbortSignal,
  ): AsyncGenerator<Notice> {
    const ended = AbortSignal.any([signal, this.closing.signal]);
    let from = after;
    while (!ended.aborted) {
      const shown = this.projections.position;
      if (shown > from) {
        yield* this.between(from, shown, types, asker, ended);
        from = shown;
      }
      while (this.projections.position <= from && !ended.aborted) await this.projections.progressed(ended);
    }
  }

  private async *between(
    after: Position,
    to: Position,
    types: readonly EventType[],
    asker: Asker,
    signal: AbortSignal,
  ): AsyncGenerator<Notice> {
    for await (const { events, checkpoint } of this.log.store.readAll({ after, filter: { types }, batchSize: 200 })) {
      const heard = await this.audience.of(asker, events);
      for (const event of events) {
        const { type, position, stream, revision, metadata, data } = event;
        if (position > to || signal.aborted) return;
        if (heard(event)) yield { type, position, stream, revision, at: metadata.at, ids: idsIn(data) };
      }
      if (checkpoint >= to || signal.aborted) return;
    }
  }
}

function idsIn(data: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const found = IDS.flatMap((name) => {
    const value = data[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}

const notOurs = (): Invalid =>
  new Invalid([{ path: 'header.Last-Event-ID', message: 'is no position of this log: it may be of another one' }]);
