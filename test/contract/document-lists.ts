import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CollectionSpec,
  type DocumentStore,
  type DocumentWrite,
  type Filter,
  live,
  type Query,
} from '../../src/application/ports/document-store.js';
import type { DocumentStoreEngine } from './document-store.js';

interface Letter {
  readonly folder?: string | null;
  readonly at?: number | null;
  readonly readers?: readonly string[] | null;
  readonly tags?: readonly string[];
}

const letters: CollectionSpec = {
  name: 'letters',
  version: 1,
  fields: ['folder', 'at'],
  arrays: ['readers', 'tags'],
  indexes: [['readers', 'at'], ['readers', 'folder', 'at'], ['folder', 'at'], ['tags']],
};

const put = (id: string, letter: Letter, at = 1): DocumentWrite => ({
  id,
  document: { ...letter },
  position: String(at).padStart(8, '0'),
});

/** What lists that are filtered by, and several filters of which one must hold, mean to every DocumentStore. */
export function documentListsContract(engine: DocumentStoreEngine): void {
  describe('lists and alternatives', () => {
    let store: DocumentStore;
    let removeStore: () => Promise<void>;
    const collection = live(letters);
    const three = [
      put('a', { folder: 'in', at: 1, readers: ['ana', 'bor'] }),
      put('b', { folder: 'in', at: 2, readers: ['bor', 'bor', 'čeb "x" \'y\''], tags: ['red'] }),
      put('c', { folder: 'out', at: 3, readers: [] }),
      put('d', { folder: null, at: 3 }),
    ];

    beforeEach(async () => {
      ({ store, remove: removeStore } = await engine.open());
      await store.prepare(letters);
    });
    afterEach(() => removeStore());

    const ids = async (query: Partial<Query> = {}) =>
      (await store.find(collection, { limit: 1_000, ...query })).items.map(({ id }) => id);
    const newest = { field: 'at', direction: 'desc' } as const;

    it('are asked while a collection is built that says so, and as well afterwards', async () => {
      const spec = { ...letters, name: 'asked', askedWhileBuilt: true };
      await store.prepare(spec);
      const asked = async (of = live(spec)) =>
        (await store.find(of, { where: { readers: 'bor' }, sort: newest, limit: 10 })).items.map(({ id }) => id);
      await store.write(live(spec), [put('z', { readers: ['bor'] })]);
      expect(await asked()).toEqual(['z']);
      const built = await store.startBuilding(spec);
      const building = { key: 'building', from: null, to: '00000001' };
      await store.write(built, three, building);
      expect(await asked(built)).toEqual(['b', 'a']);
      await store.swap(spec, { key: 'live', from: null, to: '00000001', buildingKey: 'building' });
      expect(await asked()).toEqual(['b', 'a']);
    });

    it.each<[string, Filter, string[]]>([
      ['what a list contains', { readers: 'bor' }, ['b', 'a']],
      ['one of several', { readers: { in: ['ana', 'bor', 'nobody'] } }, ['b', 'a']],
      ['one of none', { readers: { in: [] } }, []],
      ['what none contains', { readers: 'in' }, []],
      ['not a part of it', { readers: 'bo' }, []],
      ['any letters', { readers: 'čeb "x" \'y\'' }, ['b']],
      ['all of several', { readers: { all: ['ana', 'bor'] } }, ['a']],
      ['all of none', { readers: { all: [] }, at: { lt: 3 } }, ['b', 'a']],
      ['two lists', { readers: 'bor', tags: 'red' }, ['b']],
      ['a list and a field', { readers: { in: ['ana', 'bor'] }, folder: { in: ['in', null] }, at: { lt: 2 } }, ['a']],
    ])('filters by %s', async (_, where, expected) => {
      await store.write(collection, three);
      expect(await ids({ where, sort: newest })).toEqual(expected);
      expect((await ids({ where })).sort()).toEqual([...expected].sort());
      expect(await store.count(collection, where)).toBe(expected.length);
    });

    it.each<[string, Filter, readonly Filter[], string[]]>([
      ['two fields', {}, [{ folder: 'out' }, { readers: 'ana' }], ['c', 'a']],
      ['each document once', {}, [{ folder: 'in' }, { readers: { in: ['ana', 'bor'] } }], ['b', 'a']],
      ['beside what must hold', { at: { gte: 2 } }, [{ folder: 'in' }, { folder: null }], ['d', 'b']],
      ['one that holds always', { at: 3 }, [{ tags: 'blue' }, {}], ['d', 'c']],
      ['of none nothing holds', {}, [], []],
    ])('takes one of several filters: %s', async (_, where, anyOf, expected) => {
      await store.write(collection, three);
      expect(await ids({ where, anyOf, sort: newest })).toEqual(expected);
      expect(await store.count(collection, where, undefined, anyOf)).toBe(expected.length);
      expect(await store.count(collection, where, 1, anyOf)).toBe(Math.min(1, expected.length));
    });

    it('follows lists that change, and documents that are removed and come back', async () => {
      await store.write(collection, three);
      await store.write(collection, [
        put('a', { at: 9, readers: ['ana'] }, 2),
        { id: 'b', document: null, position: '00000002' },
        put('c', { at: 3, readers: ['bor'] }, 2),
      ]);
      expect(await ids({ where: { readers: 'bor' }, sort: newest })).toEqual(['c']);
      await store.write(collection, [
        put('b', { at: 4, readers: ['bor'] }, 3),
        put('c', { at: 5, readers: ['bor'] }, 3),
      ]);
      expect(await ids({ where: { readers: 'bor' }, sort: newest })).toEqual(['c', 'b']);
      expect(await ids({ where: { readers: 'ana' }, sort: newest })).toEqual(['a']);
    });

    it('holds after a rebuild, and takes other indexes', async () => {
      const built = await store.startBuilding(letters);
      await store.write(built, three);
      await store.swap(letters, { key: 'k', from: null, to: '1', buildingKey: 'b' });
      expect(await ids({ where: { readers: 'bor' }, sort: newest })).toEqual(['b', 'a']);
      await store.prepare({ ...letters, indexes: [['tags', 'at', 'folder'], ['readers']] });
      await store.write(collection, [put('e', { at: 7, readers: ['bor'], tags: ['red'] })]);
      expect(await ids({ where: { readers: 'bor' }, sort: newest })).toEqual(['e', 'b', 'a']);
      expect(await ids({ where: { tags: 'red' }, sort: newest })).toEqual(['e', 'b']);
      await store.drop(letters, ['k']);
      await store.prepare(letters);
      expect(await ids({ where: { readers: 'bor' } })).toEqual([]);
    });

    it.each<[string, unknown]>([
      ['a text', 'ana'],
      ['numbers', [1]],
      ['lists', [['ana']]],
      ['an object', {}],
      ['more than 1,000 texts', Array.from({ length: 1_001 }, (_, n) => `u${n}`)],
    ])('refuses a batch where a list holds %s', async (_, readers) => {
      const batch = [put('a', {}), { ...put('b', {}), document: { readers } }];
      await expect(store.write(collection, batch)).rejects.toThrow(TypeError);
      expect(await ids()).toEqual([]);
    });

    it('takes 1,000 texts', async () => {
      await store.write(collection, [put('a', { readers: Array.from({ length: 1_000 }, (_, n) => `u${n}`) })]);
      expect(await ids({ where: { readers: 'u999' } })).toEqual(['a']);
    });

    it.each<[string, Partial<Query>, string]>([
      ['null in a list', { where: { readers: null } }, 'where.readers'],
      ['a number in a list', { where: { readers: { in: ['a', 1] } } }, 'where.readers'],
      ['a range of a list', { where: { readers: { gt: 'a' } } }, 'where.readers'],
      ['an alternative of an unknown field', { anyOf: [{ secret: 1 }] }, 'where.secret'],
      ['a list to sort by', { sort: { field: 'readers', direction: 'asc' } }, 'sort'],
    ])('refuses %s', async (_, query, path) => {
      await expect(ids(query)).rejects.toMatchObject({ fields: [{ path }] });
    });

    it('refuses other lists under the same version', async () => {
      await expect(store.prepare({ ...letters, arrays: ['readers'], indexes: [] })).rejects.toThrow(
        /raise its version/,
      );
    });

    it('finds, pages and counts what a plain look at every document finds', async () => {
      const name = fc.constantFrom('ana', 'bor', 'čeb', 'd');
      const folder = fc.constantFrom('in', 'out', null);
      const letter = fc.record<Letter>({
        folder,
        at: fc.option(fc.nat(4)),
        readers: fc.uniqueArray(name),
        tags: fc.uniqueArray(name, { maxLength: 2 }),
      });
      const oneOrSeveral = fc.oneof(name, fc.record({ in: fc.uniqueArray(name) }));
      const filter: fc.Arbitrary<Filter> = fc.record(
        {
          readers: oneOrSeveral,
          tags: oneOrSeveral,
          folder: fc.oneof(folder, fc.record({ in: fc.uniqueArray(folder) })),
          at: fc.record({ gte: fc.nat(4) }),
        },
        { requiredKeys: [] },
      );
      const asked = fc.record({
        where: filter,
        anyOf: fc.option(fc.array(filter, { maxLength: 3 }), { nil: undefined }),
        sort: fc.record({ field: fc.constantFrom('at', 'folder', 'id'), direction: fc.constantFrom('asc', 'desc') }),
      });
      const property = fc.asyncProperty(
        fc.array(letter, { maxLength: 12 }),
        fc.array(asked, { minLength: 8, maxLength: 8 }),
        async (all, queries) => {
          await store.drop(letters, []);
          await store.prepare(letters);
          const byId = new Map(all.map((one, n) => [`id${n}`, one]));
          await store.write(
            collection,
            [...byId].map(([id, one]) => put(id, one)),
          );
          for (const { where, anyOf, sort } of queries) {
            const query = { where, sort, ...(anyOf && { anyOf }) };
            const expected = [...byId].filter(([, one]) => wanted(one, where, anyOf)).map(([id]) => id);
            const found = await ids(query as Partial<Query>);
            expect([...found].sort()).toEqual(expected.sort());
            expect(await store.count(collection, where, undefined, anyOf)).toBe(expected.length);
            const paged: string[] = [];
            for (let cursor: string | null = ''; cursor !== null; ) {
              const page = await store.find(collection, {
                ...(query as Partial<Query>),
                limit: 2,
                ...(cursor && { cursor }),
              });
              paged.push(...page.items.map(({ id }) => id));
              cursor = page.next;
            }
            expect(paged).toEqual(found);
          }
        },
      );
      await fc.assert(property, { numRuns: engine.name === 'MongoDB' ? 6 : 40 });
    });
  });
}

const wanted = (letter: Letter, where: Filter, anyOf: readonly Filter[] = [{}]): boolean =>
  holds(letter, where) && anyOf.some((filter) => holds(letter, filter));

function holds(letter: Letter, filter: Filter): boolean {
  return Object.entries(filter).every(([field, asked]) => {
    const value = letter[field as keyof Letter] ?? null;
    const list = Array.isArray(value) ? value : [value];
    if (asked === null || typeof asked !== 'object') return list.includes(asked);
    if ('in' in asked) return asked.in.some((one) => list.includes(one));
    return typeof value === 'number' && value >= Number('gte' in asked && asked.gte);
  });
}
