import type { EventBatch, EventFilter, StoredEvent } from '../../application/ports/event-store.js';
import { numberedPosition } from '../event-log/numbered-position.js';
import { BATCH_CHARACTERS } from '../event-log/scan.js';
import { storedEvent } from '../event-log/stored-event.js';
import type { Database } from './database.js';

type Statement = ReturnType<Database['prepare']>;
/** In the order of COLUMNS. */
type Row = Parameters<typeof storedEvent>;

export interface StreamRange {
  readonly stream: string;
  /** The first revision wanted. */
  readonly from: number;
  readonly direction: 'forwards' | 'backwards';
  readonly size: number;
  /** Events behind this number are not there yet. */
  readonly end: number;
}

/** Rows that one query looks at: about 10 ms. A filter that chooses nothing must not hold up the process for longer. */
const SCANNED_ROWS = 20_000;
/** Rows fetched at a time: they may be large. */
const FETCHED_ROWS = 64;
/** Filters whose statement is kept: one for each reaction and projection, and some. */
const KEPT_STATEMENTS = 64;

const COLUMNS = 'position, stream, revision, id, type, data, metadata';

/** Reads the events of a log file in pieces of bounded size. Throws what the driver throws. */
export class SqliteEventReader {
  private readonly scans = new Map<string, Statement>();
  private readonly forwards: Statement;
  private readonly backwards: Statement;
  private readonly last: Statement;

  constructor(private readonly database: Database) {
    this.last = database.prepare('SELECT max(position) AS last FROM events');
    const inStream = (range: string) =>
      this.prepare(`SELECT ${COLUMNS} FROM events WHERE stream = ? AND position <= ? AND ${range} LIMIT ?`);
    this.forwards = inStream('revision >= ? ORDER BY revision');
    this.backwards = inStream('revision <= ? ORDER BY revision DESC');
  }

  /** Number of the last event; 0 in an empty log. */
  lastEvent(): number {
    return Number(this.last.get().last ?? 0);
  }

  /** The next events behind `after`, up to `end`: less than there are where the scan would be long. */
  batch(after: number, end: number, size: number, filter: EventFilter): EventBatch {
    const scanned = Math.min(end, after + SCANNED_ROWS);
    const { statement, parameters } = this.scanFor(filter);
    const { events, last, full } = collect(size, (rows, previous) =>
      statement.all(previous?.[0] ?? after, scanned, ...parameters, rows),
    );
    return { events, checkpoint: numberedPosition(full && last ? last[0] : scanned) };
  }

  /** The next events of a stream; none: there are no more. */
  streamBatch({ stream, from, direction, size, end }: StreamRange): readonly StoredEvent[] {
    const [statement, step] = direction === 'forwards' ? [this.forwards, 1] : [this.backwards, -1];
    return collect(size, (rows, previous) => statement.all(stream, end, previous ? previous[2] + step : from, rows))
      .events;
  }

  private scanFor({ types, streamPrefixes }: EventFilter): { statement: Statement; parameters: string[] } {
    // The sign keeps the planner on the order of positions; it would rather sort what an index gives.
    const conditions = [
      types && `type IN (${types.map(() => '?').join()})`,
      streamPrefixes && `(${streamPrefixes.map(() => '(+stream >= ? AND +stream < ?)').join(' OR ') || 'FALSE'})`,
    ].filter((condition) => condition !== undefined);
    const sql = `SELECT ${COLUMNS} FROM events WHERE ${['position > ? AND position <= ?', ...conditions].join(' AND ')} ORDER BY position LIMIT ?`;
    const ranges = (streamPrefixes ?? []).flatMap((prefix) => [prefix, `${prefix}\u{10ffff}`]);
    return { statement: this.kept(sql), parameters: [...(types ?? []), ...ranges] };
  }

  private kept(sql: string): Statement {
    const statement = this.scans.get(sql) ?? this.prepare(sql);
    this.scans.delete(sql);
    this.scans.set(sql, statement);
    const [oldest] = this.scans.keys();
    if (this.scans.size > KEPT_STATEMENTS && oldest !== undefined) this.scans.delete(oldest);
    return statement;
  }

  private prepare(sql: string): Statement {
    const statement = this.database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  }
}

/** Fetches rows until there are `size`, no more, or enough characters. */
function collect(
  size: number,
  fetch: (rows: number, previous: Row | undefined) => Row[],
): { events: StoredEvent[]; last: Row | undefined; full: boolean } {
  const events: StoredEvent[] = [];
  let characters = 0;
  let last: Row | undefined;
  while (events.length < size && characters < BATCH_CHARACTERS) {
    const wanted = Math.min(FETCHED_ROWS, size - events.length);
    const rows = fetch(wanted, last);
    for (const row of rows) {
      characters += row[5].length + row[6].length;
      events.push(storedEvent(...row));
    }
    last = rows.at(-1) ?? last;
    if (rows.length < wanted) return { events, last, full: false };
  }
  return { events, last, full: true };
}
