import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Invalid, Unavailable } from '../../../src/domain/errors.js';
import { sharedMasterKey } from '../../../src/infrastructure/files/master-key.js';
import type { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoVault } from '../../../src/infrastructure/mongodb/mongo-vault.js';
import { TestMongodb, withoutMongodb } from '../../support/mongodb/index.js';

it('asks for the key where no file can hold one for all nodes', () => {
  for (const nothing of [undefined, '', '  ']) {
    expect(() => sharedMasterKey(nothing)).toThrow(Invalid);
    expect(() => sharedMasterKey(nothing)).toThrow(/MAILCASE_MASTER_KEY: must be set .* openssl rand -hex 32/);
  }
  expect(() => sharedMasterKey('short')).toThrow(/32 bytes/);
  expect(Buffer.from(sharedMasterKey('ab'.repeat(32))).toString('hex')).toBe('ab'.repeat(32));
});

describe.skipIf(withoutMongodb())('a vault on MongoDB', () => {
  let server: TestMongodb;
  let connection: MongoConnection;
  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    connection = await server.connect();
    return () => connection.close();
  });

  it('opens for every node that has its key', async () => {
    const key = randomBytes(32);
    const [first, second] = await Promise.all([MongoVault.open(connection, key), MongoVault.open(connection, key)]);
    await first.put('imap:support', 'tajno');
    expect(await second.get('imap:support')).toBe('tajno');
  });

  it('refuses a node that has another key, and says what to do', async () => {
    await (await MongoVault.open(connection, randomBytes(32))).put('imap:support', 'tajno');
    const refused = MongoVault.open(connection, randomBytes(32));
    await expect(refused).rejects.toThrow(Unavailable);
    await expect(refused).rejects.toMatchObject({
      code: 'vault-key',
      message: expect.stringContaining('MAILCASE_MASTER_KEY'),
    });
  });

  it('takes one of two keys that come first at the same moment', async () => {
    const outcomes = await Promise.allSettled([1, 2].map((n) => MongoVault.open(connection, Buffer.alloc(32, n))));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('holds nothing that can be read, and one secret is not passed off as another', async () => {
    const vault = await MongoVault.open(connection, randomBytes(32));
    await vault.put('imap:support', 'tajno geslo');
    const secrets = connection.database.collection<{ _id: string }>('secrets');
    const kept = await secrets.findOne({ _id: 'imap:support' });
    expect(JSON.stringify(kept)).not.toContain('tajno');
    await secrets.insertOne({ ...kept, _id: 'imap:sales' });
    await expect(vault.get('imap:sales')).rejects.toMatchObject({ code: 'vault-key' });
  });
});
