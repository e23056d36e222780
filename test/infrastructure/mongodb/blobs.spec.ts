import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { GridFSBucket, type ObjectId } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../src/domain/errors.js';
import { BlobHash } from '../../../src/domain/ids.js';
import { MongoBlobStore } from '../../../src/infrastructure/mongodb/mongo-blob-store.js';
import type { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';
import { crashing } from '../../support/mongodb/crashing.js';
import { TestMongodb, withoutMongodb } from '../../support/mongodb/index.js';

const hashOf = (bytes: Uint8Array): BlobHash => BlobHash.parse(createHash('sha256').update(bytes).digest('hex'));

describe.skipIf(withoutMongodb())('blobs in GridFS', () => {
  let server: TestMongodb;
  let database: string;
  let connection: MongoConnection;
  let store: MongoBlobStore;
  const commands: string[] = [];

  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = server.newDatabase();
    connection = await server.connect(database, { onCommand: (name) => commands.push(name) });
    store = await MongoBlobStore.open(connection);
    commands.length = 0;
  });
  afterEach(() => connection.close());

  const chunks = () => connection.database.collection<{ files_id: string; n: number }>('blobs.chunks');
  const stream = (bytes: Uint8Array) => Readable.from([bytes.subarray(0, 700_000), bytes.subarray(700_000)]);

  it('share their round trips where many are put at once, and need one where they are there', async () => {
    const blobs = Array.from({ length: 200 }, (_, n) => Buffer.from(`blob ${n % 150}`));
    await Promise.all(blobs.map((bytes) => store.put(bytes)));
    expect(commands).toEqual(['find', 'insert', 'insert']);
    commands.length = 0;
    await Promise.all(blobs.map((bytes) => store.put(bytes)));
    expect(commands).toEqual(['find']);
  });

  it.each([10, 300_000, 3_000_000])('are read by whatever reads GridFS: %i bytes', async (size) => {
    const bytes = randomBytes(size);
    const hash = hashOf(bytes);
    await store.putStream(stream(bytes));
    const bucket = new GridFSBucket(connection.database, { bucketName: 'blobs' });
    // GridFS takes an _id of any type; its types know one.
    const read = await buffer(bucket.openDownloadStream(hash as unknown as ObjectId));
    expect(Buffer.compare(read, bytes)).toBe(0);
    const stored = await chunks().find({}).toArray();
    expect(new Set(stored.map(({ files_id }) => files_id))).toEqual(new Set([hash]));
  });

  it('are stored once where the same bytes are streamed many times at once', async () => {
    const bytes = randomBytes(2_500_000);
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => store.putStream(stream(bytes))));
    expect(new Set(outcomes.map(({ hash }) => hash))).toEqual(new Set([hashOf(bytes)]));
    expect(await chunks().countDocuments({})).toBe(10);
    expect(Buffer.compare(Buffer.from((await store.get(hashOf(bytes))) ?? []), bytes)).toBe(0);
  });

  it.each([
    ['put', false],
    ['put', true],
    ['streamed', false],
    ['streamed', true],
  ] as const)(
    'are there whole or not at all when a process dies while one is %s, and can be put again (%s)',
    async (how, done) => {
      let deaths = 0;
      for (let at = 1, isOver = false; !isOver; at++) {
        const bytes = randomBytes(how === 'put' ? 600_000 : 2_500_000);
        const hash = hashOf(bytes);
        const mortal = crashing(connection, { at, done });
        const dying = await MongoBlobStore.open(mortal.connection).catch(() => null);
        const put = (into: MongoBlobStore) => (how === 'put' ? into.put(bytes) : into.putStream(stream(bytes)));
        if (dying) await put(dying).catch(() => undefined);
        isOver = !mortal.died();
        if (mortal.died()) deaths++;
        if (await store.has(hash)) expect(Buffer.compare(Buffer.from((await store.get(hash)) ?? []), bytes)).toBe(0);
        else expect(await store.get(hash)).toBeNull();
        await put(store);
        expect(Buffer.compare(Buffer.from((await store.get(hash)) ?? []), bytes)).toBe(0);
      }
      expect(deaths).toBeGreaterThan(2);
    },
  );

  it('leave nothing of a stream that died, a day later', async () => {
    const old = `upload-${String(Date.now() - 25 * 3_600_000).padStart(15, '0')}-ab`;
    const young = `upload-${String(Date.now() - 23 * 3_600_000).padStart(15, '0')}-ab`;
    await chunks().insertMany([old, young].map((files_id) => ({ files_id, n: 0 })));
    const kept = await store.put(Buffer.from('kept'));
    await MongoBlobStore.open(connection);
    expect((await chunks().find({}).toArray()).map(({ files_id }) => files_id).sort()).toEqual([kept, young].sort());
  });

  it('say so when their bytes are no longer those that were stored', async () => {
    const hash = await store.put(randomBytes(600_000));
    await chunks().deleteOne({ files_id: hash, n: 2 });
    await expect(store.get(hash)).rejects.toThrow(Unavailable);
    const reading = async () => {
      for await (const _ of (await store.getStream(hash)) ?? []);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'blob-damaged' });
  });
});
