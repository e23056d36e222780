import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CheckpointConflict,
  type CollectionSpec,
  type Document,
  type DocumentStore,
  live,
  type Query,
} from '../../../src/application/ports/document-store.js';
import { MemoryDocumentStore } from '../../../src/infrastructure/memory/memory-document-store.js';
import { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoDocumentStore } from '../../../src/infrastructure/mongodb/mongo-document-store.js';
import { crashing } from '../../support/mongodb/crashing.js';
import { TestMongodb, withoutMongodb } from '../../support/mongodb/index.js';
import { cursorOf, ScriptedServer } from '../../support/mongodb/scripted-server.js';

const cases: CollectionSpec = {
  name: 'cases',
  version: 1,
  fields: ['status', 'number'],
  indexes: [['status', 'number'], ['number']],
  text: ['subject'],
};
const position = (n: number): string => String(n).padStart(8, '0');
const put = (id: string, document: Document, at = 1) => ({ id, document, position: position(at) });

describe.skipIf(withoutMongodb())('read models in MongoDB', () => {
  let server: TestMongodb;
  let database: string;
  let connection: MongoConnection;
  let store: MongoDocumentStore;
  const commands: string[] = [];

  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    database = server.newDatabase();
    connection = await server.connect(database, { onCommand: (name) => commands.push(name) });
    store = new MongoDocumentStore(connection);
    await store.prepare(cases);
    commands.length = 0;
  });
  afterEach(() => connection.close());

  const idsOf = async (from: DocumentStore, query: Query) =>
    (await from.find(live(cases), query)).items.map(({ id }) => id);

  it('takes three round trips for a batch: read, write, checkpoint', async () => {
    const batch = Array.from({ length: 500 }, (_, n) =>
      put(`id${n}`, { status: 'New', number: n, subject: 'lamp' }, n),
    );
    await store.checkpoint('k');
    commands.length = 0;
    await store.get(
      live(cases),
      batch.map(({ id }) => id),
    );
    await store.write(live(cases), batch, { key: 'k', from: null, to: position(500) });
    expect(commands).toEqual(['find', 'update', 'insert']);

    commands.length = 0;
    await store.get(
      live(cases),
      batch.map(({ id }) => id),
    );
    await store.write(
      live(cases),
      batch.map(({ id, document }, n) => put(id, document, 1_000 + n)),
      { key: 'k', from: position(500), to: position(2_000) },
    );
    expect(commands).toEqual(['find', 'update', 'update']);
  });

  it('finds by one round trip, and reads a large page by one', async () => {
    const documents = Array.from({ length: 1_001 }, (_, n) => put(`id${String(n).padStart(4, '0')}`, { number: n }));
    await store.write(live(cases), documents);
    commands.length = 0;
    const page = await store.find(live(cases), { limit: 1_000, sort: { field: 'number', direction: 'asc' } });
    expect(page.items).toHaveLength(1_000);
    expect(commands).toEqual(['find']);
  });

  it('keeps documents so that people can read them, and by their columns', async () => {
    await store.write(live(cases), [
      put('a', { status: 'New', open: true, subject: 'Račun 42' }),
      { id: 'b', document: null, position: position(2) },
    ]);
    const rows = await connection.database
      .collection<{ _id: string }>('cases_v1')
      .find({ _id: { $type: 'string' } })
      .toArray();
    expect(rows).toEqual([
      {
        _id: 'a',
        position: position(1),
        d: { status: 'New', open: true, subject: 'Račun 42' },
        f: { status: 'New', number: null },
        w: ['racun', '42'],
      },
      { _id: 'b', position: position(2) },
    ]);
  });

  it('gives back any document exactly as JSON would', async () => {
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a.b', '$set', '__proto__', '_bsontype', '', 'x\0y', '\uD800', '$ref'),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.double(),
          fc.integer(),
          fc.maxSafeInteger(),
          fc.boolean(),
          fc.date(),
        ),
        fc.constantFrom(null, undefined, -0, 2 ** 53, '\uDC00'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
      ),
    }));
    const anyDocument = fc.dictionary(
      key.filter((name) => !cases.fields.includes(name) && name !== 'subject'),
      tree,
      { maxKeys: 3 },
    );
    let at = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyDocument, { minLength: 1, maxLength: 20 }), async (documents) => {
        at++;
        // What a date or a number becomes is a matter of JSON.
        await store.write(
          live(cases),
          documents.map((document, n) => put(`id${n}`, document, at)),
        );
        const found = await store.get(
          live(cases),
          documents.map((_, n) => `id${n}`),
        );
        documents.forEach((document, n) => {
          expect(JSON.stringify(found.get(`id${n}`)?.document)).toBe(JSON.stringify(document));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('finds, sorts, pages and counts as the store in memory does, whatever a field holds', async () => {
    const scalar = fc.constantFrom<string | number | boolean | null>(
      null,
      true,
      false,
      -1,
      0,
      1,
      2.5,
      '',
      '1',
      'New',
      'č',
      'z',
    );
    const documents = fc.array(fc.record({ status: scalar, number: scalar }, { requiredKeys: [] }), { maxLength: 12 });
    const wanted = fc.oneof(
      scalar,
      fc.record({ in: fc.array(scalar, { maxLength: 3 }) }),
      fc.record({ gt: scalar, lte: scalar }, { requiredKeys: [] }),
      fc.record({ gte: scalar, lt: scalar }, { requiredKeys: [] }),
    );
    const sort = fc.record({
      field: fc.constantFrom('id', 'status', 'number'),
      direction: fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
    });
    const query = fc.record({ where: fc.record({ status: wanted, number: wanted }, { requiredKeys: [] }), sort });
    let version = 1;
    await fc.assert(
      fc.asyncProperty(documents, fc.array(query, { minLength: 1, maxLength: 5 }), async (given, queries) => {
        const spec = { ...cases, version: ++version };
        const memory = new MemoryDocumentStore();
        for (const each of [store, memory]) {
          await each.prepare(spec);
          await each.write(
            live(spec),
            given.map((document, n) => put(`id${(n * 7) % 13}`, document, n + 1)),
          );
        }
        for (const { where, sort: by } of queries) {
          expect(await store.count(live(spec), where)).toBe(await memory.count(live(spec), where));
          for (let cursor: string | null | undefined; cursor !== null; ) {
            const asked: Query = { where, sort: by, limit: 3, ...(cursor !== undefined && { cursor }) };
            const [page, expected] = [await store.find(live(spec), asked), await memory.find(live(spec), asked)];
            expect(page).toEqual(expected);
            cursor = page.next;
          }
        }
        await store.drop(spec, []);
      }),
      { numRuns: 60 },
    );
  });

  describe('indexes', () => {
    const keysOf = async (name = 'cases_v1') =>
      (await connection.database.collection(name).indexes()).map(({ key }) => Object.keys(key).join(' ')).sort();

    it('makes those that are declared, the id at the end of each', async () => {
      expect(await keysOf()).toEqual(['_id', 'f.number _id', 'f.status f.number _id', 'w']);
    });

    it('makes what is missing and drops what is not declared any more, in its own collection only', async () => {
      await connection.database.collection('of-somebody-else').createIndex({ a: 1 });
      await connection.database.collection('cases_v1').createIndex({ 'd.subject': 1 });
      await store.prepare({ ...cases, indexes: [['number'], ['number', 'status']] });
      expect(await keysOf()).toEqual(['_id', 'f.number _id', 'f.number f.status _id', 'w']);
      expect(await keysOf('of-somebody-else')).toEqual(['_id', 'a']);
    });

    it('come with what was built', async () => {
      const built = await store.startBuilding(cases);
      await store.write(built, [put('a', {})]);
      await store.swap(cases, { key: 'k', from: null, to: position(1), buildingKey: 'building' });
      expect(await keysOf()).toEqual(['_id', 'f.number _id', 'f.status f.number _id', 'w']);
    });

    it('are made once where several nodes prepare at once, also while one writes', async () => {
      const second = { ...cases, version: 2 };
      const nodes = await Promise.all(Array.from({ length: 4 }, () => server.connect(database)));
      const stores = nodes.map((node) => new MongoDocumentStore(node));
      const writing = async (node: MongoDocumentStore, n: number) => {
        await node.prepare(second);
        await node.write(live(second), [put(`id${n}`, { number: n })]);
        await node.prepare({ ...second, indexes: [...second.indexes].reverse() });
      };
      await Promise.all(stores.map(writing));
      expect(await store.count(live(second), {})).toBe(4);
      expect(await keysOf('cases_v2')).toEqual(['_id', 'f.number _id', 'f.status f.number _id', 'w']);
      await Promise.all(nodes.map((node) => node.close()));
    });
  });

  describe('several nodes', () => {
    let other: MongoDocumentStore;
    let otherConnection: MongoConnection;
    beforeEach(async () => {
      otherConnection = await server.connect(database);
      other = new MongoDocumentStore(otherConnection);
    });
    afterEach(() => otherConnection.close());

    it('reads what another has prepared, written, swapped and dropped', async () => {
      await other.prepare(cases);
      await store.write(live(cases), [put('old', {})]);
      expect(await idsOf(other, { limit: 9 })).toEqual(['old']);
      const built = await store.startBuilding(cases);
      await store.write(built, [put('new', {})]);
      await store.swap(cases, { key: 'k', from: null, to: position(1), buildingKey: 'building' });
      expect(await idsOf(other, { limit: 9 })).toEqual(['new']);
      expect(await other.checkpoint('k')).toBe(position(1));
      await store.drop(cases, ['k']);
      await expect(idsOf(other, { limit: 9 })).rejects.toThrow(/there is no cases version 1/);
      await expect(other.get(live(cases), ['new'])).rejects.toThrow(/there is no cases version 1/);
      await expect(other.count(live(cases), {})).rejects.toThrow(/there is no cases version 1/);
    });

    it('stops a writer that was overtaken, whose documents bring nothing back', async () => {
      await store.write(live(cases), [put('a', { number: 1 }, 1)], { key: 'k', from: null, to: position(1) });
      await other.write(live(cases), [put('a', { number: 3 }, 3)], { key: 'k', from: position(1), to: position(3) });
      const late = store.write(live(cases), [put('a', { number: 2 }, 2)], {
        key: 'k',
        from: position(1),
        to: position(2),
      });
      await expect(late).rejects.toThrow(CheckpointConflict);
      expect((await store.get(live(cases), ['a'])).get('a')?.document).toEqual({ number: 3 });
    });

    it('lets the later of two documents stay, however their writers race', async () => {
      for (let round = 0; round < 30; round++) {
        const id = `raced${round}`;
        await Promise.all([
          store.write(live(cases), [put(id, { number: 1 }, 1)]),
          other.write(live(cases), [put(id, { number: 2 }, 2)]),
        ]);
        expect((await store.get(live(cases), [id])).get(id)?.document).toEqual({ number: 2 });
      }
    });

    it('stops a builder whose building another has begun anew', async () => {
      const mine = await store.startBuilding(cases);
      await store.write(mine, [put('mine', {})], { key: 'building', from: null, to: position(1) });
      const theirs = await other.startBuilding(cases);
      await other.write(theirs, [put('theirs', {})], { key: 'building', from: position(1), to: position(2) });
      const late = store.write(mine, [put('mine2', {})], { key: 'building', from: position(1), to: position(3) });
      await expect(late).rejects.toThrow(CheckpointConflict);
      const move = { key: 'k', from: null, to: position(2), buildingKey: 'building' };
      await expect(store.swap(cases, move)).rejects.toThrow();
      await other.swap(cases, move);
      expect(await idsOf(store, { limit: 9 })).toEqual(['theirs']);
    });

    it('never shows a reader neither, while one swaps again and again', async () => {
      let swapping = true;
      await store.write(live(cases), [put('a', {})]);
      const reading = (async () => {
        let reads = 0;
        while (swapping) {
          expect(await idsOf(other, { limit: 9, where: {} })).toEqual(['a']);
          expect((await other.get(live(cases), ['a'])).size).toBe(1);
          reads++;
        }
        return reads;
      })();
      for (let n = 1; n <= 15; n++) {
        const built = await store.startBuilding(cases);
        await store.write(built, [put('a', { number: n })], { key: 'building', from: null, to: position(n) });
        const from = n === 1 ? null : position(n - 1);
        await store.swap(cases, { key: 'k', from, to: position(n), buildingKey: 'building' });
      }
      swapping = false;
      expect(await reading).toBeGreaterThan(5);
    });
  });

  /** One death for each write of a swap, before and after it took effect; more than there are, to see that all were met. */
  describe('a swap that is broken off', () => {
    it.each([false, true])(
      'leaves the old or the new, whole, and can be done again; the server had done the last: %s',
      async (done) => {
        let isOver = false;
        let deaths = 0;
        for (let at = 1; !isOver; at++) {
          const spec = { ...cases, version: at + 1 };
          const [key, buildingKey] = [`of ${at}`, `of ${at} building`];
          await store.prepare(spec);
          await store.write(live(spec), [put('old', {}, 5)], { key, from: null, to: position(5) });

          const mortal = crashing(connection, { at, done });
          const dying = new MongoDocumentStore(mortal.connection);
          const rebuilt = async (by: DocumentStore) => {
            const built = await by.startBuilding(spec);
            const from = await by.checkpoint(buildingKey);
            await by.write(built, [put('new', {}, 5)], { key: buildingKey, from, to: position(7) });
            await by.swap(spec, { key, from: await by.checkpoint(key), to: position(7), buildingKey });
          };
          await rebuilt(dying).catch(() => undefined);
          isOver = !mortal.died();
          if (mortal.died()) deaths++;

          // A writer of another node, which knows nothing of it.
          const next = new MongoDocumentStore(connection);
          const before = (await next.find(live(spec), { limit: 9 })).items.map(({ id }) => id);
          const reached = await next.checkpoint(key);
          const after = (await next.find(live(spec), { limit: 9 })).items.map(({ id }) => id);
          expect([before, after].flat().length).toBe(2);
          expect(after).toEqual(reached === position(7) ? ['new'] : ['old']);
          expect([position(5), position(7)]).toContain(reached);
          if (reached === position(7)) expect(await next.checkpoint(buildingKey)).toBeNull();
          await next.write(live(spec), [put('later', {}, 8)], { key, from: reached, to: position(8) });
          await rebuilt(next).catch(() => undefined);
          expect((await next.find(live(spec), { limit: 9 })).items.map(({ id }) => id)).toEqual(['new']);
          const left = await connection.database.listCollections({}, { nameOnly: true }).toArray();
          expect(left.filter(({ name }) => name.startsWith(`cases_v${at + 1}_`))).toEqual([]);
        }
        expect(deaths).toBeGreaterThan(5);
      },
    );

    /** As one leaves it that dies when it has decided. */
    async function decide(): Promise<string> {
      const built = await store.startBuilding(cases);
      await store.write(built, [put('new', {}, 5)], { key: 'building', from: null, to: position(7) });
      const all = await connection.database.listCollections({}, { nameOnly: true }).toArray();
      const name = all.map((one) => one.name).find((one) => one.includes('building')) ?? '';
      const marker = await connection.database.collection<{ _id: number; build: string }>(name).findOne({ _id: 0 });
      const keys = { buildingKey: 'building', buildingAt: position(7) };
      const swap = { build: marker?.build, built: name, live: 'cases_v1', to: position(7), ...keys };
      await checkpoints().updateOne({ _id: 'k' }, { $set: { swap } });
      return name;
    }
    const checkpoints = () => connection.database.collection<{ _id: string }>('checkpoints');
    const writeOld = () => store.write(live(cases), [put('old', {}, 5)], { key: 'k', from: null, to: position(5) });

    it('is completed by whoever prepares', async () => {
      await writeOld();
      await decide();
      const next = new MongoDocumentStore(connection);
      await next.prepare(cases);
      expect(await checkpoints().find({}).toArray()).toEqual([{ _id: 'k', position: position(7) }]);
      expect(await idsOf(next, { limit: 9 })).toEqual(['new']);
    });

    it('is completed by whoever moves the checkpoint, and has to stop', async () => {
      await writeOld();
      await decide();
      // It has written the last value itself, and reads nothing before it writes.
      const move = { key: 'k', from: position(5), to: position(6) };
      await expect(store.write(live(cases), [], move)).rejects.toThrow(CheckpointConflict);
      expect(await checkpoints().find({}).toArray()).toEqual([{ _id: 'k', position: position(7) }]);
      expect(await idsOf(store, { limit: 9 })).toEqual(['new']);
    });

    it('is taken back where what was built is gone', async () => {
      await writeOld();
      await connection.database.dropCollection(await decide());
      const next = new MongoDocumentStore(connection);
      expect(await next.checkpoint('k')).toBe(position(5));
      expect(await idsOf(next, { limit: 9 })).toEqual(['old']);
      await next.write(live(cases), [], { key: 'k', from: position(5), to: position(6) });
    });
  });

  it('completes a drop that was broken off, and nothing speaks of what is gone', async () => {
    for (const done of [false, true]) {
      for (let at = 1; at <= 4; at++) {
        await store.prepare(cases);
        await store
          .write(live(cases), [put('a', {})], { key: 'k', from: await store.checkpoint('k'), to: position(1) })
          .catch(() => undefined);
        await store.startBuilding(cases);
        const mortal = crashing(connection, { at, done });
        await new MongoDocumentStore(mortal.connection).drop(cases, ['k']).catch(() => undefined);
        const next = new MongoDocumentStore(connection);
        // A checkpoint speaks of a collection that is there.
        if ((await next.checkpoint('k')) !== null) expect(await next.versions('cases')).toEqual([1]);
        await next.drop(cases, ['k']);
        expect(await next.versions('cases')).toEqual([]);
        expect(await next.checkpoint('k')).toBeNull();
      }
    }
  });
});

it('asks once more for documents that another made at the same moment', async () => {
  const updates: { readonly q: unknown; readonly upsert?: boolean }[] = [];
  const marker = { _id: 0, build: 'x', fields: ['status', 'number'], text: ['subject'] };
  const duplicate = { index: 1, code: 11000, errmsg: 'E11000 duplicate key' };
  const server = await ScriptedServer.start((command, body) => {
    if (command === 'find') return { ok: 1, cursor: cursorOf([marker]) };
    if (command !== 'update' || body.update !== 'cases_v1') return undefined;
    updates.push(...body.updates);
    return updates.length === 2 ? { ok: 1, n: 1, writeErrors: [duplicate] } : { ok: 1, n: 1 };
  });
  const connection = await MongoConnection.open({ url: server.url(), database: 'mailcase' });
  await new MongoDocumentStore(connection).write(live(cases), [put('a', {}), put('b', {})]);
  expect(updates.map(({ q, upsert = false }) => ({ q, upsert }))).toEqual([
    { q: { _id: 'a', position: { $lt: position(1) } }, upsert: true },
    { q: { _id: 'b', position: { $lt: position(1) } }, upsert: true },
    { q: { _id: 'b', position: { $lt: position(1) } }, upsert: false },
  ]);
  await connection.close();
  await server.stop();
});
