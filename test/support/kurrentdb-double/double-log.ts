import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { type LogPosition, samePlaceOrBefore } from './log-position.js';

/** An event as it is proposed: what is in it stays bytes. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LoggedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: LogPosition;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type ExpectedState = 'any' | 'no_stream' | 'stream_exists' | number;

export type Judgement =
  | { readonly kind: 'written' | 'repeat'; readonly revision: number; readonly position: LogPosition }
  | { readonly kind: 'wrong-expected-version'; readonly current: number | 'no_stream' }
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'deleted' };

interface Stream {
  readonly events: LoggedEvent[];
  /** Events before this revision are gone: the stream was softly deleted. */
  truncatedBefore: number;
  tombstoned: boolean;
}

type Line =
  | { readonly kind: 'system' }
  | { readonly kind: 'append'; readonly stream: string; readonly at: number; readonly events: readonly LineEvent[] }
  | { readonly kind: 'delete'; readonly stream: string }
  | { readonly kind: 'tombstone'; readonly stream: string };

type LineEvent = readonly [id: string, type: string, contentType: string, data: string, metadata: string];

/** What one append may hold: the default of the server. */
export const MAX_APPEND_BYTES = 1_048_576;
/** What a record of the log takes beside its content; positions are offsets of bytes. */
const RECORD_BYTES = 137n;
const LINK_EVERY = 5;
const STATISTICS_EVERY = 11;

/**
 * The log of the double: streams in one order, with system events and links in between, kept in a file where one is
 * named. The rules of appends are those of the server, written down anew, so that the adapter is not compared with
 * itself.
 */
