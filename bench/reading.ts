import path from 'node:path';
import { START } from '../src/domain/event.js';
import { type Database, openDatabase } from '../src/infrastructure/sqlite/database.js';
import { SqliteEventStore } from '../src/infrastructure/sqlite/sqlite-event-store.js';
import { readModels } from '../src/projections/index.js';
import { atLeast, type Figure, rate } from './figure.js';
import type { Logs } from './logs.js';
import { interleaved, timed } from './measure.js';
import type { Options } from './options.js';
import { inFolder, withMailcase } from './workspace.js';

const BATCH = 2_000;

/** The whole log read from its beginning; beside SELECT and JSON.parse. */
export async function readAll({ events, rounds }: Options, logs: Logs): Promise<Figure[]> {
  const folder = await logs.of(events);
  const store = SqliteEventStore.open(path.join(folder, 'log.db'), { readOnly: true });
  const bareLog = openDatabase(path.join(folder, 'log.db'), { synchronous: 'FULL', readOnly: true });
  try {
    let read = 0;
    const { seconds, bare } = await interleaved(
      rounds,
      () =>
        timed(async () => {
          read = 0;
          for await (const batch of store.readAll({ after: START, batchSize: BATCH })) read += batch.events.length;
        }),
      () => timed(async () => same(parseAll(bareLog), read)),
    );
    return [rate('read all', read / seconds, 'events/s', read / bare)];
  } finally {
    bareLog.close();
    await store.close();
  }
}

/** All read models built anew; beside reading the log and inserting as many documents of the same size, without an index. */
export async function rebuild({ events, rounds }: Options, logs: Logs): Promise<Figure[]> {
  const folder = await logs.of(events);
  const names = readModels.map(({ spec }) => spec.name);
  return withMailcase(folder, async (mailcase) => {
    const log = openDatabase(path.join(folder, 'log.db'), { synchronous: 'FULL', readOnly: true });
    const documents = documentsIn(path.join(folder, 'documents.db'));
    const total = parseAll(log);
    const { seconds, bare } = await interleaved(
      rounds,
      async () => {
        const seconds = await timed(() => mailcase.projections.rebuild(names));
        const { count } = documentsIn(path.join(folder, 'documents.db'));
        if (count !== documents.count) throw new Error(`${count} documents were built, not ${documents.count}`);
        return seconds;
      },
      () => inFolder((scratch) => timed(async () => copied(log, path.join(scratch, 'bare.db'), documents))),
    );
    log.close();
    const figure = rate('rebuild of all read models', total / seconds, 'events/s', total / bare);
    return [atLeast(figure, 50_000)];
  });
}

function same(read: number, expected: number): void {
  if (read !== expected) throw new Error(`${read} events were read, not ${expected}`);
}

function parseAll(log: Database): number {
  const statement = log.prepare('SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?');
  statement.setReturnArrays(true);
  let read = 0;
  for (let after = 0; ; ) {
    // The log's columns: the first is the number, the last two are JSON.
    const rows = statement.all(after, BATCH) as unknown as [number, string, number, string, string, string, string][];
    for (const row of rows) {
      JSON.parse(row[5]);
      JSON.parse(row[6]);
    }
    const last = rows.at(-1);
    if (!last) return read;
    read += rows.length;
    after = last[0];
  }
}

interface Documents {
  readonly count: number;
  /** Characters, on average. */
  readonly size: number;
}

function documentsIn(file: string): Documents {
  const database = openDatabase(file, { synchronous: 'NORMAL', readOnly: true });
  // Columns of the registry, and two numbers.
  const live = database.prepare('SELECT name, version, generation FROM collections WHERE building = 0').all() as {
    name: string;
    version: number;
    generation: number;
  }[];
  let count = 0;
  let characters = 0;
  for (const { name, version, generation } of live) {
    if (!readModels.some(({ spec }) => spec.name === name)) continue;
    const table = `${name}_v${version}_g${generation}`;
    const row = database.prepare(`SELECT count(*) AS n, total(length(document)) AS size FROM "${table}"`).get() as {
      n: number;
      size: number;
    };
    count += row.n;
    characters += row.size;
  }
  database.close();
  return { count, size: Math.round(characters / Math.max(1, count)) };
}

function copied(log: Database, file: string, { count, size }: Documents): void {
  parseAll(log);
  const database = openDatabase(file, { synchronous: 'NORMAL' });
  database.exec('CREATE TABLE documents (id TEXT PRIMARY KEY, position TEXT NOT NULL, document TEXT NOT NULL)');
  const insert = database.prepare('INSERT INTO documents VALUES (?, ?, ?)');
  const document = { text: 'x'.repeat(Math.max(0, size - 11)) };
  for (let from = 0; from < count; from += BATCH) {
    database.exec('BEGIN');
    for (let n = from; n < Math.min(count, from + BATCH); n++) {
      insert.run(`document-${n}`, String(n).padStart(16, '0'), JSON.stringify(document));
    }
    database.exec('COMMIT');
  }
  database.close();
}
