import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { KurrentDbEventStore } from '../../src/infrastructure/kurrentdb/kurrentdb-event-store.js';
import { MemoryEventStore, MemoryLog } from '../../src/infrastructure/memory/memory-event-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { type DoubleOptions, KurrentDbDouble } from '../support/kurrentdb-double/kurrentdb-double.js';
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

/** One server has one log: all tests share it, as they would a real one. */
function onServer(name: string, url: () => string): void {
  eventStoreContract(name, async () => {
    const open = () => KurrentDbEventStore.open({ url: url(), installation: 'shared' });
    let store = await open();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await open();
        return store;
      },
      close: () => store.close(),
    };
  });
}

function onDouble(name: string, options: DoubleOptions): void {
  describe('with a double of the server', () => {
    let double: KurrentDbDouble;
    beforeAll(async () => {
      double = await KurrentDbDouble.start(options);
    });
    afterAll(() => double.close());
    onServer(name, () => double.url);
  });
}

onDouble('KurrentDB, many appends in one call', { batchAppend: true });
onDouble('KurrentDB, each append a call of its own', { batchAppend: false });

const server = process.env.MAILCASE_TEST_KURRENTDB_URL;
if (server) onServer('KurrentDB, a real server', () => server);
