import type { EventBatch, EventFilter, StoredEvent } from '../../application/ports/event-store.js';
import type { SerialisedEvent } from './append-rules.js';
import { numberedPosition } from './numbered-position.js';
import { BATCH_CHARACTERS } from './scan.js';
import { storedEvent } from './stored-event.js';

/** What is held at least, where there is so much: enough for all that follow the log closely. At most a half more. */
const EVENTS = 3_000;
const CHARACTERS = 4_000_000;
const MORE = 1.5;

interface Held {
  readonly stream: string;
  readonly revision: number;
  readonly event: SerialisedEvent;
  /** Made when it is first asked for. */
  read: StoredEvent | null;
}

/**
 * The events at the end of a log whose positions have no gaps, for those who follow it: they need not be fetched from
 * the file again, and their JSON is parsed once for all readers, from the very text that was written.
 */
export class RecentEvents {
  private held: Held[] = [];
  /** Number of the first one held. */
  private first = 1;
  private characters = 0;

  /** Adds what was committed as the events from number `from` on. */
  add(from: number, stream: string, firstRevision: number, events: readonly SerialisedEvent[]): void {
    if (from !== this.first + this.held.length) this.clear(from);
    for (const [n, event] of events.entries()) {
      this.held.push({ stream, revision: firstRevision + n, event, read: null });
      this.characters += lengthOf(event);
    }
    if (this.held.length > MORE * EVENTS || this.characters > MORE * CHARACTERS) this.forgetOldest();
  }

  /** What is committed next may be anything. */
  clear(next: number): void {
    this.held = [];
    this.first = next;
    this.characters = 0;
  }

  /** The next events behind `after`, up to `end`; none: they are not all held. */
  batch(after: number, end: number, size: number, { types, streamPrefixes }: EventFilter): EventBatch | null {
    if (after + 1 < this.first || end >= this.first + this.held.length) return null;
    const wanted = types && new Set(types);
    const events: StoredEvent[] = [];
    let at = after;
    let characters = 0;
    while (at < end && events.length < size && characters < BATCH_CHARACTERS) {
      const held = this.held[++at - this.first];
      if (!held || (wanted && !wanted.has(held.event.type))) continue;
      if (streamPrefixes && !streamPrefixes.some((prefix) => held.stream.startsWith(prefix))) continue;
      held.read ??= stored(at, held);
      events.push(held.read);
      characters += lengthOf(held.event);
    }
    return { events, checkpoint: numberedPosition(at) };
  }

  private forgetOldest(): void {
    let gone = 0;
    while (this.held.length - gone > EVENTS || this.characters > CHARACTERS) {
      const oldest = this.held[gone++];
      if (!oldest) break;
      this.characters -= lengthOf(oldest.event);
    }
    this.held.splice(0, gone);
    this.first += gone;
  }
}

const lengthOf = ({ data, metadata }: SerialisedEvent): number => data.length + metadata.length;

function stored(position: number, { stream, revision, event: { id, type, data, metadata } }: Held): StoredEvent {
  return Object.freeze(storedEvent(position, stream, revision, id, type, data, metadata));
}
