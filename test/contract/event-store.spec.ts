import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

eventStoreContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailcase-log-'));
  const open = () => SqliteEventStore.open(join(folder, 'log.db'));
  let store = open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = open();
      return store;
    },
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});
