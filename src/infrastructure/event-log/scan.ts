import type { EventBatch, EventFilter, SubscriptionMessage } from '../../application/ports/event-store.js';
import type { Position } from '../../domain/event.js';
import type { News } from './news.js';
import { positionNumber } from './numbered-position.js';

/** A log that can be read piece by piece. */
export interface ScannedLog {
  /** Position of the last event. @throws StoreUnavailable */
  end(): Position;
  /**
   * The next events behind `after` and not behind `end`, with a checkpoint that has moved. @throws StoreUnavailable
   */
  batch(after: Position, end: Position, size: number, filter: EventFilter): EventBatch;
  /** Lets other work of the process go on, between two batches. */
  breathe(): Promise<void>;
  readonly news: News;
}

export interface ScanOptions {
  readonly after: Position;
  readonly filter?: EventFilter;
  readonly batchSize?: number;
}

const DEFAULT_BATCH = 500;
/** Characters of JSON at which a batch is full: events may be large. */
export const BATCH_CHARACTERS = 4_000_000;

/** The log behind a position, up to its end as of the first batch asked for. */
export async function* scan(log: ScannedLog, options: ScanOptions): AsyncGenerator<EventBatch, void, undefined> {
  const size = checked(options);
  const end = log.end();
  for (let at = options.after; at < end; ) {
    const batch = log.batch(at, end, size, options.filter ?? {});
    at = batch.checkpoint;
    yield batch;
    await log.breathe();
  }
}

/**
 * The log behind a position, for ever. It holds no events while the subscriber is busy: it reads on from its own
 * place when it is asked to, so the border between what was and what comes is one comparison.
 */
export async function* follow(
  log: ScannedLog,
  options: ScanOptions & { readonly signal: AbortSignal },
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  const { signal, filter = {} } = options;
  const size = checked(options);
  let at = options.after;
  let behind = true;
  while (!signal.aborted) {
    const end = log.end();
    if (at < end) {
      const batch = log.batch(at, end, size, filter);
      at = batch.checkpoint;
      behind = true;
      // Nothing chosen and the end reached: the sign that follows has the same checkpoint.
      if (batch.events.length > 0 || at < end) yield { kind: 'events', ...batch };
      if (at < end) await log.breathe();
    } else if (behind) {
      behind = false;
      yield { kind: 'caught-up', checkpoint: at };
    } else {
      await log.news.wait(signal);
    }
  }
}

/** @throws TypeError */
function checked({ after, batchSize = DEFAULT_BATCH }: ScanOptions): number {
  positionNumber(after);
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) throw new TypeError(`a batch of ${batchSize} events`);
  return batchSize;
}

export interface ReadStreamOptions {
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

/** What is left out, filled in. @throws TypeError */
export function streamRange({
  direction = 'forwards',
  from = direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER,
  limit = Number.MAX_SAFE_INTEGER,
}: ReadStreamOptions): Required<ReadStreamOptions> {
  if (!Number.isSafeInteger(from) || from < 0) throw new TypeError(`${from} is no revision`);
  if (!Number.isSafeInteger(limit) || limit < 0) throw new TypeError(`${limit} is no number of events`);
  return { direction, from, limit };
}
