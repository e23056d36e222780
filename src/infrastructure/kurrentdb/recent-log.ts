import type { EventBatch, EventFilter, StoredEvent } from '../../application/ports/event-store.js';
import type { Position } from '../../domain/event.js';
import { storedEvent } from './event-shape.js';
import type { Feed, FeedItem } from './feed.js';
import { positionToken } from './log-position.js';

/** What is held at most; then the older half is forgotten. */
const EVENTS = 6_000;
/** Bytes of the log, its own included. */
const BYTES = 8_000_000n;
/** Milliseconds that a reader waits for what the subscription is about to bring. */
const SOON = 250;

interface Held {
  readonly event: StoredEvent;
  /** Where it begins in the log, in bytes. */
  readonly at: bigint;
}

/**
 * The end of the log as one subscription of this process gives it, for those who follow it closely: each of them would
 * else begin a subscription for a few events and break it off, some hundred times a second; and a server ends the
 * connection of whoever breaks off too many. After a fault it has forgotten everything, and begins anew when it is asked.
 */
export class RecentLog {
  private held: Held[] = [];
  /** All of ours behind `from` is held up to `to`; null where it does not follow the log. */
  private from: Position | null = null;
  private to: Position = '';
  private readonly waiting = new Set<() => void>();

  /**
   * @param open a subscription to all that is not the server's own, behind a position
   * @param deadline milliseconds in which the server must say its first word
   */
  constructor(
    private readonly open: (after: Position) => Feed,
    private readonly close: (feed: Feed) => void,
    private readonly deadline: number,
  ) {}

  /** Everything behind `after` up to `end`, in batches; null: it is not all held. */
  async read(after: Position, end: Position, filter: EventFilter, size: number): Promise<readonly EventBatch[] | null> {
    if (this.from === null) return this.begin(end);
    if (after < this.from) return null;
    if (this.to < end) await this.comes(end);
    if (this.from === null || after < this.from || this.to < end) return null;
    const types = filter.types && new Set(filter.types);
    const { streamPrefixes } = filter;
    const events = this.held
      .slice(this.firstBehind(after), this.firstBehind(end))
      .map(({ event }) => event)
      .filter(({ type }) => types?.has(type) ?? true)
      .filter(({ stream }) => streamPrefixes?.some((prefix) => stream.startsWith(prefix)) ?? true);
    return inBatches(events, end, size);
  }

  private begin(end: Position): null {
    this.from = end;
    this.to = end;
    const feed = this.open(end);
    this.follow(feed)
      // Whoever needs what comes next asks the server, and hears of the fault there.
      .catch(() => undefined)
      .finally(() => {
        this.close(feed);
        this.held = [];
        this.from = null;
        this.told();
      });
    return null;
  }

  private async follow(feed: Feed): Promise<never> {
    for (;;) {
      const item = feed.take() ?? (await feed.takeSoon());
      if (item) this.add(item);
      else {
        this.told();
        await feed.wait({ first: this.deadline, next: null });
      }
    }
  }

  private add(item: FeedItem): void {
    if (item.kind === 'caught-up') return;
    const position = item.kind === 'event' ? item.event.event?.position : item.position;
    if (!position) return;
    const token = positionToken(position);
    if (token <= this.to) return;
    this.to = token;
    const event = item.kind === 'event' ? storedEvent(item.event) : null;
    if (!event) return;
    this.held.push({ event: Object.freeze(event), at: position.prepare });
    if (this.held.length > EVENTS || position.prepare - (this.held[0]?.at ?? 0n) > BYTES) this.forgetOlder();
  }

  private forgetOlder(): void {
    const gone = this.held.splice(0, Math.ceil(this.held.length / 2));
    this.from = gone.at(-1)?.event.position ?? this.from;
  }

  /** Index of the first one behind a position. */
  private firstBehind(position: Position): number {
    let [low, high] = [0, this.held.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.held[middle]?.event.position ?? '') <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Resolves when the subscription has come so far, has failed, or takes too long. */
  private comes(end: Position): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (this.from === null || this.to >= end) done();
      };
      const timer = setTimeout(done, SOON);
      this.waiting.add(look);
    });
  }

  private told(): void {
    for (const look of [...this.waiting]) look();
  }
}

/** The last one goes to the end, whether there are events or not. */
function inBatches(events: readonly StoredEvent[], end: Position, size: number): readonly EventBatch[] {
  const batches: EventBatch[] = [];
  for (let n = 0; n + size < events.length; n += size) {
    const batch = events.slice(n, n + size);
    batches.push({ events: batch, checkpoint: batch.at(-1)?.position ?? end });
  }
  const last = events.slice(batches.length * size);
  return [...batches, { events: last, checkpoint: end }];
}
