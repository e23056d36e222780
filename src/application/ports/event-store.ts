import type { EventMetadata, Position } from '../../domain/event.js';

/** What a stream must look like for an append to happen; a number is the revision of its last event. */
export type ExpectedRevision = 'no-stream' | 'any' | number;

/** A fact on its way into the log: plain JSON. */
export interface EventToAppend {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: EventMetadata;
}

/** A fact as the store gives it back; nobody has checked its data yet. */
export interface StoredEvent extends EventToAppend {
  readonly stream: string;
  /** From 0, without gaps. */
  readonly revision: number;
  readonly position: Position;
}

export interface Append {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  /** At least one. They are written all or none, next to each other. */
  readonly events: readonly EventToAppend[];
}

export interface AppendManyOptions {
  /**
   * Whether the positions rise in the order of the request over all streams, at the cost of speed on engines that are
   * servers. After one that ends with StoreUnavailable none of the rest is begun; they end so too. For copying a log.
   * Engines with one writer, in memory and SQLite, keep that order always.
   */
  readonly inOrder?: boolean;
}

export interface Appended {
  /** Revision and position of the last event of this append, also where it was a repeat. */
  readonly revision: number;
  readonly position: Position;
}

export type AppendOutcome = ({ readonly ok: true } & Appended) | { readonly ok: false; readonly error: AppendError };
export type AppendError = WrongExpectedRevision | StoreUnavailable | AppendTooLarge;

/** The stream is not where the caller thought; nothing was written. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | 'no-stream',
  ) {
    super(`${stream}: expected ${expected}, found ${actual}`);
  }
}

/** The store is away, full or closing. Whether the append took effect is unknown: repeat it with the same ids at the same revision. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(
    message: string,
    /** `full`, `closed`, `io`, `away`. */
    readonly code: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** More than the engine takes in one append (1 MB in EventStoreDB); nothing was written. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
}

/** The most that may stand in one append: bytes of the JSON of data and metadata together. */
export const MAX_APPEND_BYTES = 1_000_000;

/** Chooses events by type, or by how their stream's name begins; an absent part chooses all. Both given: both must hold. */
export interface EventFilter {
  readonly types?: readonly string[];
  readonly streamPrefixes?: readonly string[];
}

/** Some events in the order of the log, and how far the log was read to find them. */
export interface EventBatch {
  readonly events: readonly StoredEvent[];
  /** Everything up to here was seen, also what the filter left out. */
  readonly checkpoint: Position;
}

export type SubscriptionMessage =
  | ({ readonly kind: 'events' } & EventBatch)
  /** Nothing newer at the moment; sent once after each time of catching up. */
  | { readonly kind: 'caught-up'; readonly checkpoint: Position };

/**
 * The log. Append-only streams in one total order. `test/contract/event-store.ts` says in words what each engine must do.
 */
export interface EventStore {
  /** The log's own name, given when it was made. */
  readonly instanceId: string;

  /**
   * Appends to one stream, atomically and durably: resolved means that a crash of the machine does not undo it.
   * A repeat (the same ids, the same expected revision) succeeds again and writes nothing.
   * @throws WrongExpectedRevision, StoreUnavailable, AppendTooLarge
   */
  append(append: Append): Promise<Appended>;

  /**
   * Many at once, each with its own outcome; one that fails does not fail its neighbours. Appends to the same stream take
   * effect in the order of the request.
   */
  appendMany(appends: readonly Append[], options?: AppendManyOptions): Promise<readonly AppendOutcome[]>;

  /** A stream's events from a revision on (backwards: from there down; default the whole), in batches; nothing for a stream that does not exist. */
  readStream(
    stream: string,
    options?: { readonly from?: number; readonly direction?: 'forwards' | 'backwards'; readonly limit?: number },
  ): AsyncIterable<readonly StoredEvent[]>;

  /** The whole log behind a position up to its end as of now, in batches; a filter does not change the order. */
  readAll(options: {
    readonly after: Position;
    readonly filter?: EventFilter;
    readonly batchSize?: number;
  }): AsyncIterable<EventBatch>;

  /** As `readAll`, then goes on for ever: live events as they come. Ends when the signal is aborted; throws StoreUnavailable when the store goes away (subscribe again from the last checkpoint). */
  subscribe(options: {
    readonly after: Position;
    readonly filter?: EventFilter;
    readonly batchSize?: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<SubscriptionMessage>;

  /** The position of the last event; START for an empty log. */
  head(): Promise<Position>;

  close(): Promise<void>;
}
