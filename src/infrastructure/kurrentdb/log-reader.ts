import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventTypeFilter, type KurrentDBClient, START as LOG_START, streamNameFilter } from '@kurrent/kurrentdb-client';
import type {
  EventBatch,
  EventFilter,
  StoredEvent,
  StoreUnavailable,
  SubscriptionMessage,
} from '../../application/ports/event-store.js';
import type { Position } from '../../domain/event.js';
import type { ScanOptions } from '../event-log/scan.js';
import { storedEvent } from './event-shape.js';
import { Feed, type FeedItem } from './feed.js';
import { type LogPosition, logPosition, positionToken } from './log-position.js';
import { RecentLog } from './recent-log.js';
import type { StreamReader } from './stream-reader.js';

const DEFAULT_BATCH = 500;
/** Events that wait in the client at most. */
const MOST_WAITING = 1_000;
/** Bytes of the log, its own included, at which a batch is full: events may be large. */
const BATCH_BYTES = 4_000_000n;
/** The server looks at so many events for one answer, and says how far it has come after so many answers. */
const SEARCH = { maxSearchWindow: 1_000, checkpointInterval: 5 };
/** After so many events that were all left out, a reader is told how far it has come. */
const FAR = 5_000;

type ServerFilter = { readonly by: 'stream' | 'type'; readonly prefixes: readonly string[] } | 'not-system' | 'none';

export interface LogReaderOptions {
  /** Milliseconds without a word after which the server counts as away. */
  readonly deadline: number;
  /** Whether the server says that a subscription has caught up. */
  readonly tellsOfCatchingUp: boolean;
}

/**
 * Reads the whole log in its order, by subscriptions to all: they say how far they have come, as plain reads do not. What
 * is near its end comes from one subscription for all readers.
 */
export class LogReader {
  private readonly feeds = new Set<Feed>();
  private readonly recent: RecentLog;

  constructor(
    private readonly client: KurrentDBClient,
    private readonly streams: StreamReader,
    private readonly options: LogReaderOptions,
  ) {
    this.recent = new RecentLog(
      (after) => this.open(after, 'not-system'),
      (feed) => this.close(feed),
      options.deadline,
    );
  }

  /** @throws StoreUnavailable, TypeError */
  async *readAll(options: ScanOptions): AsyncGenerator<EventBatch, void, undefined> {
    const { after, filter = {} } = options;
    const size = checkedSize(options);
    const end = await this.streams.head();
    if (after >= end) return;
    yield* (await this.recent.read(after, end, filter, size)) ??
      this.upTo(end, after, filter, { size, isEager: false });
  }

  /** @throws StoreUnavailable, TypeError */
  async *subscribe(
    options: ScanOptions & { readonly signal: AbortSignal },
  ): AsyncGenerator<SubscriptionMessage, void, undefined> {
    const { after, filter = {}, signal } = options;
    const size = checkedSize(options);
    if (signal.aborted) return;
    const end = await this.streams.head();
    let at = after;
    // The server leaves out what is not wanted of a long history. What comes live must all be seen: a subscriber whose
    // events are rare would else hear late how far it has come.
    if (this.helps(filter)) {
      for await (const batch of this.upTo(end, at, filter, { size, isEager: true, signal })) {
        if (signal.aborted) return;
        at = batch.checkpoint;
        yield { kind: 'events', ...batch };
      }
    }
    if (!signal.aborted) yield* this.live(end, at, filter, size, signal);
  }

  /** Ends every reader. */
  fail(failure: StoreUnavailable): void {
    for (const feed of this.feeds) feed.fail(failure);
  }

  private async *upTo(
    end: Position,
    after: Position,
    filter: EventFilter,
    { size, isEager, signal }: { readonly size: number; readonly isEager: boolean; readonly signal?: AbortSignal },
  ): AsyncGenerator<EventBatch, void, undefined> {
    if (after >= end) return;
    if (serverFilter(filter) === 'none') {
      yield { events: [], checkpoint: end };
      return;
    }
    const feed = this.open(after, this.helps(filter) ? serverFilter(filter) : 'not-system');
    try {
      const batch = new Batch(after, filter, size);
      while (batch.checkpoint < end && !signal?.aborted) {
        const item = feed.take() ?? (await feed.takeSoon());
        if (item) {
          batch.add(item, end);
          if (batch.isFull) yield batch.taken();
        } else if (isEager && batch.hasEvents) yield batch.taken();
        else await feed.wait({ first: this.options.deadline, next: this.options.deadline }, signal);
      }
      if (!batch.isTaken && !signal?.aborted) yield batch.taken();
    } finally {
      this.close(feed);
    }
  }

  private async *live(
    end: Position,
    after: Position,
    filter: EventFilter,
    size: number,
    signal: AbortSignal,
  ): AsyncGenerator<SubscriptionMessage, void, undefined> {
    const feed = this.open(after, 'not-system');
    try {
      const batch = new Batch(after, filter, size);
      let isTold = false;
      while (!signal.aborted) {
        const item = batch.isFull ? null : (feed.take() ?? (await feed.takeSoon()));
        if (item) batch.add(item);
        else if (batch.hasEvents || (batch.isFull && batch.checkpoint < end)) {
          isTold = false;
          yield { kind: 'events', ...batch.taken() };
        } else if (batch.checkpoint >= end && (!isTold || batch.isNews)) {
          isTold = true;
          yield { kind: 'caught-up', checkpoint: batch.taken().checkpoint };
        } else {
          // While there is history to come, something comes; after that, all may be quiet for long.
          const next = batch.checkpoint < end ? this.options.deadline : null;
          await feed.wait({ first: this.options.deadline, next }, signal);
        }
      }
    } finally {
      this.close(feed);
    }
  }

