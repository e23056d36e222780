import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { MongoDocumentStore } from '../../src/infrastructure/mongodb/mongo-document-store.js';
import { SqliteDocumentStore } from '../../src/infrastructure/sqlite/sqlite-document-store.js';
import { ThreadedDocumentStore } from '../../src/infrastructure/sqlite/threaded-document-store.js';
import { compiledWorker } from '../support/compiled-worker.js';
import { realMongodb, TestMongodb, withoutMongodb } from '../support/mongodb/index.js';
import { documentStoreContract } from './document-store.js';

documentStoreContract({
  name: 'memory',
  open: async () => {
    const store = new MemoryDocumentStore();
    return { store, remove: () => store.close() };
  },
});

documentStoreContract({
  name: 'SQLite',
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailcase-documents-'));
    const store = SqliteDocumentStore.open(join(folder, 'documents.db'));
    const remove = async () => {
      await store.close();
      await rm(folder, { recursive: true });
    };
    return { store, remove };
  },
});

const program = await compiledWorker('sqlite/document-worker');
afterAll(() => program.remove());

documentStoreContract({
  name: 'SQLite, written by a thread',
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailcase-documents-'));
    const store = await ThreadedDocumentStore.open(join(folder, 'documents.db'), program.url);
    const remove = async () => {
      await store.close();
      await rm(folder, { recursive: true });
    };
    return { store, remove };
  },
});

describe.skipIf(withoutMongodb())('on a MongoDB server', () => {
  let server: TestMongodb;
  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(() => server.stop());

  documentStoreContract({
    name: 'MongoDB',
    comparesByUnits: realMongodb === undefined,
    open: async () => {
      const connection = await server.connect();
      const store = new MongoDocumentStore(connection);
      const remove = async () => {
        await store.close();
        await connection.close();
      };
      return { store, remove };
    },
  });
});
