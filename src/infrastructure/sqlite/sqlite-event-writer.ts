import type { AppendOutcome } from '../../application/ports/event-store.js';
import { type CheckedAppend, judge, NO_STREAM } from '../event-log/append-rules.js';
import { numberedPosition } from '../event-log/numbered-position.js';
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
  private readonly headOf;
  private readonly eventsFrom;
  private readonly versionOfData;

  constructor(
    private readonly database: Database,
    private readonly reader: SqliteEventReader,
  ) {
    this.insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
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
      const outcomes = group.map((append): AppendOutcome => {
        const verdict = judge(append, this.head(append.stream), (revision, count) =>
          this.eventsFrom.all(append.stream, revision, count).map(({ id }) => String(id)),
        );
        if (verdict.kind === 'refuse') return { ok: false, error: verdict.error };
        if (verdict.kind === 'repeat') return this.repeated(append.stream, verdict.revision);
        const revision = this.write(append, verdict.firstRevision, last);
        last += append.events.length;
        return { ok: true, revision, position: numberedPosition(last) };
      });
      this.database.exec('COMMIT');
      this.last = last;
      return outcomes;
    } catch (fault) {
      return this.undone(group, fault);
    }
  }

  private write({ stream, events }: CheckedAppend, firstRevision: number, last: number): number {
    let revision = firstRevision - 1;
    let position = last;
    for (const { id, type, data, metadata } of events) {
      this.insertEvent.run(++position, stream, ++revision, id, type, data, metadata);
    }
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
