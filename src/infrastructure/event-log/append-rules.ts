import {
  type Append,
  AppendTooLarge,
  type ExpectedRevision,
  MAX_APPEND_BYTES,
  WrongExpectedRevision,
} from '../../application/ports/event-store.js';

/** An event as it goes into an engine: the JSON of its data and metadata, which nobody can change any more. */
export interface SerialisedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** An append whose form is right and whose size is within the limit. */
export interface CheckedAppend {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly SerialisedEvent[];
  /** Bytes of the JSON of data and metadata together. */
  readonly bytes: number;
}

/** A NUL ends a text in some engines, and half a surrogate pair has no UTF-8: two names would become one. */
const NAME = /^[^\0\ud800-\udfff]+$/u;

/**
 * Checks an append's form and takes a copy of its content, as JSON.
 * @returns AppendTooLarge where it is over MAX_APPEND_BYTES: an outcome of this append alone
 * @throws TypeError for what no store takes: no events, an empty name, a revision that is none, data that is not JSON
 */
export function checkAppend({ stream, expectedRevision, events }: Append): CheckedAppend | AppendTooLarge {
  requireName('stream', stream);
  if (typeof expectedRevision === 'number' && (!Number.isSafeInteger(expectedRevision) || expectedRevision < 0)) {
    throw new TypeError(`${stream}: ${expectedRevision} is no revision`);
  }
  if (events.length === 0) throw new TypeError(`${stream}: an append has at least one event`);

  let bytes = 0;
  const serialised = events.map(({ id, type, data, metadata }): SerialisedEvent => {
    requireName('event id', id);
    requireName('event type', type);
    const event = { id, type, data: json(stream, data), metadata: json(stream, metadata) };
    bytes += Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata);
    return event;
  });
  if (bytes > MAX_APPEND_BYTES) {
    return new AppendTooLarge(`${stream}: ${bytes} bytes in one append, ${MAX_APPEND_BYTES} are the most`);
  }
  return { stream, expectedRevision, events: serialised, bytes };
}

function requireName(what: string, name: string): void {
  if (!NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} is no ${what}`);
}

function json(stream: string, value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (!text?.startsWith('{')) throw new TypeError(`${stream}: data and metadata of an event are JSON objects`);
  return text;
}

export type Verdict =
  | { readonly kind: 'write'; readonly firstRevision: number }
  /** It was written before; its last event has this revision. */
  | { readonly kind: 'repeat'; readonly revision: number }
  | { readonly kind: 'refuse'; readonly error: WrongExpectedRevision };

/** The revision before the first event of a stream. */
export const NO_STREAM = -1;

/**
 * Decides what becomes of an append, as EventStoreDB does: where the expected revision lies behind the stream's end
 * and the events that follow it have the very same ids, it is a repeat; content is never compared. At the current
 * revision it is written, whatever its ids are.
 * @param head revision of the stream's last event, or NO_STREAM
 * @param idsFrom ids of at most `count` events of the stream from a revision on
 */
export function judge(
  { stream, expectedRevision, events }: CheckedAppend,
  head: number,
  idsFrom: (revision: number, count: number) => readonly string[],
): Verdict {
  if (expectedRevision === 'any') return { kind: 'write', firstRevision: head + 1 };
  const expected = expectedRevision === 'no-stream' ? NO_STREAM : expectedRevision;
  if (expected === head) return { kind: 'write', firstRevision: head + 1 };

  const last = expected + events.length;
  if (last <= head) {
    const ids = idsFrom(expected + 1, events.length);
    if (events.every(({ id }, index) => ids[index] === id)) return { kind: 'repeat', revision: last };
  }
  const actual = head === NO_STREAM ? 'no-stream' : head;
  return { kind: 'refuse', error: new WrongExpectedRevision(stream, expectedRevision, actual) };
}
