import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CollectionSpec,
  type DocumentStore,
  type DocumentWrite,
  type Filter,
  live,
  type Query,
  type SearchTerm,
} from '../../src/application/ports/document-store.js';
import type { DocumentStoreEngine } from './document-store.js';

interface Mail {
  readonly at?: string | null;
  readonly readers?: readonly string[];
  readonly kind?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly body?: string;
}

const mails: CollectionSpec = {
  name: 'mails',
  version: 1,
  fields: ['at', 'kind'],
  arrays: ['readers'],
  indexes: [['at'], ['readers', 'at']],
  fullText: { fields: ['subject', 'from', 'body'], order: 'at' },
};

const put = (id: string, mail: Mail, at = 1): DocumentWrite => ({
  id,
  document: { ...mail },
  position: String(at).padStart(8, '0'),
});
const words = (text: string, ...fields: string[]): SearchTerm => ({
  text,
  kind: 'words',
  ...(fields.length > 0 && { fields }),
});
const phrase = (text: string, ...fields: string[]): SearchTerm => ({ ...words(text, ...fields), kind: 'phrase' });
const not = (term: SearchTerm): SearchTerm => ({ ...term, not: true });

/** What a search in whole texts means to every DocumentStore. */
export function fullTextContract(engine: DocumentStoreEngine): void {
  describe('full texts', () => {
    let store: DocumentStore;
    let removeStore: () => Promise<void>;
    const collection = live(mails);
    const newest = { field: 'at', direction: 'desc' } as const;

    beforeEach(async () => {
      ({ store, remove: removeStore } = await engine.open());
      await store.prepare(mails);
    });
    afterEach(() => removeStore());

    const ids = async (search: readonly SearchTerm[], query: Partial<Query> = {}) =>
      (await store.find(collection, { limit: 1_000, sort: newest, search, ...query })).items.map(({ id }) => id);
    async function paged(query: Partial<Query>): Promise<string[]> {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await store.find(collection, { limit: 2, sort: newest, ...query, ...(cursor && { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next;
      }
      return seen;
    }

    const four = [
      put('a', { at: '2026-01-01T08:00:00Z', subject: 'Račun za čaj', from: 'Špela Žagar', body: 'Prosim za račun.' }),
      put('b', { at: '2026-01-02T08:00:00Z', subject: 'Invoice', from: 'Ana Rak', body: 'The račun is late, za Ano.' }),
      put('c', { at: '2026-01-03T08:00:00Z', subject: 'Tent', from: 'Bor', body: 'The old tent of the hut leaks.' }),
      put('d', { at: '2026-01-04T08:00:00Z', kind: 'note', body: 'the the old hut' }),
    ];

    it.each<[string, readonly SearchTerm[], string[]]>([
      ['nothing asked', [], ['d', 'c', 'b', 'a']],
      ['words by their beginning', [words('rac')], ['b', 'a']],
      ['case and diacritics do not matter', [words('RAČUN'), words('žagar')], ['a']],
      ['every word, in any text', [words('tent bor')], ['c']],
      ['a word in a text', [words('ra', 'from')], ['b']],
      ['a word in one of two', [words('ra', 'from', 'subject')], ['b', 'a']],
      ['a phrase', [phrase('račun za')], ['a']],
      ['a phrase of whole words', [phrase('ču'), phrase('old')], []],
      ['a phrase that begins twice', [phrase('the old')], ['d', 'c']],
      ['a phrase in one text', [phrase('old hut', 'subject')], []],
      ['a phrase does not go on in the next text', [phrase('čaj Špela')], []],
      ['one word as a phrase is whole', [phrase('racun')], ['b', 'a']],
      ['minus', [words('the'), not(words('tent'))], ['d', 'b']],
      ['minus alone', [not(words('the'))], ['a']],
      ['minus a phrase', [not(phrase('the old'))], ['b', 'a']],
      ['minus a phrase of one word', [words('r'), not(phrase('rac'))], ['b', 'a']],
      ['minus in a text', [words('racun'), not(words('racun', 'subject'))], ['b']],
      ['minus all of several words', [not(words('old tent'))], ['d', 'b', 'a']],
      ['a term without letters', [words('!?'), phrase(' … '), words('tent')], ['c']],
      ['what nobody wrote', [words('banana')], []],
    ])('finds by %s', async (_, search, expected) => {
      await store.write(collection, four);
      expect(await ids(search)).toEqual(expected);
      expect(await ids(search, { sort: { ...newest, direction: 'asc' } })).toEqual([...expected].reverse());
      expect(await paged({ search })).toEqual(expected);
    });

    it('goes together with filters, and looks for no more', async () => {
      await store.write(collection, four);
      expect(await ids([words('the')], { where: { kind: 'note' } })).toEqual(['d']);
      expect(await ids([words('the')], { where: { at: { gte: '2026-01-02T08:00:00Z', lt: '2026-01-04' } } })).toEqual([
        'c',
        'b',
      ]);
      expect(await ids([], { anyOf: [{ kind: 'note' }, { id: 'a' }] })).toEqual(['d', 'a']);
    });

    it('finds what somebody may read', async () => {
      await store.write(collection, [
        put('a', { at: '2026-01-01T00:00:00Z', body: 'lamp', readers: ['ana', 'bor'] }),
        put('b', { at: '2026-01-02T00:00:00Z', body: 'lamp', readers: ['x'.repeat(300)] }),
        put('c', { at: '2026-01-03T00:00:00Z', body: 'lamp ana' }),
      ]);
      const may = (...readers: string[]) => ids([words('lamp')], { where: { readers: { in: readers } } });
      expect(await may('ana')).toEqual(['a']);
      expect(await may('an')).toEqual([]);
      expect(await may('bor', 'x'.repeat(300))).toEqual(['b', 'a']);
      expect(await may()).toEqual([]);
      expect(await ids([], { anyOf: [{ readers: 'ana' }, { readers: 'nobody' }] })).toEqual(['a']);
      expect(await ids([words('ana')], { anyOf: [] })).toEqual([]);
      expect(await ids([words('\uE000')])).toEqual(['c', 'b', 'a']);
      await store.write(collection, [put('a', { body: 'lamp', readers: ['cene'] }, 2)]);
      expect(await may('ana')).toEqual([]);
      expect(await may('cene')).toEqual(['a']);
    });

    it('follows what changes, what is removed and what comes late', async () => {
      await store.write(collection, four);
      await store.write(collection, [
        put('a', { at: '2026-02-01T00:00:00Z', body: 'the new one' }, 5),
        { id: 'c', document: null, position: '00000005' },
      ]);
      await store.write(collection, four.slice(2));
      expect(await ids([words('racun')])).toEqual(['b']);
      expect(await ids([words('the')])).toEqual(['a', 'd', 'b']);
      await store.write(collection, [put('c', { at: '2026-01-05T00:00:00Z', body: 'the third' }, 6)]);
      expect(await ids([words('the')])).toEqual(['a', 'c', 'd', 'b']);
    });

    it('pages through equal, odd and missing instants without loss', async () => {
      const instants = [
        '2026-01-01T00:00:00Z',
        '2026-01-01T00:00:00.500Z',
        '0001-01-01T00:00:00Z',
        null,
        undefined,
        '2026-01-01T00:00:01Z',
      ];
      const instant = (n: number) => instants[n % 6];
      const all = Array.from({ length: 40 }, (_, n) => put(`id${n}`, { at: instant(n) ?? null, body: 'lamp' }));
      await store.write(collection, [...all, put('late', { at: '9999-12-31T23:59:59Z', body: 'lamp' })]);
      for (const direction of ['asc', 'desc'] as const) {
        const sort = { field: 'at', direction };
        const whole = (await store.find(collection, { sort, limit: 100 })).items.map(({ id }) => id);
        expect(await paged({ search: [words('lamp')], sort })).toEqual(whole);
      }
    });

    it('is rebuilt beside the live one, searched meanwhile, and dropped', async () => {
      await store.write(collection, four);
      const built = await store.startBuilding(mails);
      await store.write(built, [put('e', { at: '2026-01-09T00:00:00Z', body: 'lamp' })]);
      expect(await ids([words('lamp')])).toEqual([]);
      expect(await ids([words('tent')])).toEqual(['c']);
      await store.swap(mails, { key: 'k', from: null, to: '1', buildingKey: 'b' });
      expect(await ids([words('lamp')])).toEqual(['e']);
      expect(await ids([words('tent')])).toEqual([]);
      await store.prepare({ ...mails, indexes: [['at']] });
      expect(await ids([words('lamp')])).toEqual(['e']);
      await store.drop(mails, ['k']);
      await store.prepare(mails);
      expect(await ids([])).toEqual([]);
    });

    it.each([
      ['operators', 'AND OR NOT NEAR(a, 2)'],
      ['quotes', '"a" \'b\' "'],
      ['columns', '{subject}: a - body : b'],
      ['stars', '^a*'],
      ['a NUL', 'a\u0000b'],
      ['half a surrogate pair', '\uD800'],
      ['a long word', 'x'.repeat(100_000)],
    ])('takes hostile text as words: %s', async (_, text) => {
      for (const term of [words(text), phrase(text), not(words(text)), not(phrase(text, 'body'))])
        await expect(ids([term])).resolves.toBeDefined();
    });

    it('knows a long word by its first 64 letters', async () => {
      await store.write(collection, [put('a', { at: '2026-01-01T00:00:00Z', body: 'x'.repeat(200) })]);
      expect(await ids([words('x'.repeat(150))])).toEqual(['a']);
      expect(await ids([words(`${'x'.repeat(60)}y`)])).toEqual([]);
    });

    it.each<[string, readonly SearchTerm[], Partial<Query>, string]>([
      ['more than 64 words', [words('w '.repeat(65))], {}, 'search'],
      ['an unknown text', [words('a', 'secret')], {}, 'search'],
      ['another order', [words('a')], { sort: { field: 'kind', direction: 'asc' } }, 'sort'],
    ])('refuses %s', async (_, search, query, path) => {
      await expect(ids(search, query)).rejects.toMatchObject({ fields: [{ path }] });
    });

    it('refuses other texts under the same version', async () => {
      const changed = { ...mails, fullText: { fields: ['subject'], order: 'at' } };
      await expect(store.prepare(changed)).rejects.toThrow(/raise its version/);
    });

    it('finds what a plain look at every word finds', async () => {
      const word = fc.constantFrom('žar', 'zar', 'žarnica', 'lamp', 'Lamp', 'l');
      const text = fc.array(word, { maxLength: 5 }).map((all) => all.join(' '));
      const mail = fc.record<Mail>({
        at: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.100Z', '2026-01-02T00:00:00Z'),
        readers: fc.uniqueArray(fc.constantFrom('ana', 'bor')),
        subject: text,
        body: text,
      });
      const term = fc.record<SearchTerm>(
        {
          text: fc.array(word, { minLength: 1, maxLength: 2 }).map((all) => all.join(' ')),
          kind: fc.constantFrom('words', 'phrase'),
          fields: fc.constantFrom(['subject'], ['body'], ['subject', 'body']),
          not: fc.boolean(),
        },
        { requiredKeys: ['text', 'kind'] },
      );
      const asked = fc.record({ search: fc.array(term, { maxLength: 3 }), reader: fc.constantFrom('ana', null) });
      const property = fc.asyncProperty(
        fc.array(mail, { maxLength: 12 }),
        fc.array(asked, { minLength: 6, maxLength: 6 }),
        async (all, queries) => {
          await store.drop(mails, []);
          await store.prepare(mails);
          await store.write(
            collection,
            all.map((one, n) => put(`id${n}`, one)),
          );
          for (const { search, reader } of queries) {
            const expected = all.flatMap((one, n) => {
              const readable = reader === null || one.readers?.includes(reader);
              return readable && search.every((each) => holds(one, each) !== (each.not ?? false)) ? [`id${n}`] : [];
            });
            const where: Filter = reader === null ? {} : { readers: reader };
            const found = await ids(search, { where });
            expect([...found].sort()).toEqual(expected.sort());
            expect(await paged({ search, where })).toEqual(found);
          }
        },
      );
      await fc.assert(property, { numRuns: engine.name === 'MongoDB' ? 6 : 60 });
    });
  });
}

/** Told without any of the program's own code. */
function holds(mail: Mail, { text, kind, fields = ['subject', 'from', 'body'] }: SearchTerm): boolean {
  const plain = (one: string) => one.toLowerCase().replaceAll('ž', 'z');
  const texts = fields.map((field) => ` ${plain(mail[field as 'subject'] ?? '')} `);
  if (kind === 'phrase') return texts.some((one) => one.includes(` ${plain(text)} `));
  return plain(text)
    .split(' ')
    .every((word) => texts.some((one) => one.includes(` ${word}`)));
}