export class DoubleLog {
  readonly all: LoggedEvent[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly listeners = new Set<() => void>();
  private readonly file: number | null;
  /** Where the next record begins. */
  private offset = 0n;
  private appends = 0;

  /** @param path kept there, and taken up from there; in memory only by default */
  constructor(path?: string) {
    if (path && existsSync(path)) this.load(path);
    this.file = path ? openSync(path, 'a') : null;
  }

  append(name: string, expected: ExpectedState, events: readonly ProposedEvent[]): Judgement {
    const bytes = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    if (bytes > MAX_APPEND_BYTES) return { kind: 'too-large', limit: MAX_APPEND_BYTES };
    const stream = this.streams.get(name);
    if (stream?.tombstoned) return { kind: 'deleted' };

    const head = stream ? stream.events.length - 1 : -1;
    const isVisible = stream !== undefined && stream.truncatedBefore < stream.events.length;
    const passes =
      expected === 'any' ||
      (expected === 'no_stream' && !isVisible) ||
      (expected === 'stream_exists' && isVisible) ||
      expected === head;
    if (!passes || expected === 'any') {
      const repeat = this.repeated(stream, expected, events);
      if (repeat) return { kind: 'repeat', revision: repeat.revision, position: repeat.position };
    }
    if (!passes) return { kind: 'wrong-expected-version', current: head === -1 ? 'no_stream' : head };

    const last = this.write(name, events);
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  /** Events that a reader of the stream sees; null for no stream, `deleted` for one that is gone for good. */
  stream(name: string): readonly LoggedEvent[] | 'deleted' | null {
    const stream = this.streams.get(name);
    if (stream?.tombstoned) return 'deleted';
    const events = stream?.events.slice(stream.truncatedBefore) ?? [];
    return events.length === 0 ? null : events;
  }

  /** Softly: the next event goes on with the revisions. */
  delete(name: string): void {
    this.keep({ kind: 'delete', stream: name });
    this.applyDelete(name);
  }

  /** For good. */
  tombstone(name: string): void {
    this.keep({ kind: 'tombstone', stream: name });
    this.applyTombstone(name);
  }

  /** An event of the server's own, such as its statistics. */
  writeSystemEvent(): void {
    this.keep({ kind: 'system' });
    this.putSystemEvent('$stats-127.0.0.1:2113', '$statsCollected', '{}');
    this.announce();
  }

  /** Calls back after each append; returns how to stop that. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Index of the first event at a position or behind it. */
  indexAt(position: LogPosition): number {
    let [from, to] = [0, this.all.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const event = this.all[middle];
      if (event && !samePlaceOrBefore(position, event.position)) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  close(): void {
    if (this.file !== null) closeSync(this.file);
  }

  /** Where a batch was written before: at the place where it is expected, or, with any, where its last event is. */
  private repeated(
    stream: Stream | undefined,
    expected: ExpectedState,
    events: readonly ProposedEvent[],
  ): LoggedEvent | undefined {
    if (!stream || expected === 'stream_exists') return undefined;
    const first =
      expected === 'any'
        ? stream.events.findLastIndex(({ id }) => id === events[0]?.id)
        : expected === 'no_stream'
          ? 0
          : expected + 1;
    if (first < 0) return undefined;
    const isRepeat = events.every(({ id }, n) => stream.events[first + n]?.id === id);
    return isRepeat ? stream.events[first + events.length - 1] : undefined;
  }

  private write(name: string, events: readonly ProposedEvent[]): LoggedEvent {
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    this.keep({
      kind: 'append',
      stream: name,
      at: Date.now(),
      events: events.map((e): LineEvent => [e.id, e.type, e.contentType, base64(e.data), base64(e.metadata)]),
    });
    const last = this.applyAppend(name, events, Date.now());
    this.announce();
    return last;
  }

  private applyAppend(name: string, events: readonly ProposedEvent[], created: number): LoggedEvent {
    const last = this.put(name, events, created);
    this.appends += 1;
    if (this.appends % LINK_EVERY === 0) {
      this.putSystemEvent(`$ce-${name.split('-')[0]}`, '$>', `${last.revision}@${name}`);
    }
    if (this.appends % STATISTICS_EVERY === 0) {
      this.putSystemEvent('$stats-127.0.0.1:2113', '$statsCollected', '{}');
    }
    return last;
  }

  private putSystemEvent(stream: string, type: string, data: string): void {
    const id = `00000000-0000-4000-8000-${this.all.length.toString(16).padStart(12, '0')}`;
    const contentType = type === '$>' ? 'application/octet-stream' : 'application/json';
    this.put(stream, [{ id, type, contentType, data: Buffer.from(data), metadata: Buffer.from('{}') }]);
  }

  /** The events of one append share the commit position: that of the last one. */
  private put(name: string, events: readonly ProposedEvent[], created = Date.now()): LoggedEvent {
    const stream = this.streams.get(name) ?? { events: [], truncatedBefore: 0, tombstoned: false };
    this.streams.set(name, stream);
    const prepares = events.map(({ data, metadata }) => {
      const prepare = this.offset;
      this.offset += RECORD_BYTES + BigInt(data.length + metadata.length);
      return prepare;
    });
    const commit = prepares.at(-1) ?? this.offset;
    for (const [n, event] of events.entries()) {
      const position = { commit, prepare: prepares[n] ?? commit };
      const logged = { ...event, stream: name, revision: stream.events.length, position, created };
      stream.events.push(logged);
      this.all.push(logged);
    }
    const last = stream.events.at(-1);
    if (!last) throw new RangeError('an append has at least one event');
    return last;
  }

  private applyDelete(name: string): void {
    const stream = this.streams.get(name);
    if (stream) stream.truncatedBefore = stream.events.length;
  }

  private applyTombstone(name: string): void {
    const stream = this.streams.get(name) ?? { events: [], truncatedBefore: 0, tombstoned: true };
    stream.tombstoned = true;
    this.streams.set(name, stream);
  }

  private announce(): void {
    for (const listener of [...this.listeners]) listener();
  }

  /** In the operating system's hands before anything is answered: a killed process loses nothing. */
  private keep(line: Line): void {
    if (this.file !== null) writeSync(this.file, `${JSON.stringify(line)}\n`);
  }

  private load(path: string): void {
    const text = readFileSync(path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    // What a kill has cut off was never answered.
    if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
    for (const json of whole.split('\n')) {
      if (json === '') continue;
      // Safe: only `keep` writes this file.
      const line = JSON.parse(json) as Line;
      if (line.kind === 'system') this.putSystemEvent('$stats-127.0.0.1:2113', '$statsCollected', '{}');
      else if (line.kind === 'delete') this.applyDelete(line.stream);
      else if (line.kind === 'tombstone') this.applyTombstone(line.stream);
      else this.applyAppend(line.stream, line.events.map(proposed), line.at);
    }
  }
}

function proposed([id, type, contentType, data, metadata]: LineEvent): ProposedEvent {
  const bytes = (text: string) => Buffer.from(text, 'base64');
  return { id, type, contentType, data: bytes(data), metadata: bytes(metadata) };
}
