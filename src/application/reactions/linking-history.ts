import type { EventRef, Position } from '../../domain/event.js';
import { START } from '../../domain/event.js';
import type { RecordedAs } from '../../domain/events.js';
import type { ThreadId } from '../../domain/ids.js';
import type { LinkedThread, RoutingEvent } from '../../domain/routing/events.js';
import { linkAgain, neededForThreadIds, neededForThreads } from '../../domain/routing/history.js';
import { changedKeys } from '../../domain/routing/record-index.js';
import type { LinkingPlace, RoutingInput, RoutingState } from '../../domain/routing/state.js';
import type { EventLog } from '../log/event-log.js';
import type { RoutingIndex } from './routing-index.js';

export type ThreadsLinked = Extract<RoutingEvent, { type: 'ThreadsLinked' }>;
const recordTypes = ['RecordRegistered', 'RecordChanged', 'RecordRemoved'] as const;
type RecordCause = RecordedAs<(typeof recordTypes)[number]>;

/** Changes of records that are looked at together, where few messages depend on them. */
const RECORDS = 250;
/** What is looked for in one question; one record has fewer. */
const KEYS = 1_000;
/** Threads that are looked at together. */
const THREADS = 200;
/** Bytes of what is decided about them, as JSON. */
const BYTES = 300_000;

interface Step {
  readonly event: ThreadsLinked;
  readonly correlationId: string;
}

/**
 * Links the history again, in bounded steps: whatever depends on a record that has changed, in the order of the changes,
 * and what a message changes in the rest of its thread. Each step is decided at the revision of `routing` like all else,
 * and the next one begins where the last that is in the log ended.
 */
export class LinkingHistory {
  private causes: RecordCause[] = [];
  private read: Position | null = null;
  /** None is behind those that were read; set by every change that is seen. */
  private isAhead = false;

  constructor(
    private readonly log: EventLog,
    private readonly index: RoutingIndex,
  ) {}

  /** Others may have decided: it takes up again behind the last step in the log. */
  forget(): void {
    this.causes = [];
    this.read = null;
    this.isAhead = true;
  }

  /** An event of the log that was folded. */
  saw({ type }: RoutingInput): void {
    if (type === 'RecordRegistered' || type === 'RecordChanged' || type === 'RecordRemoved') this.isAhead = true;
  }

  /**
   * What is to be decided next; null: nothing waits.
   * @param folded how far the index has come: a change behind that counts for nothing yet
   */
  async next(state: RoutingState, folded: Position): Promise<Step | null> {
    return (await this.relinked(state)) ?? (await this.ofRecords(state, folded));
  }

  /** The rest of the threads to which a message gave another parent. */
  private async relinked(state: RoutingState): Promise<Step | null> {
    const all = state.relinking.slice(0, THREADS);
    if (all.length === 0) return null;
    const { changed, looked } = await this.look(all.map(({ threadId }) => threadId));
    const last = all[looked - 1];
    return last ? step({ cause: last.cause, asOf: state.seen, records: 0, next: null, threads: changed }) : null;
  }

  private async ofRecords(state: RoutingState, folded: Position): Promise<Step | null> {
    const { records } = state;
    if (records?.next) return this.oneRecord(state, records.cause, records.next);
    const causes = await this.behind(records?.cause ?? null, folded);
    for (let count = causes.length; count > 0; count = Math.floor(count / 4)) {
      const some = causes.slice(0, count);
      const last = some.at(-1);
      if (!last) break;
      const keys = [...new Set(some.flatMap(changedKeys))];
      if (keys.length > KEYS) continue;
      const found = keys.length === 0 ? [] : await this.index.askedBy(keys, THREADS);
      if (found.length === THREADS) continue;
      const { changed, looked } = await this.look(found);
      if (looked < found.length) continue;
      const done = { cause: refOf(last), asOf: state.seen, records: count, next: null };
      return step({ ...done, threads: changed }, last);
    }
    const [first] = causes;
    // Very many messages depend on it: it is gone through by itself, thread after thread.
    return first ? this.oneRecord(state, refOf(first), { key: 0, after: '' }, first) : null;
  }

  private async oneRecord(
    state: RoutingState,
    cause: EventRef,
    place: LinkingPlace,
    known?: RecordCause,
  ): Promise<Step> {
    const event = known ?? (await this.causeAt(cause));
    const keys = changedKeys(event);
    const key = keys[place.key];
    const found = key === undefined ? [] : await this.index.askedFrom(key, place.after, THREADS);
    const { changed, looked } = await this.look(found);
    const isKeyDone = looked === found.length && found.length < THREADS;
    const isDone = key === undefined || (isKeyDone && place.key + 1 >= keys.length);
    const further = isKeyDone
      ? { key: place.key + 1, after: '' }
      : { key: place.key, after: found[looked - 1] ?? place.after };
    const next = isDone ? null : further;
    return step({ cause, asOf: state.seen, records: isDone ? 1 : 0, next, threads: changed }, event);
  }

  /** Looks at these threads in their order, as many as one decision can hold: those that change, and how many were looked at. */
  private async look(threadIds: readonly ThreadId[]) {
    await this.index.load(neededForThreadIds(threadIds));
    await this.index.load(neededForThreads(this.index, threadIds));
    const changed = new Map<ThreadId, LinkedThread>();
    let looked = 0;
    let room = BYTES;
    for (const id of threadIds) {
      const [thread] = linkAgain(this.index, [id]);
      // Two of the ids may have become one thread.
      if (thread && !changed.has(thread.threadId)) {
        room -= JSON.stringify(thread).length;
        if (room < 0 && changed.size > 0) break;
        changed.set(thread.threadId, thread);
      }
      looked++;
    }
    return { changed: [...changed.values()], looked };
  }

  /** The changes of records behind the last one that is done with, in the order of the log. */
  private async behind(done: EventRef | null, folded: Position): Promise<readonly RecordCause[]> {
    if (this.read === null) {
      this.read = done ? (await this.causeAt(done)).position : START;
      this.causes = [];
    }
    const place = done
      ? this.causes.findIndex((one) => one.stream === done.stream && one.revision === done.revision)
      : -1;
    this.causes.splice(0, place + 1);
    if (this.causes.length < RECORDS && this.isAhead) {
      this.isAhead = await this.readOn(this.read, folded);
    }
    return this.causes.slice(0, RECORDS);
  }

  /** Whether there are more. What was appended meanwhile waits until it is folded: looked at before, it would change nothing. */
  private async readOn(from: Position, folded: Position): Promise<boolean> {
    for await (const { events, checkpoint } of this.log.readAll(from, recordTypes, RECORDS)) {
      const known = events.filter(({ position }) => position <= folded);
      this.causes.push(...known);
      const isWhole = known.length === events.length;
      this.read = isWhole ? checkpoint : (known.at(-1)?.position ?? this.read);
      if (!isWhole || this.causes.length >= RECORDS) return true;
    }
    return false;
  }

  private async causeAt(ref: EventRef): Promise<RecordCause> {
    const event = await this.log.eventAt(ref);
    if (!event) throw new Error(`The log has lost ${ref.stream}@${ref.revision}, which it decided about.`);
    // It was named as such by the step that it caused.
    return event as RecordCause;
  }
}

const refOf = ({ stream, revision }: EventRef): EventRef => ({ stream, revision });

function step(data: ThreadsLinked['data'], cause?: RecordCause): Step {
  const correlationId = cause?.metadata.$correlationId ?? `${data.cause.stream}@${data.cause.revision}`;
  return { event: { type: 'ThreadsLinked', data }, correlationId };
}
