import { derivedEventId, type EventRef, type Position } from '../../domain/event.js';
import type { EventType, MailcaseEvent, RecordedEvent } from '../../domain/events.js';
import type { Clock } from '../ports/clock.js';
import type {
  Append,
  Appended,
  AppendOutcome,
  EventFilter,
  EventStore,
  EventToAppend,
  ExpectedRevision,
} from '../ports/event-store.js';
import { type Tracing, untraced } from '../ports/tracing.js';
import { decode, decodeOnce, encode } from './event-codec.js';

/** Who decides, and what made them: from these the ids of the events are derived. */
export interface Cause {
  /** `user:ana`, `system:routing`… */
  readonly actor: string;
  /** Names the cause for good: a request's key, a delivery, an event as `stream@revision`. */
  readonly cause: string;
  /** What started it all; default the cause. */
  readonly correlationId?: string;
}

/** Events on their way to one stream. */
export interface EventsFor {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly MailcaseEvent[];
  readonly by: Cause;
}

/** What one call of the store wrote, and how long that took. */
export interface AppendCall {
  /** To as many streams. */
  readonly appends: number;
  readonly events: number;
  readonly seconds: number;
  /** Those of the appends that were not written. */
  readonly errors: readonly unknown[];
}

/** The log in the domain's types: checks, lifts, derives ids, and rings when something was appended here. */
export class EventLog {
  private readonly listeners = new Set<() => void>();
  private readonly watching = new Set<(call: AppendCall) => void>();

  constructor(
    readonly store: EventStore,
    private readonly clock: Clock,
    private readonly tracing: Tracing = untraced,
  ) {}

  /** @throws Invalid where an event is refused by its schema, and as EventStore.append */
  async append(appended: EventsFor): Promise<Appended> {
    return this.write(this.prepare(appended));
  }

  /** An append whose events are checked and have their ids. @throws as EventStore.append */
  async write(append: Append): Promise<Appended> {
    const startedAt = performance.now();
    const result = await this.store.append(append).catch((error: unknown) => this.failed(error, startedAt));
    this.called([append], [{ ok: true, ...result }], startedAt);
    this.ring();
    return result;
  }

  async appendMany(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    if (appends.length === 0) return [];
    const startedAt = performance.now();
    const outcomes = await this.store.appendMany(appends).catch((error: unknown) => this.failed(error, startedAt));
    this.called(appends, outcomes, startedAt);
    this.ring();
    return outcomes;
  }

  /** An append, checked and with its ids; for `appendMany`. */
  prepare({ stream, expectedRevision, events, by }: EventsFor): Append {
    return { stream, expectedRevision, events: events.map((event, n) => this.identify(stream, event, n, by)) };
  }

  /** One event with its derived id; `n` counts the events of this decision in this stream. */
  identify(stream: string, event: MailcaseEvent, n: number, { actor, cause, correlationId }: Cause): EventToAppend {
    return encode(event, derivedEventId(actor, cause, stream, event.type, n), {
      $correlationId: correlationId ?? cause,
      $causationId: cause,
      actor,
      at: this.clock.now().toISOString(),
    });
  }

  async *readStream(
    stream: string,
    options?: { readonly from?: number; readonly limit?: number; readonly direction?: 'forwards' | 'backwards' },
  ): AsyncGenerator<RecordedEvent> {
    for await (const batch of this.store.readStream(stream, options)) for (const stored of batch) yield decode(stored);
  }

  /** The event that others name so; none: there is none, or not yet. */
  async eventAt({ stream, revision }: EventRef): Promise<RecordedEvent | null> {
    for await (const event of this.readStream(stream, { from: revision, limit: 1 })) return event;
    return null;
  }

  /** The whole log behind a position to its end as of now; of all types that are asked for. */
  async *readAll<Type extends EventType>(
    after: Position,
    types: readonly Type[],
    batchSize = 500,
  ): AsyncGenerator<{
    readonly events: readonly Extract<RecordedEvent, { type: Type }>[];
    readonly checkpoint: Position;
  }> {
    const filter: EventFilter = { types };
    for await (const { events, checkpoint } of this.store.readAll({ after, filter, batchSize })) {
      // The filter lets these types through and no others.
      yield { events: events.map(decodeOnce) as Extract<RecordedEvent, { type: Type }>[], checkpoint };
    }
  }

  head(): Promise<Position> {
    return this.store.head();
  }

  /** Calls back after each append of this process; returns how to stop that. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls back after each call of the store that appends, also one that failed. */
  onCall(listener: (call: AppendCall) => void): void {
    this.watching.add(listener);
  }

  private called(appends: readonly Append[], outcomes: readonly AppendOutcome[], startedAt: number): void {
    let written = 0;
    let events = 0;
    const errors: unknown[] = [];
    for (const [n, append] of appends.entries()) {
      const outcome = outcomes[n];
      if (!outcome?.ok) {
        errors.push(outcome?.error);
        continue;
      }
      written++;
      events += append.events.length;
      this.tracing.appended(append, outcome.revision, startedAt);
    }
    this.told({ appends: written, events, seconds: since(startedAt), errors });
  }

  private failed(error: unknown, startedAt: number): never {
    this.told({ appends: 0, events: 0, seconds: since(startedAt), errors: [error] });
    throw error;
  }

  private told(call: AppendCall): void {
    for (const listener of this.watching) listener(call);
  }

  private ring(): void {
    for (const listener of this.listeners) listener();
  }
}

const since = (startedAt: number): number => (performance.now() - startedAt) / 1_000;
