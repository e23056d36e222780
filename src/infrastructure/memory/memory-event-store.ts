import { randomUUID } from 'node:crypto';
import {
  type Append,
  type Appended,
  type AppendOutcome,
  AppendTooLarge,
  type EventBatch,
  type EventFilter,
  type EventStore,
  type StoredEvent,
  StoreUnavailable,
  type SubscriptionMessage,
} from '../../application/ports/event-store.js';
import type { Position } from '../../domain/event.js';
import { checkAppend, judge } from '../event-log/append-rules.js';
import { News } from '../event-log/news.js';
import { numberedPosition, positionNumber } from '../event-log/numbered-position.js';
import {
  follow,
  type ReadStreamOptions,
  type ScannedLog,
  type ScanOptions,
  scan,
  streamRange,
} from '../event-log/scan.js';

/** What a store in memory keeps; it outlives the stores that are opened on it, as a file does. */
export class MemoryLog {
  readonly events: StoredEvent[] = [];
  readonly streams = new Map<string, StoredEvent[]>();
  readonly news = new News();
  constructor(readonly instanceId: string = randomUUID()) {}
}

const STREAM_BATCH = 500;

/**
 * The log in memory, for tests and simulations. An append takes effect at the moment of the call, nothing waits for a
 * timer, and what is given back is frozen: nobody can change history through it.
 */
export class MemoryEventStore implements EventStore, ScannedLog {
  private closed = false;

  /** @param log the history to go on with; a new one by default */
  constructor(private readonly log: MemoryLog = new MemoryLog()) {}

  get instanceId(): string {
    return this.log.instanceId;
  }

  get news(): News {
    return this.log.news;
  }

  async append(append: Append): Promise<Appended> {
    const [outcome] = await this.appendMany([append]);
    if (!outcome?.ok) throw outcome?.error;
    return { revision: outcome.revision, position: outcome.position };
  }

  async appendMany(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const checked = appends.map(checkAppend);
    if (this.closed) return checked.map(() => ({ ok: false, error: closedError() }));
    const outcomes = checked.map((append): AppendOutcome => {
      if (append instanceof AppendTooLarge) return { ok: false, error: append };
      const stream = this.log.streams.get(append.stream) ?? [];
      const verdict = judge(append, stream.length - 1, (from, count) =>
        stream.slice(from, from + count).map(({ id }) => id),
      );
      if (verdict.kind === 'refuse') return { ok: false, error: verdict.error };
      if (verdict.kind === 'write') {
        for (const { id, type, data, metadata } of append.events) {
          const event = frozen<StoredEvent>({
            id,
            stream: append.stream,
            revision: stream.length,
            position: numberedPosition(this.log.events.length + 1),
            type,
            data: JSON.parse(data),
            metadata: JSON.parse(metadata),
          });
          stream.push(event);
          this.log.events.push(event);
        }
        this.log.streams.set(append.stream, stream);
      }
      const last = stream[verdict.kind === 'repeat' ? verdict.revision : stream.length - 1];
      if (!last) throw new RangeError(`${append.stream} has no event where its append ended`);
      return { ok: true, revision: last.revision, position: last.position };
    });
    this.log.news.announce();
    return outcomes;
  }

  async *readStream(
    name: string,
    options: ReadStreamOptions = {},
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { from, direction, limit } = streamRange(options);
    this.requireOpen();
    const stream = this.log.streams.get(name) ?? [];
    const wanted = (direction === 'forwards' ? stream.slice(from) : stream.slice(0, from + 1).reverse()).slice(
      0,
      limit,
    );
    for (let at = 0; at < wanted.length; at += STREAM_BATCH) {
      this.requireOpen();
      yield wanted.slice(at, at + STREAM_BATCH);
    }
  }

  readAll(options: ScanOptions): AsyncIterable<EventBatch> {
    return scan(this, options);
  }

  subscribe(options: ScanOptions & { readonly signal: AbortSignal }): AsyncIterable<SubscriptionMessage> {
    return follow(this, options);
  }

  async head(): Promise<Position> {
    return this.end();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.log.news.announce();
  }

  end(): Position {
    this.requireOpen();
    return numberedPosition(this.log.events.length);
  }

  batch(after: Position, end: Position, size: number, filter: EventFilter): EventBatch {
    this.requireOpen();
    const events: StoredEvent[] = [];
    const last = positionNumber(end);
    let at = positionNumber(after);
    while (at < last && events.length < size) {
      const event = this.log.events[at++];
      if (event && chosen(event, filter)) events.push(event);
    }
    return { events, checkpoint: numberedPosition(at) };
  }

  async breathe(): Promise<void> {}

  private requireOpen(): void {
    if (this.closed) throw closedError();
  }
}

function closedError(): StoreUnavailable {
  return new StoreUnavailable('the log is closed', 'closed');
}

function chosen({ type, stream }: StoredEvent, { types, streamPrefixes }: EventFilter): boolean {
  return (types?.includes(type) ?? true) && (streamPrefixes?.some((prefix) => stream.startsWith(prefix)) ?? true);
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part);
  return Object.freeze(value);
}
