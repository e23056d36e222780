import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBlobStore } from '../../src/infrastructure/memory/memory-blob-store.js';
import { SqliteBlobStore } from '../../src/infrastructure/sqlite/sqlite-blob-store.js';
import { blobStoreContract } from './blob-store.js';

blobStoreContract({
  name: 'memory',
  durable: false,
  newPlace: async () => '',
  open: async () => new MemoryBlobStore(),
  remove: async () => {},
});

blobStoreContract({
  name: 'SQLite and files',
  durable: true,
  newPlace: () => mkdtemp(join(tmpdir(), 'mailcase-blobs-')),
  open: (folder) => SqliteBlobStore.open({ folder }),
  remove: (folder) => rm(folder, { recursive: true }),
});
