import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { MemoryBlobStore } from '../../src/infrastructure/memory/memory-blob-store.js';
import { MongoBlobStore } from '../../src/infrastructure/mongodb/mongo-blob-store.js';
import type { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { SqliteBlobStore } from '../../src/infrastructure/sqlite/sqlite-blob-store.js';
import { TestMongodb, withoutMongodb } from '../support/mongodb/index.js';
import { blobStoreContract } from './blob-store.js';

blobStoreContract({
  name: 'memory',
  durable: false,
  newPlace: async () => '',
  open: async (_, now) => new MemoryBlobStore(now),
  remove: async () => {},
});

blobStoreContract({
  name: 'SQLite and files',
  durable: true,
  newPlace: () => mkdtemp(join(tmpdir(), 'mailcase-blobs-')),
  open: (folder, now) => SqliteBlobStore.open({ folder, ...(now && { now }) }),
  remove: (folder) => rm(folder, { recursive: true }),
});

describe.skipIf(withoutMongodb())('on a MongoDB server', () => {
  let server: TestMongodb;
  const connections: MongoConnection[] = [];
  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(async () => {
    for (const connection of connections) await connection.close();
    await server.stop();
  });

  blobStoreContract({
    name: 'MongoDB',
    durable: true,
    newPlace: async () => server.newDatabase(),
    open: async (database, now) => {
      const connection = await server.connect(database);
      connections.push(connection);
      return MongoBlobStore.open(connection, now);
    },
    remove: async () => {},
  });
});
