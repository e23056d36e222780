import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Append,
  type Appended,
  type AppendOutcome,
  AppendTooLarge,
  type EventBatch,
  type EventFilter,
  type EventStore,
  type StoredEvent,
  StoreUnavailable,
  type SubscriptionMessage,
} from '../../application/ports/event-store.js';
import type { Position } from '../../domain/event.js';
import { type CheckedAppend, checkAppend } from '../event-log/append-rules.js';
import { News } from '../event-log/news.js';
import { numberedPosition, positionNumber } from '../event-log/numbered-position.js';
import { RecentEvents } from '../event-log/recent-events.js';
import {
  follow,
  type ReadStreamOptions,
  type ScannedLog,
  type ScanOptions,
  scan,
  streamRange,
} from '../event-log/scan.js';
import { type Database, openDatabase } from './database.js';
import { GroupCommit } from './group-commit.js';
import { closedError, storeUnavailable } from './sqlite-event-faults.js';
import { SqliteEventReader } from './sqlite-event-reader.js';
import { prepareLog } from './sqlite-event-tables.js';
import { SqliteEventWriter } from './sqlite-event-writer.js';
import { type Flush, WalFlush } from './wal-flush.js';

export interface SqliteEventStoreOptions {
  /** To read beside the process that writes: appends are refused, and subscriptions look for news four times a second. */
  readonly readOnly?: boolean;
  /** Opens the file; tests put a connection with faults here. */
  readonly open?: typeof openDatabase;
  /** Flushes what was committed; tests let it fail. */
  readonly flush?: Flush;
}

/** What one transaction takes: some 20 ms of inserts. */
const GROUP = { rows: 2_048, bytes: 8_000_000 };
/** 16 MB of pages are gathered before they are moved into the file itself. */
const CHECKPOINT_PAGES = 4_000;
/** Milliseconds. */
const LOOK_FOR_NEWS = 250;
const STREAM_BATCH = 500;

/**
 * The log in one SQLite file: WAL, group commit, and an answer, or a reader, only for what is flushed to the disk. One
 * process writes. A file that is full or fails refuses appends until it works again; nothing has to be opened anew for that.
 */
export class SqliteEventStore implements EventStore, ScannedLog {
  readonly instanceId: string;
  readonly news: News;
  private readonly recent = new RecentEvents();
  private readonly reader: SqliteEventReader;
  private readonly writer: SqliteEventWriter;
  private readonly appends: GroupCommit<CheckedAppend, AppendOutcome>;
  /** None: opened for reading. */
  private readonly wal: WalFlush | null;
  /** Number of the last event that would survive the loss of power. */
  private durable = 0;
  private closed = false;

  /**
   * Opens a log, and makes it where there is none (not for reading).
   * @throws StoreUnavailable
   */
  static open(path: string, options: SqliteEventStoreOptions = {}): SqliteEventStore {
    const { readOnly = false, open = openDatabase, flush } = options;
    try {
      const database = open(path, { synchronous: 'FULL', readOnly });
      try {
        return new SqliteEventStore(database, path, readOnly, flush);
      } catch (error) {
        database.close();
        throw error;
      }
    } catch (error) {
      throw storeUnavailable(error);
    }
  }

  private constructor(
    private readonly database: Database,
    path: string,
    private readonly readOnly: boolean,
    flush: Flush | undefined,
  ) {
    // Names of streams are random, so the pages of their index are written again and again: the fewer times, the better.
    database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    // Flushes what a process may have written, but not flushed, before it died: a repeat of it, which writes nothing, may
    // then be answered as durable.
    if (!readOnly) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.instanceId = prepareLog(database, readOnly);
    this.reader = new SqliteEventReader(database);
    this.writer = new SqliteEventWriter(database, this.reader, this.recent);
    this.wal = readOnly ? null : new WalFlush(database, path, flush);
    if (!readOnly) this.durable = this.writer.committed();
    this.news = new News(readOnly ? LOOK_FOR_NEWS : undefined);
    this.appends = new GroupCommit((group) => this.commit(group), {
      ...GROUP,
      weigh: ({ events, bytes }) => ({ rows: events.length, bytes }),
    });
  }

  async append(append: Append): Promise<Appended> {
    const outcome = await this.submit(checkAppend(append));
    if (!outcome.ok) throw outcome.error;
    return { revision: outcome.revision, position: outcome.position };
  }

  async appendMany(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    // All are checked before the first one is taken: a TypeError means that nothing was written.
    const checked = appends.map(checkAppend);
    return Promise.all(checked.map((append) => this.submit(append)));
  }

  async *readStream(
    stream: string,
    options: ReadStreamOptions = {},
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { direction, limit, from: first } = streamRange(options);
    const end = this.committed();
    let from = first;
    let left = limit;
    while (left > 0) {
      const range = { stream, from, direction, size: Math.min(left, STREAM_BATCH), end };
      const batch = this.reading(() => this.reader.streamBatch(range));
      const last = batch.at(-1);
      if (!last) return;
      yield batch;
      left -= batch.length;
      from = last.revision + (direction === 'forwards' ? 1 : -1);
      await this.breathe();
    }
  }

  readAll(options: ScanOptions): AsyncIterable<EventBatch> {
    return scan(this, options);
  }

  subscribe(options: ScanOptions & { readonly signal: AbortSignal }): AsyncIterable<SubscriptionMessage> {
    return follow(this, options);
  }

  async head(): Promise<Position> {
    return this.end();
  }

  /** Writes what waits, then closes the file. Subscriptions end with StoreUnavailable. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.appends.flush();
    this.closed = true;
    this.news.announce();
    await this.wal?.close();
    this.database.close();
  }

  end(): Position {
    return numberedPosition(this.committed());
  }

  batch(after: Position, end: Position, size: number, filter: EventFilter): EventBatch {
    const [from, to] = [positionNumber(after), positionNumber(end)];
    return this.reading(() => this.recent.batch(from, to, size, filter) ?? this.reader.batch(from, to, size, filter));
  }

  async breathe(): Promise<void> {
    await nextTurn();
  }

  private submit(append: CheckedAppend | AppendTooLarge): AppendOutcome | Promise<AppendOutcome> {
    if (append instanceof AppendTooLarge) return { ok: false, error: append };
    if (this.closed) return { ok: false, error: closedError() };
    if (this.readOnly) {
      return { ok: false, error: new StoreUnavailable('the log was opened for reading', 'read-only') };
    }
    return this.appends.add(append);
  }

  private async commit(group: readonly CheckedAppend[]): Promise<readonly AppendOutcome[]> {
    const outcomes = this.writer.commit(group);
    try {
      // Also after a fault: the commit may have taken effect although its answer was lost. Also where all is refused: by
      // events that whoever asked must be able to read.
      await this.flushed(this.writer.committed());
    } catch (fault) {
      const error = storeUnavailable(fault);
      return outcomes.map((outcome) => (outcome.ok ? { ok: false, error } : outcome));
    } finally {
      // Whoever asked goes on first: all who follow would have their turn before him.
      setImmediate(() => this.news.announce());
    }
    return outcomes;
  }

  private async flushed(last: number): Promise<void> {
    if (last <= this.durable) return;
    await this.wal?.flushed();
    this.durable = Math.max(this.durable, last);
  }

  private committed(): number {
    return this.reading(() =>
      this.readOnly ? this.reader.lastEvent() : Math.min(this.durable, this.writer.committed()),
    );
  }

  private reading<T>(read: () => T): T {
    if (this.closed) throw closedError();
    try {
      return read();
    } catch (error) {
      throw storeUnavailable(error);
    }
  }
}
