import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { MemoryEventStore, MemoryLog } from '../../src/infrastructure/memory/memory-event-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { eventStoreContract } from './event-store.js';

eventStoreContract('in memory', async () => {
  const log = new MemoryLog();
  let store = new MemoryEventStore(log);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = new MemoryEventStore(log);
      return store;
    },
    close: () => store.close(),
  };
});

async function inFile(open: (path: string) => EventStore) {
  const folder = await mkdtemp(join(tmpdir(), 'mailcase-log-'));
  const path = join(folder, 'log.db');
  let store = open(path);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = open(path);
      return store;
    },
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

eventStoreContract('SQLite', () => inFile((path) => SqliteEventStore.open(path)));
eventStoreContract('SQLite, read by another connection than the one that writes', () => inFile(readApart));

/** Whoever writes knows the last events by heart; here all that is read comes from the file. */
function readApart(path: string): EventStore {
  const writer = SqliteEventStore.open(path);
  const reader = SqliteEventStore.open(path, { readOnly: true });
  return {
    instanceId: writer.instanceId,
    append: (append) => writer.append(append),
    appendMany: (appends) => writer.appendMany(appends),
    readStream: (stream, options) => reader.readStream(stream, options),
    readAll: (options) => reader.readAll(options),
    subscribe: (options) => reader.subscribe(options),
    head: () => reader.head(),
    close: async () => {
      await writer.close();
      await reader.close();
    },
  };
}
