import type { EventRef, Position } from '../event.js';
import type { PublicEventType } from './events.js';

/** A message that a webhook is still to get. */
export interface Waiting {
  /** The `webhook-id`. */
  readonly id: string;
  readonly event: EventRef;
  readonly type: PublicEventType;
  /** Those of one key are sent one after another. */
  readonly key: string;
  /** The last event that was looked at before this one; none: it was the first. */
  readonly before: EventRef | null;
  readonly attempts: number;
  /** Milliseconds since 1970, as all moments here. When it was tried first; none: not yet. */
  readonly firstAt: number | null;
  readonly nextAt: number;
  readonly status: number | null;
  readonly error: string | null;
}

/** One of the latest that arrived. */
export interface Delivered extends Pick<Waiting, 'id' | 'event' | 'type' | 'attempts'> {
  readonly at: number;
  readonly status: number;
  readonly milliseconds: number;
}

/**
 * How far one webhook has been told. The log itself is the queue: here stands where reading it goes on, and what of the part
 * that was read has not arrived yet, in the order of the log. Plain JSON, and bounded.
 */
export interface DeliveryQueue {
  readonly position: Position;
  /** The last event that was looked at. */
  readonly last: EventRef | null;
  readonly waiting: readonly Waiting[];
  readonly recent: readonly Delivered[];
  readonly delivered: number;
  /** Of those, since the log was told the last time. */
  readonly unreported: number;
  /** Attempts that failed in a row, whatever they were for. */
  readonly failures: number;
  /** Since when nothing has arrived; none: the last attempt did, or there was none. */
  readonly failingSince: number | null;
  /** Nothing is sent before. */
  readonly holdUntil: number;
  /** Where it was resumed the last time. */
  readonly resumed: Position;
}

export interface DeliveryPolicy {
  /** Milliseconds for which one message, or a webhook that takes none, is tried. */
  readonly giveUp: number;
}

export interface FailedAttempt {
  readonly status: number | null;
  /** In words. */
  readonly error: string;
  /** Milliseconds that the webhook asks for; none: it does not say. */
  readonly retryAfter: number | null;
}

/** More than so many are not read from the log until some have arrived. */
export const MOST_WAITING = 500;
/** Messages under way at the same time, to one webhook. */
export const PARALLEL = 4;
const MOST_RECENT = 50;
const SECOND = 1_000;
const FIRST_PAUSE = 5 * SECOND;
const LONGEST_PAUSE = 3_600 * SECOND;
/** A webhook may ask for patience, not for good. */
const LONGEST_ASKED = 6 * 3_600 * SECOND;
/** Failures in a row, from which on the webhook itself counts as away: then one message at a time tries whether it is back. */
const AWAY = 3;
const LONGEST_HOLD = 60 * SECOND;

export const emptyQueue = (position: Position): DeliveryQueue => ({
  position,
  last: null,
  waiting: [],
  recent: [],
  delivered: 0,
  unreported: 0,
  failures: 0,
  failingSince: null,
  holdUntil: 0,
  resumed: '',
});

/** One that waits already waits once. */
export function enqueue(
  queue: DeliveryQueue,
  { id, event, type, key }: Pick<Waiting, 'id' | 'event' | 'type' | 'key'>,
): DeliveryQueue {
  if (queue.waiting.some((one) => one.id === id)) return queue;
  const fresh = { attempts: 0, firstAt: null, nextAt: 0, status: null, error: null };
  return { ...queue, waiting: [...queue.waiting, { id, event, type, key, before: queue.last, ...fresh }] };
}

/** What is to be sent now, beside what is under way: of each key the oldest alone, and nothing of a key that is under way. */
export function due(queue: DeliveryQueue, underWay: ReadonlySet<string>, now: number): readonly Waiting[] {
  if (queue.holdUntil > now) return [];
  const most = queue.failures >= AWAY ? 1 : PARALLEL;
  return heads(queue, underWay)
    .filter(({ nextAt }) => nextAt <= now)
    .slice(0, Math.max(0, most - underWay.size));
}

