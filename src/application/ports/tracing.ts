import type { RecordedEvent } from '../../domain/events.js';
import type { Append } from './event-store.js';

/** Milliseconds, as `performance.now()` gives them. */
export type Instant = number;

/**
 * A message's way through Mailcase, told step by step as it is gone, on whatever node: which steps belong together, and
 * which made which, is read off the ids of correlation and causation. None of it may throw, or take time.
 */
export interface Tracing {
  /** The bytes of a message are stored and parsed. @param cause names the delivery, as its event will */
  fetched(cause: string, startedAt: Instant): void;
  /** @param revision of the last event */
  appended(append: Append, revision: number, startedAt: Instant): void;
  /** A read model has them in its documents. */
  shown(readModel: string, events: readonly RecordedEvent[], startedAt: Instant): void;
}

export const untraced: Tracing = { fetched: () => undefined, appended: () => undefined, shown: () => undefined };
