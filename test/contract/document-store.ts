import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CheckpointConflict,
  type CollectionRef,
  type CollectionSpec,
  type Document,
  type DocumentStore,
  type DocumentWrite,
  live,
  type Query,
} from '../../src/application/ports/document-store.js';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { Invalid } from '../../src/domain/errors.js';
import { documentListsContract } from './document-lists.js';

/** An engine under test: `open` gives a new, empty store, which `remove` takes away with all that it made. */
export interface DocumentStoreEngine {
  readonly name: string;
  open(): Promise<{ readonly store: DocumentStore; remove(): Promise<void> }>;
  /** The server in the tests compares text by UTF-16 units, which the engine's own does not. */
  readonly comparesByUnits?: boolean;
}

const cases: CollectionSpec = {
  name: 'cases',
  version: 1,
  fields: ['status', 'teamId', 'number', 'closed', 'updatedAt'],
  indexes: [['status', 'updatedAt'], ['number']],
  text: ['subject', 'customer'],
};

const position = (n: number): string => String(n).padStart(8, '0');
const put = (id: string, document: Document, at = 1): DocumentWrite => ({ id, document, position: position(at) });
const remove = (id: string, at: number): DocumentWrite => ({ id, document: null, position: position(at) });

/** What every DocumentStore must do. */
export function documentStoreContract(engine: DocumentStoreEngine): void {
  describe(`DocumentStore: ${engine.name}`, () => {
    let store: DocumentStore;
    let removeStore: () => Promise<void>;
    const collection = live(cases);

    beforeEach(async () => {
      ({ store, remove: removeStore } = await engine.open());
      await store.prepare(cases);
    });
    afterEach(() => removeStore());

    const ids = async (query: Partial<Query> = {}, from: CollectionRef = collection) =>
      (await store.find(from, { limit: 100, ...query })).items.map(({ id }) => id);
    const read = async (id: string, from: CollectionRef = collection) =>
      (await store.get(from, [id])).get(id)?.document;

    /** Walks through all pages of a query. */
    async function* pages(query: Query) {
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await store.find(collection, cursor === undefined ? query : { ...query, cursor });
        yield page.items.map(({ id }) => id);
        cursor = page.next;
      }
    }
    async function allPages(query: Query): Promise<string[]> {
      const seen: string[] = [];
      for await (const page of pages(query)) seen.push(...page);
      return seen;
    }

    describe('writing', () => {
      it('gives back what was written, with its position', async () => {
        const document = { subject: 'Naročilo', nested: { list: [1, null, 'x'] }, 'odd "name"': true, nul: 'a\u0000b' };
        await store.write(collection, [put('a', document, 7)]);
        expect(await store.get(collection, ['a', 'b'])).toEqual(
          new Map([['a', { id: 'a', document, position: position(7) }]]),
        );
      });

      it('replaces a document by a later one', async () => {
        await store.write(collection, [put('a', { status: 'New' }, 1)]);
        await store.write(collection, [put('a', { status: 'Closed' }, 2)]);
        expect(await read('a')).toEqual({ status: 'Closed' });
        expect(await ids({ where: { status: 'New' } })).toEqual([]);
      });

      it('takes a repeated batch without harm', async () => {
        const batch = [put('a', { number: 1 }, 1), put('b', { number: 2 }, 2)];
        await store.write(collection, batch);
        await store.write(collection, [put('a', { number: 10 }, 3)]);
        await store.write(collection, batch);
        expect(await read('a')).toEqual({ number: 10 });
        expect(await ids()).toEqual(['a', 'b']);
      });

      it('keeps what it has when another document comes for the same position', async () => {
        await store.write(collection, [put('a', { number: 1 }, 5)]);
        await store.write(collection, [put('a', { number: 2 }, 5)]);
        expect(await read('a')).toEqual({ number: 1 });
      });

      it('does not let a late batch bring back what was removed', async () => {
        await store.write(collection, [put('a', { status: 'New', subject: 'Lamp' }, 1), remove('a', 5)]);
        await store.write(collection, [put('a', { status: 'New', subject: 'Lamp' }, 3)]);
        expect(await read('a')).toBeUndefined();
        expect(await ids()).toEqual([]);
        expect(await ids({ where: { status: null } })).toEqual([]);
        expect(await ids({ text: 'lamp' })).toEqual([]);
        expect(await store.count(collection, {})).toBe(0);
      });

      it('remembers the removal of what it never had', async () => {
        await store.write(collection, [remove('a', 5)]);
        await store.write(collection, [put('a', {}, 4)]);
        expect(await read('a')).toBeUndefined();
        await store.write(collection, [put('a', {}, 6)]);
        expect(await read('a')).toEqual({});
      });

      it('shares no object with its callers', async () => {
        const document = { status: 'New', tags: ['x'] };
        await store.write(collection, [put('a', document)]);
        document.tags.push('y');
        const first = await read('a');
        expect(first).toEqual({ status: 'New', tags: ['x'] });
        Object.assign(first ?? {}, { status: 'Closed' });
        expect(await read('a')).toEqual({ status: 'New', tags: ['x'] });
      });

      it('refuses a batch as a whole when a declared field holds no scalar', async () => {
        const move = { key: 'k', from: null, to: position(1) };
        const batch = [put('a', { status: 'New' }), put('b', { status: ['New'] })];
        await expect(store.write(collection, batch, move)).rejects.toThrow(TypeError);
        expect(await ids()).toEqual([]);
        expect(await store.checkpoint('k')).toBeNull();
      });

      it('takes many writes at once', async () => {
        await Promise.all(
          Array.from({ length: 50 }, (_, n) => store.write(collection, [put(`id${n}`, { number: n }, n)])),
        );
        expect(await store.count(collection, {})).toBe(50);
      });
    });

    describe('checkpoints', () => {
      it('has none before the first', async () => {
        expect(await store.checkpoint('cases:1')).toBeNull();
      });

      it('moves one from the value that the writer names', async () => {
        await store.write(collection, [], { key: 'k', from: null, to: position(1) });
        await store.write(collection, [], { key: 'k', from: position(1), to: position(2) });
        expect(await store.checkpoint('k')).toBe(position(2));
        expect(await store.checkpoint('other')).toBeNull();
        expect(await store.checkpoints(['k', 'other'])).toEqual(new Map([['k', position(2)]]));
      });

      it.each([
        ['another value', position(9)],
        ['none', null],
      ])('stops a writer that names %s', async (_, from) => {
        await store.write(collection, [], { key: 'k', from: null, to: position(1) });
        const late = store.write(collection, [put('a', {})], { key: 'k', from, to: position(2) });
        await expect(late).rejects.toThrow(CheckpointConflict);
        expect(await store.checkpoint('k')).toBe(position(1));
      });

      it('stops a writer that goes on from what was never written', async () => {
        const write = store.write(collection, [], { key: 'k', from: '', to: position(2) });
        await expect(write).rejects.toThrow(CheckpointConflict);
      });

      it('lets one of two win, and the loser leave nothing', async () => {
        const outcomes = await Promise.allSettled(
          ['a', 'b'].map((id) => store.write(collection, [put(id, {})], { key: 'k', from: null, to: position(1) })),
        );
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
        expect(await ids()).toEqual(['a']);
      });

      it('does not fail the neighbours of one that conflicts', async () => {
        const [first, conflicting, last] = await Promise.allSettled([
          store.write(collection, [put('a', {})]),
          store.write(collection, [put('b', {})], { key: 'k', from: position(3), to: position(4) }),
          store.write(collection, [put('c', {})]),
        ]);
        expect([first?.status, conflicting?.status, last?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(await ids()).toEqual(['a', 'c']);
      });
    });

    describe('collections', () => {
      it('prepares one again without harm', async () => {
        await store.write(collection, [put('a', { status: 'New' })]);
        await store.prepare(cases);
        expect(await ids({ where: { status: 'New' } })).toEqual(['a']);
      });

      it('takes another index for an existing one', async () => {
        await store.write(collection, [put('a', { teamId: 'support' })]);
        await store.prepare({ ...cases, indexes: [['teamId']] });
        expect(await ids({ where: { teamId: 'support' } })).toEqual(['a']);
      });

      it('refuses other fields under the same version', async () => {
        await expect(store.prepare({ ...cases, fields: ['status'] })).rejects.toThrow(/raise its version/);
        await expect(store.prepare({ ...cases, text: ['subject'] })).rejects.toThrow(/raise its version/);
      });

      it('keeps versions apart', async () => {
        const second = { ...cases, version: 2, fields: ['status'], indexes: [], text: [] };
        await store.prepare(second);
        await store.write(collection, [put('a', { status: 'New' })]);
        await store.write(live(second), [put('b', { status: 'New' })]);
        expect(await ids()).toEqual(['a']);
        expect(await ids({}, live(second))).toEqual(['b']);
      });

      it('says so when a collection does not exist', async () => {
        const missing = { ...collection, name: 'missing' };
        await expect(ids({}, missing)).rejects.toThrow(/missing/);
        await expect(store.write(missing, [put('a', {})])).rejects.toThrow(/missing/);
        await expect(store.swap(cases, { key: 'k', from: null, to: '1', buildingKey: 'b' })).rejects.toThrow(/cases/);
      });
    });

    describe('versions', () => {
      const second = { ...cases, version: 2 };
      const tenth = { ...cases, version: 10 };
      const move = { key: 'of 1', from: null, to: position(1) };

      it('names those that have a live collection, in their order', async () => {
        await store.prepare(tenth);
        await store.prepare(second);
        await store.startBuilding({ ...cases, version: 3 });
        await store.prepare({ ...cases, name: 'other', version: 4 });
        expect(await store.versions('cases')).toEqual([1, 2, 10]);
        expect(await store.versions('nobody')).toEqual([]);
      });

      it('drops one with what is built beside it and its checkpoints, and nothing else', async () => {
        await store.prepare(second);
        await store.write(collection, [put('a', { subject: 'lamp' })], move);
        const built = await store.startBuilding(cases);
        await store.write(built, [put('a', {})], { ...move, key: 'of 1 building' });
        await store.write(live(second), [put('b', { subject: 'lamp' })], { ...move, key: 'of 2' });
        await store.drop(cases, ['of 1', 'of 1 building']);
        expect(await store.versions('cases')).toEqual([2]);
        for (const gone of [collection, built]) await expect(ids({}, gone)).rejects.toThrow(StoreUnavailable);
        expect(await store.checkpoint('of 1')).toBeNull();
        expect(await store.checkpoint('of 1 building')).toBeNull();
        expect(await ids({ text: 'lamp' }, live(second))).toEqual(['b']);
        expect(await store.checkpoint('of 2')).toBe(position(1));
      });

      it('drops again without harm, and what was never there', async () => {
        for (let times = 0; times < 2; times++) await store.drop(cases, ['of 1']);
        await store.drop(tenth, ['of 10']);
        expect(await store.versions('cases')).toEqual([]);
      });

      it('begins empty where one is prepared that was dropped', async () => {
        await store.write(collection, [put('a', { subject: 'lamp' })], move);
        await store.drop(cases, ['of 1']);
        await store.prepare(cases);
        expect(await ids()).toEqual([]);
        await store.write(collection, [put('b', { subject: 'lamp' })], move);
        expect(await ids({ text: 'lamp' })).toEqual(['b']);
      });
    });

    describe('building beside the live one', () => {
      const move = { key: 'live', from: null, to: position(9), buildingKey: 'building' };

      it('shows readers the old one until the swap, then the new one', async () => {
        await store.write(collection, [put('old', { status: 'New', subject: 'lamp' }, 8)]);
        const built = await store.startBuilding(cases);
        await store.write(built, [put('new', { status: 'New', subject: 'lamp' })], {
          key: 'building',
          from: null,
          to: position(1),
        });
        await store.write(collection, [put('old2', { status: 'New', subject: 'lamp' }, 9)]);
        expect(await ids({ where: { status: 'New' } })).toEqual(['old', 'old2']);
        expect(await ids({ text: 'lamp' })).toEqual(['old', 'old2']);
        expect(await read('new')).toBeUndefined();
        expect(await read('new', built)).toBeDefined();

        await store.swap(cases, move);
        expect(await ids({ where: { status: 'New' } })).toEqual(['new']);
        expect(await ids({ text: 'lamp' })).toEqual(['new']);
        expect(await read('old')).toBeUndefined();
        expect(await store.checkpoint('live')).toBe(position(9));
        expect(await store.checkpoint('building')).toBeNull();
      });

      it('begins from nothing each time, also where what was built before is live by now', async () => {
        for (let n = 1; n <= 4; n++) {
          const built = await store.startBuilding(cases);
          expect(await read('a', built)).toBeUndefined();
          await store.write(built, [put('a', { subject: `made ${n}` }, n)], {
            key: 'building',
            from: null,
            to: position(n),
          });
          expect(await read('a', built)).toMatchObject({ subject: `made ${n}` });
          const from = n === 1 ? null : position(n - 1);
          await store.swap(cases, { key: 'live', from, to: position(n), buildingKey: 'building' });
        }
        expect(await read('a')).toMatchObject({ subject: 'made 4' });
      });

      it('writes, finds and replaces after the swap as before', async () => {
        const built = await store.startBuilding(cases);
        await store.write(built, [put('a', { status: 'New', subject: 'lamp' }, 1), remove('b', 4)]);
        await store.swap(cases, move);
        await store.write(collection, [put('a', { status: 'Closed', subject: 'chair' }, 2), put('b', {}, 3)]);
        expect(await ids({ where: { status: 'Closed' } })).toEqual(['a']);
        expect(await ids({ text: 'lamp' })).toEqual([]);
        expect(await ids({ text: 'chair' })).toEqual(['a']);
        expect(await read('b')).toBeUndefined();
      });

      it('makes the first one of a new version', async () => {
        const second = { ...cases, version: 2 };
        const built = await store.startBuilding(second);
        await store.write(built, [put('a', { status: 'New' })]);
        await store.swap(second, move);
        expect(await ids({}, live(second))).toEqual(['a']);
        expect(await ids()).toEqual([]);
      });

      it('forgets the first when a second one is started', async () => {
        await store.write(await store.startBuilding(cases), [put('first', {})]);
        await store.write(await store.startBuilding(cases), [put('second', {})]);
        await store.swap(cases, move);
        expect(await ids()).toEqual(['second']);
      });

      it('changes nothing when the checkpoint is not where it should be', async () => {
        await store.write(collection, [put('old', {})], { key: 'live', from: null, to: position(3) });
        const built = await store.startBuilding(cases);
        await store.write(built, [put('new', {})]);
        await expect(store.swap(cases, move)).rejects.toThrow(CheckpointConflict);
        expect(await ids()).toEqual(['old']);
        await store.swap(cases, { ...move, from: position(3) });
        expect(await ids()).toEqual(['new']);
      });

      it('does it again and again', async () => {
        for (let round = 1; round <= 3; round++) {
          const built = await store.startBuilding(cases);
          await store.write(built, [put(`round${round}`, { subject: 'lamp' })]);
          await store.swap(cases, { ...move, from: round === 1 ? null : position(9) });
          expect(await ids({ text: 'lamp' })).toEqual([`round${round}`]);
        }
      });
    });

    describe('finding', () => {
      const three = [
        put('a', { status: 'New', number: 1, closed: false, teamId: 'support' }),
        put('b', { status: 'Assigned', number: 2, closed: false, teamId: null }),
        put('c', { status: 'Closed', number: 10, closed: true }),
      ];

      it.each<[string, Query['where'], string[]]>([
        ['nothing asked', {}, ['a', 'b', 'c']],
        ['text', { status: 'New' }, ['a']],
        ['a number', { number: 10 }, ['c']],
        ['a number is not its text', { number: '10' }, []],
        ['a boolean', { closed: false }, ['a', 'b']],
        ['null, or no such field in the document', { teamId: null }, ['b', 'c']],
        ['one of several', { status: { in: ['New', 'Closed'] } }, ['a', 'c']],
        ['one of several, null among them', { teamId: { in: ['support', null] } }, ['a', 'b', 'c']],
        ['one of none', { status: { in: [] } }, []],
        ['more than', { number: { gt: 1 } }, ['b', 'c']],
        ['from and to', { number: { gte: 2, lt: 10 } }, ['b']],
        ['at most', { number: { lte: 2 } }, ['a', 'b']],
        ['more than nothing: nothing compares with null', { teamId: { gt: null } }, []],
        ['less than something leaves null out', { teamId: { lt: 'z' } }, ['a']],
        ['several fields', { closed: false, number: { gt: 1 } }, ['b']],
        ['by id', { id: { in: ['b', 'x'] } }, ['b']],
        ['what looks like SQL', { status: "New' OR 1=1 --" }, []],
      ])('filters by %s', async (_, where, expected) => {
        await store.write(collection, three);
        expect(await ids({ where: where ?? {} })).toEqual(expected);
        expect(await store.count(collection, where ?? {})).toBe(expected.length);
      });

      it('counts up to a limit', async () => {
        await store.write(collection, three);
        expect(await store.count(collection, {}, 2)).toBe(2);
        expect(await store.count(collection, {}, 5)).toBe(3);
      });

      it('sorts in both directions, ties by id in the same one, nothing before everything', async () => {
        const numbers = { d: 2, b: 10, a: 2, e: null, c: undefined };
        await store.write(
          collection,
          Object.entries(numbers).map(([id, number]) => put(id, number === undefined ? {} : { number })),
        );
        expect(await ids({ sort: { field: 'number', direction: 'asc' } })).toEqual(['c', 'e', 'a', 'd', 'b']);
        expect(await ids({ sort: { field: 'number', direction: 'desc' } })).toEqual(['b', 'd', 'a', 'e', 'c']);
        expect(await ids({ sort: { field: 'id', direction: 'desc' } })).toEqual(['e', 'd', 'c', 'b', 'a']);
      });

      it('sorts numbers before text, and text by code points', async () => {
        const statuses = { a: 'b', c: 5, d: '\uFF5E', e: 'B', f: 'č' };
        await store.write(
          collection,
          Object.entries(statuses).map(([id, status]) => put(id, { status })),
        );
        expect(await ids({ sort: { field: 'status', direction: 'asc' } })).toEqual(['c', 'e', 'a', 'f', 'd']);
      });

      it.skipIf(engine.comparesByUnits)('sorts what lies beyond the BMP after all else', async () => {
        await store.write(collection, [put('a', { status: '\u{1F4E7}' }), put('b', { status: '\uFF5E' })]);
        expect(await ids({ sort: { field: 'status', direction: 'asc' } })).toEqual(['b', 'a']);
      });

      const sorts: Query['sort'][] = [
        undefined,
        { field: 'id', direction: 'desc' },
        { field: 'updatedAt', direction: 'asc' },
        { field: 'updatedAt', direction: 'desc' },
        { field: 'number', direction: 'asc' },
        { field: 'number', direction: 'desc' },
      ];
      const wheres: Query['where'][] = [
        {},
        { status: 'New' },
        { status: { in: ['New', 'Closed', null] } },
        { number: { lt: 5 } },
      ];
      const queries = sorts.flatMap((sort) => wheres.map((where) => ({ where, sort })));
      it.each(queries)(
        'pages through equal and missing values without loss: where $where, sort $sort',
        async ({ where, sort }) => {
          const statuses = ['New', 'Closed', 'Assigned', null];
          const documents = Array.from({ length: 60 }, (_, n) =>
            put(`id${String((n * 37) % 60).padStart(2, '0')}`, {
              status: statuses[n % 4],
              updatedAt: n % 5 === 0 ? null : `2026-01-0${n % 3}`,
              number: n % 7 === 0 ? null : n % 6,
            }),
          );
          await store.write(collection, documents);
          const query = { ...(where && { where }), ...(sort && { sort }) };
          const whole = await ids(query);
          expect(whole.length).toBe(await store.count(collection, where ?? {}));
          for (const limit of [1, 7]) expect(await allPages({ ...query, limit })).toEqual(whole);
        },
      );

      it('gives a last page that is full no next one', async () => {
        await store.write(collection, three);
        expect((await store.find(collection, { limit: 3 })).next).toBeNull();
        expect((await store.find(collection, { limit: 2 })).next).not.toBeNull();
      });

      it('neither repeats nor leaves out when documents come between two pages', async () => {
        const at = (id: string, number: number) => put(id, { number });
        await store.write(collection, [at('b', 1), at('d', 1), at('f', 1), at('h', 2)]);
        const walk = pages({ limit: 2, sort: { field: 'number', direction: 'asc' } });
        expect((await walk.next()).value).toEqual(['b', 'd']);
        await store.write(collection, [at('a', 1), at('c', 1), at('e', 1), at('z', 0)]);
        expect((await walk.next()).value).toEqual(['e', 'f']);
        expect((await walk.next()).value).toEqual(['h']);
      });

      it.each<[string, Partial<Query>, string]>([
        ['an unknown field in where', { where: { secret: 1 } }, 'where.secret'],
        ['an unknown field to sort by', { sort: { field: 'secret', direction: 'asc' } }, 'sort'],
        ['a limit of 0', { limit: 0 }, 'limit'],
        ['a limit above 1,000', { limit: 1001 }, 'limit'],
        ['a cursor of nobody', { cursor: 'AAAA' }, 'cursor'],
        ['a cursor that is no base64', { cursor: '💥' }, 'cursor'],
        ['an empty cursor', { cursor: '' }, 'cursor'],
      ])('refuses %s', async (_, query, path) => {
        const refused = store.find(collection, { limit: 10, ...query });
        await expect(refused).rejects.toThrow(Invalid);
        await expect(refused).rejects.toMatchObject({ fields: [{ path }] });
      });

      it('refuses a cursor of a query with another sort', async () => {
        await store.write(collection, three);
        const { next } = await store.find(collection, { limit: 1, sort: { field: 'number', direction: 'asc' } });
        const other = store.find(collection, {
          limit: 1,
          sort: { field: 'number', direction: 'desc' },
          cursor: next ?? '',
        });
        await expect(other).rejects.toMatchObject({ fields: [{ path: 'cursor' }] });
      });

      it('refuses an unknown field when counting', async () => {
        await expect(store.count(collection, { secret: 1 })).rejects.toThrow(Invalid);
      });
    });

    describe('searching', () => {
      beforeEach(() =>
        store.write(collection, [
          put('a', { subject: 'Račun št. 42 za žar in čaj', customer: 'Špela Žagar', status: 'New' }),
          put('b', { subject: 'RAČUNALNIK ne dela', customer: 'Bor', status: 'Closed' }),
          put('c', { subject: 'Invoice', customer: 'Zoë Müller', status: 'New' }),
          put('d', { number: 1, status: 'New' }),
        ]),
      );

      it.each([
        ['diacritics and case do not matter', 'racun', ['a', 'b']],
        ['nor in the query', 'RAČUN', ['a', 'b']],
        ['č, š and ž', 'čaj špela zagar', ['a']],
        ['decomposed letters', 'z\u030Cagar', ['a']],
        ['other languages', 'zoe mull', ['c']],
        ['a word by its beginning only', 'čun', []],
        ['every word must occur', 'račun bor', ['b']],
        ['words in any field, in any order', 'bor dela', ['b']],
        ['a number in the text', '42', ['a']],
        ['a word that nobody has', 'banana', []],
        ['no words at all', ' .,- ', ['a', 'b', 'c', 'd']],
      ])('finds by %s', async (_, text, expected) => {
        expect(await ids({ text })).toEqual(expected);
      });

      it('goes together with filter, sort and pages', async () => {
        const sort = { field: 'status', direction: 'desc' } as const;
        expect(await ids({ text: 'račun', where: { status: 'New' } })).toEqual(['a']);
        expect(await ids({ text: 'račun', where: { status: { in: ['New', 'Closed'] } }, sort })).toEqual(['a', 'b']);
        expect(await allPages({ text: 'račun', limit: 1, sort })).toEqual(['a', 'b']);
      });

      it('follows a document that changes, and one that is removed', async () => {
        await store.write(collection, [put('a', { subject: 'Dobavnica' }, 2), remove('b', 2)]);
        expect(await ids({ text: 'racun' })).toEqual([]);
        expect(await ids({ text: 'dobav' })).toEqual(['a']);
        await store.write(collection, [put('a', {}, 3)]);
        expect(await ids({ text: 'dobav' })).toEqual([]);
        await store.write(collection, [put('a', { subject: 'Dobavnica' }, 4)]);
        expect(await ids({ text: 'dobav' })).toEqual(['a']);
      });

      it.each([
        ['a quote', '"'],
        ['an open quote', '"racun'],
        ['SQL', "'; DROP TABLE cases; --"],
        ['half an operator', 'racun AND'],
        ['NOT', 'NOT racun'],
        ['NEAR', 'NEAR(racun, 2)'],
        ['a column', 'subject:racun'],
        ['columns', '{subject}: racun'],
        ['stars', '^racun*"*'],
        ['brackets', '((('],
        ['a NUL', 'a\u0000b'],
        ['half a surrogate pair', '\uD800'],
        ['a long word', 'x'.repeat(100_000)],
        ['a word many times', 'racun '.repeat(5_000)],
        ['many words', Array.from({ length: 5_000 }, (_, n) => `w${n}`).join(' ')],
      ])('takes hostile text as words: %s', async (_, text) => {
        await expect(store.find(collection, { limit: 10, text })).resolves.toBeDefined();
      });

      it('refuses text where nothing is searched', async () => {
        const plain = { ...cases, name: 'plain', text: [] };
        await store.prepare(plain);
        await expect(ids({ text: 'x' }, live(plain))).rejects.toMatchObject({ fields: [{ path: 'text' }] });
      });
    });

    documentListsContract(engine);

    describe('closed', () => {
      it('is unavailable, however often it is closed', async () => {
        const last = store.write(collection, [put('a', {})]);
        await store.close();
        await store.close();
        await last;
        const calls = [
          store.prepare(cases),
          store.startBuilding(cases),
          store.swap(cases, { key: 'k', from: null, to: '1', buildingKey: 'b' }),
          store.versions('cases'),
          store.drop(cases, []),
          store.get(collection, ['a']),
          store.find(collection, { limit: 1 }),
          store.count(collection, {}),
          store.write(collection, []),
          store.checkpoint('k'),
        ];
        for (const outcome of await Promise.allSettled(calls)) {
          expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
          expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(StoreUnavailable);
        }
      });
    });
  });
}
