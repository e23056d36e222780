import type { AppendOutcome } from '../../application/ports/event-store.js';
import { type CheckedAppend, judge, NO_STREAM } from '../event-log/append-rules.js';
import { numberedPosition } from '../event-log/numbered-position.js';
import type { RecentEvents } from '../event-log/recent-events.js';
import type { Database } from './database.js';
import { storeUnavailable } from './sqlite-event-faults.js';
import { StreamHeads } from './sqlite-event-heads.js';
import type { SqliteEventReader } from './sqlite-event-reader.js';

/** Writes groups of appends, each in one transaction. Knows where the log ends. */
export class SqliteEventWriter {
  private readonly heads = new StreamHeads();
  /** Number of the last committed event; none: not known, look it up. */
  private last: number | undefined;
  private dataVersion: unknown;

  private readonly insertEvent;
  private readonly insertNew;
  private readonly headOf;
  private readonly eventsFrom;
  private readonly versionOfData;

  constructor(
    private readonly database: Database,
    private readonly reader: SqliteEventReader,
    private readonly recent: RecentEvents,
  ) {
    this.insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.insertNew = database.prepare(
      'INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream, revision) DO NOTHING',
    );
    this.headOf = database.prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1');
    this.eventsFrom = database.prepare(
      'SELECT id, position FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
    );
    this.versionOfData = database.prepare('PRAGMA data_version');
  }

  /** Number of the last committed event; 0 in an empty log. Throws what the driver throws. */
  committed(): number {
    this.leaveNoTransaction();
    return this.lastEvent();
  }

  /**
   * Writes a group in one transaction. An append that the rules refuse does not disturb the others; a fault of the
   * file undoes the whole group and is the outcome of each. Never throws.
   */
  commit(group: readonly CheckedAppend[]): readonly AppendOutcome[] {
    try {
      this.leaveNoTransaction();
      this.database.exec('BEGIN IMMEDIATE');
      this.noticeOtherWriters();
      let last = this.lastEvent();
      const added: (() => void)[] = [];
      const write = (append: CheckedAppend, firstRevision: number, done = 0): AppendOutcome => {
        const revision = this.write(append, firstRevision, last, done);
        const from = last + 1;
        added.push(() => this.recent.add(from, append.stream, firstRevision, append.events));
        last += append.events.length;
        return { ok: true, revision, position: numberedPosition(last) };
      };
      const outcomes = group.map((append): AppendOutcome => {
        if (this.startsStream(append, last)) return write(append, 0, 1);
        const verdict = judge(append, this.head(append.stream), (revision, count) =>
          this.eventsFrom.all(append.stream, revision, count).map(({ id }) => String(id)),
        );
        if (verdict.kind === 'refuse') return { ok: false, error: verdict.error };
        if (verdict.kind === 'repeat') return this.repeated(append.stream, verdict.revision);
        return write(append, verdict.firstRevision);
      });
      this.database.exec('COMMIT');
      this.last = last;
      for (const add of added) add();
      return outcomes;
    } catch (fault) {
      return this.undone(group, fault);
    }
  }

  /**
   * Writes the first event of a stream that nobody knows yet. Most appends are such ones, and to try costs less than
   * to ask first.
   */
  private startsStream({ stream, expectedRevision, events: [first] }: CheckedAppend, last: number): boolean {
    if (expectedRevision !== 'no-stream' || !first || this.heads.get(stream) !== undefined) return false;
    const { id, type, data, metadata } = first;
    return Number(this.insertNew.run(last + 1, stream, 0, id, type, data, metadata).changes) === 1;
  }

  /** Writes an append behind the event numbered `last`, apart from what is `done`, and gives its last revision. */
  private write({ stream, events }: CheckedAppend, firstRevision: number, last: number, done = 0): number {
    for (const [index, { id, type, data, metadata }] of events.entries()) {
      if (index < done) continue;
      this.insertEvent.run(last + 1 + index, stream, firstRevision + index, id, type, data, metadata);
    }
    const revision = firstRevision + events.length - 1;
    this.heads.set(stream, revision);
    return revision;
  }

  private repeated(stream: string, revision: number): AppendOutcome {
    const { position } = this.eventsFrom.get(stream, revision, 1);
    return { ok: true, revision, position: numberedPosition(Number(position)) };
  }

  private head(stream: string): number {
    return this.heads.get(stream) ?? Number(this.headOf.get(stream)?.revision ?? NO_STREAM);
  }

  private lastEvent(): number {
    this.last ??= this.reader.lastEvent();
    return this.last;
  }

  /** What is remembered holds only as long as nobody else writes; one process owns the file, but it costs little to know. */
  private noticeOtherWriters(): void {
    const { data_version: version } = this.versionOfData.get();
    if (version !== this.dataVersion) this.forget();
    this.dataVersion = version;
  }

  private forget(): void {
    this.heads.clear();
    this.recent.clear(1);
    this.last = undefined;
  }

  /** After a fault SQLite may have left the transaction, or not: nothing is read or begun inside an old one. */
  private leaveNoTransaction(): void {
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
  }

  private undone(group: readonly CheckedAppend[], fault: unknown): readonly AppendOutcome[] {
    this.forget();
    try {
      this.leaveNoTransaction();
    } catch {
      // It is tried again before the next use; the first fault is the one to tell of.
    }
    const error = storeUnavailable(fault);
    return group.map(() => ({ ok: false, error }));
  }
}