/** When there is something to send that is not under way; none: nothing waits. */
export function nextDue(queue: DeliveryQueue, underWay: ReadonlySet<string>): number | null {
  const moments = heads(queue, underWay).map(({ nextAt }) => nextAt);
  return moments.length === 0 ? null : Math.max(queue.holdUntil, Math.min(...moments));
}

function heads({ waiting }: DeliveryQueue, underWay: ReadonlySet<string>): readonly Waiting[] {
  const seen = new Set(underWay);
  return waiting.filter(({ key }) => !seen.has(key) && seen.add(key));
}

/** A message has arrived. */
export function arrived(
  queue: DeliveryQueue,
  id: string,
  at: number,
  { status, milliseconds }: Pick<Delivered, 'status' | 'milliseconds'>,
): DeliveryQueue {
  const one = queue.waiting.find((waiting) => waiting.id === id);
  if (!one) return queue;
  const { event, type, attempts } = one;
  const delivered = { id, event, type, attempts: attempts + 1, at, status, milliseconds };
  return {
    ...without(queue, id),
    recent: [delivered, ...queue.recent].slice(0, MOST_RECENT),
    delivered: queue.delivered + 1,
    unreported: queue.unreported + 1,
    failures: 0,
    failingSince: null,
    holdUntil: 0,
  };
}

/**
 * A message has not arrived. What is to become of it: `retry`, later; `dead`: it alone is given up; `gone`, `failing`: the
 * webhook is, and its messages wait.
 * @param random from 0 to 1
 */
export function missed(
  queue: DeliveryQueue,
  id: string,
  now: number,
  { status, error, retryAfter }: FailedAttempt,
  { giveUp }: DeliveryPolicy,
  random: number,
): { readonly queue: DeliveryQueue; readonly verdict: 'retry' | 'dead' | 'gone' | 'failing' } {
  const one = queue.waiting.find((waiting) => waiting.id === id);
  if (!one) return { queue, verdict: 'retry' };
  const firstAt = one.firstAt ?? now;
  const failingSince = queue.failingSince ?? now;
  const failures = queue.failures + 1;
  const attempts = one.attempts + 1;
  const asked = retryAfter === null ? 0 : Math.min(retryAfter, LONGEST_ASKED);
  const nextAt = now + Math.max(asked, pauseAfter(attempts, random));
  const away = failures >= AWAY ? Math.min(LONGEST_HOLD, pauseAfter(failures - AWAY + 1, random)) : 0;
  const after: DeliveryQueue = {
    ...queue,
    waiting: queue.waiting.map((it) => (it.id === id ? { ...it, attempts, firstAt, nextAt, status, error } : it)),
    failures,
    failingSince,
    holdUntil: now + Math.max(asked, away),
  };
  if (status === 410) return { queue: after, verdict: 'gone' };
  if (now - failingSince >= giveUp) return { queue: after, verdict: 'failing' };
  return { queue: after, verdict: now - firstAt >= giveUp ? 'dead' : 'retry' };
}

/** Milliseconds: three times as long each time, and up to a fifth more or less, so that not all come back at once. */
const pauseAfter = (attempts: number, random: number): number =>
  Math.round(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** Math.min(attempts - 1, 10)) * (0.8 + 0.4 * random));

export const without = (queue: DeliveryQueue, id: string): DeliveryQueue => ({
  ...queue,
  waiting: queue.waiting.filter((one) => one.id !== id),
});

/**
 * Somebody has resumed it: what waits is tried anew, at once.
 * @param skipTo what has waited up to there is left out; none: nothing is
 */
export function resume(queue: DeliveryQueue, at: Position, skipTo: Position | null): DeliveryQueue {
  const fresh = { failures: 0, failingSince: null, holdUntil: 0, resumed: at };
  if (skipTo !== null)
    return { ...queue, ...fresh, waiting: [], position: skipTo > queue.position ? skipTo : queue.position };
  return { ...queue, ...fresh, waiting: queue.waiting.map((one) => ({ ...one, firstAt: null, nextAt: 0 })) };
}

/** Everything up to this event has arrived or was given up; none: that is not known yet. */
export const doneUpTo = ({ waiting: [first], last }: DeliveryQueue): EventRef | null => (first ? first.before : last);
