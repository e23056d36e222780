import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Append } from '../src/application/ports/event-store.js';
import { type Database, openDatabase } from '../src/infrastructure/sqlite/database.js';
import { SqliteEventStore } from '../src/infrastructure/sqlite/sqlite-event-store.js';
import { type Figure, rate } from './figure.js';
import { middle } from './measure.js';
import type { Options } from './options.js';
import { inFolder } from './workspace.js';

/** Events of some 700 bytes, each into a stream of its own, so many at once. */
export async function append({ rounds }: Options): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const atOnce of [1, 32, 1_000]) {
    const times = { store: [] as number[], bare: [] as number[] };
    await inFolder(async (folder) => {
      const store = SqliteEventStore.open(path.join(folder, 'log.db'));
      const bare = bareTable(path.join(folder, 'bare.db'));
      const groups = Math.ceil((rounds * 200) / Math.max(1, Math.log2(atOnce) / 3));
      for (let group = 0; group < groups * 1.2; group++) {
        const some = Array.from({ length: atOnce }, () => oneEvent());
        const same = some.map(({ stream, events: [event] }) => ({ stream, event: event ?? fail() }));
        const began = performance.now();
        for (const outcome of await store.appendMany(some)) if (!outcome.ok) throw outcome.error;
        const between = performance.now();
        bare.insert(same);
        const ended = performance.now();
        // The first ones warm up.
        if (group < groups * 0.2) continue;
        times.store.push(between - began);
        times.bare.push(ended - between);
      }
      await store.close();
      bare.database.close();
    });
    const perSecond = (milliseconds: readonly number[]) => (atOnce * 1_000) / middle(milliseconds);
    const name = `append, ${atOnce.toLocaleString('en')} at once`;
    figures.push(rate(name, perSecond(times.store), 'events/s', perSecond(times.bare), 0.7));
  }
  return figures;
}

interface BareEvent {
  readonly stream: string;
  readonly event: Append['events'][number];
}

/** The same table and indexes, the same pragmas, a group in one transaction; nothing is checked or looked up. */
function bareTable(file: string): { readonly database: Database; insert(events: readonly BareEvent[]): void } {
  const database = openDatabase(file, { synchronous: 'FULL' });
  database.exec(`
    PRAGMA wal_autocheckpoint = 4000;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      stream TEXT NOT NULL,
      revision INTEGER NOT NULL,
      id TEXT NOT NULL,
      type TEXT NOT NULL,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (stream, revision)
    ) STRICT`);
  const statement = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
  let position = 0;
  return {
    database,
    insert(events) {
      database.exec('BEGIN IMMEDIATE');
      for (const { stream, event } of events) {
        const { id, type, data, metadata } = event;
        statement.run(++position, stream, 0, id, type, JSON.stringify(data), JSON.stringify(metadata));
      }
      database.exec('COMMIT');
    },
  };
}

/** To a stream of its own; no part of Mailcase knows its type. */
export function oneEvent(): Append {
  const id = randomUUID();
  const data = {
    emailId: id,
    subject: 'The seam has opened',
    preview: 'A sentence of a message. '.repeat(12),
    size: 2_048,
  };
  const at = '2026-01-05T10:00:00.000Z';
  const metadata = { $correlationId: id, $causationId: id, actor: 'system:bench', schemaVersion: 1, at };
  const event = { id: randomUUID(), type: 'BenchReceived', data, metadata };
  return { stream: `bench-${id}`, expectedRevision: 'no-stream', events: [event] };
}

function fail(): never {
  throw new Error('an append without an event');
}
