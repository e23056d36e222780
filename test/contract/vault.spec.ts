import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { FileVault } from '../../src/infrastructure/files/file-vault.js';
import { MemoryVault } from '../../src/infrastructure/memory/memory-vault.js';
import { MongoVault } from '../../src/infrastructure/mongodb/mongo-vault.js';
import { TestMongodb, withoutMongodb } from '../support/mongodb/index.js';
import { vaultContract } from './vault.js';

vaultContract({ name: 'memory', open: async () => ({ vault: new MemoryVault(), remove: async () => {} }) });

vaultContract({
  name: 'file',
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailcase-vault-'));
    const vault = new FileVault(join(folder, 'vault.json'), randomBytes(32));
    return { vault, remove: () => rm(folder, { recursive: true }) };
  },
});

describe.skipIf(withoutMongodb())('on a MongoDB server', () => {
  let server: TestMongodb;
  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(() => server.stop());

  vaultContract({
    name: 'MongoDB',
    open: async () => {
      const connection = await server.connect();
      return { vault: await MongoVault.open(connection, randomBytes(32)), remove: () => connection.close() };
    },
  });
});