  private open(after: Position, filter: ServerFilter): Feed {
    const from = logPosition(after);
    const feed = new Feed((onCheckpoint) =>
      this.client.subscribeToAll(
        {
          fromPosition: from ?? LOG_START,
          filter: clientFilter(filter, onCheckpoint),
          requiresLeader: true,
        },
        { highWaterMark: MOST_WAITING },
      ),
    );
    this.feeds.add(feed);
    return feed;
  }

  private close(feed: Feed): void {
    this.feeds.delete(feed);
    feed.close();
  }

  /** Whether the server can leave something out. It must then say when it has come to the end, which may be left out. */
  private helps(filter: EventFilter): boolean {
    return serverFilter(filter) !== 'not-system' && this.options.tellsOfCatchingUp;
  }
}

/** What was read and not yet given, and how far that goes. */
class Batch {
  private events: StoredEvent[] = [];
  private considered = 0;
  private hasOurs = false;
  private began: bigint | null = null;
  private bytes = 0n;
  private at: Position;
  private readonly types: ReadonlySet<string> | null;

  constructor(
    private readonly after: Position,
    private readonly filter: EventFilter,
    private readonly size: number,
  ) {
    this.at = after;
    this.types = filter.types ? new Set(filter.types) : null;
  }

  get checkpoint(): Position {
    return this.at;
  }

  get hasEvents(): boolean {
    return this.events.length > 0;
  }

  get isFull(): boolean {
    return this.events.length >= this.size || this.bytes >= BATCH_BYTES || this.considered >= FAR;
  }

  /** Whether nothing was added since the last one was given. */
  get isTaken(): boolean {
    return this.considered === 0;
  }

  /** Whether an event of ours, wanted or not, was added since the last one was given, or much of others. */
  get isNews(): boolean {
    return this.hasOurs || this.isFull;
  }

  /** @param end nothing behind it is taken; without one, there is no end */
  add(item: FeedItem, end?: Position): void {
    if (item.kind === 'caught-up') this.moveTo(end ?? this.at, end);
    else if (item.kind === 'checkpoint') this.moveTo(positionToken(item.position), end, FAR);
    else {
      const { event } = item.event;
      if (!event) return;
      const position = positionToken(event.position);
      if (position <= this.after) return;
      this.began ??= event.position.prepare;
      this.bytes = event.position.prepare - this.began;
      this.moveTo(position, end);
      const stored = end === undefined || position <= end ? storedEvent(item.event) : null;
      if (!stored) return;
      this.hasOurs = true;
      if (this.chooses(stored)) this.events.push(stored);
    }
  }

  /** What was read so far; the next one begins behind it. */
  taken(): EventBatch {
    const { events, at } = this;
    this.events = [];
    this.considered = 0;
    this.hasOurs = false;
    this.began = null;
    this.bytes = 0n;
    return { events, checkpoint: at };
  }

  private moveTo(position: Position, end: Position | undefined, considered = 1): void {
    const to = end !== undefined && position > end ? end : position;
    if (to <= this.at) return;
    this.at = to;
    this.considered += considered;
  }

  private chooses({ type, stream }: StoredEvent): boolean {
    const { streamPrefixes } = this.filter;
    return (this.types?.has(type) ?? true) && (streamPrefixes?.some((prefix) => stream.startsWith(prefix)) ?? true);
  }
}

/** The part of a filter that the server applies: it takes one kind only. The rest, and all of it once more, is done here. */
function serverFilter({ types, streamPrefixes }: EventFilter): ServerFilter {
  if (types?.length === 0 || streamPrefixes?.length === 0) return 'none';
  if (streamPrefixes && !streamPrefixes.includes('')) return { by: 'stream', prefixes: streamPrefixes };
  return types ? { by: 'type', prefixes: types } : 'not-system';
}

function clientFilter(filter: ServerFilter, onCheckpoint: (position: LogPosition) => void) {
  const options = {
    ...SEARCH,
    checkpointReached: async (_: unknown, position: LogPosition) => {
      onCheckpoint(position);
      // The client waits for this: whoever reads hears of it before the next one takes its place.
      await nextTurn();
    },
  };
  if (typeof filter === 'string') return eventTypeFilter({ ...options, regex: '^[^$].*' });
  const prefixes = [...filter.prefixes];
  return filter.by === 'stream'
    ? streamNameFilter({ ...options, prefixes })
    : eventTypeFilter({ ...options, prefixes });
}

/** @throws TypeError */
function checkedSize({ after, batchSize = DEFAULT_BATCH }: ScanOptions): number {
  logPosition(after);
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) throw new TypeError(`a batch of ${batchSize} events`);
  return batchSize;
}
