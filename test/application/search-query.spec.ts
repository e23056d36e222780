import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../src/application/search/excerpt.js';
import { parseSearch } from '../../src/application/search/search-query.js';
import { Invalid } from '../../src/domain/errors.js';

const nothing = { terms: [], marks: [], inbox: [], from: null, until: null };
const words = (text: string) => ({ text, kind: 'words' });
const phrase = (text: string) => ({ text, kind: 'phrase' });

describe('a search as people write it', () => {
  it.each([
    ['', nothing],
    ['  \t\n ', nothing],
    ['šotor  klin', { ...nothing, terms: [words('šotor'), words('klin')] }],
    ['"trije klini"', { ...nothing, terms: [phrase('trije klini')] }],
    ['„trije klini“', { ...nothing, terms: [phrase('trije klini')] }],
    [
      '-star -"the old one"',
      {
        ...nothing,
        terms: [
          { ...words('star'), not: true },
          { ...phrase('the old one'), not: true },
        ],
      },
    ],
    ['e-mail - a', null],
    ['e-mail', { ...nothing, terms: [words('e-mail')] }],
    ['from:Ana', { ...nothing, terms: [{ ...words('Ana'), fields: ['from'] }] }],
    ['FROM:ana@acme.example', { ...nothing, terms: [{ ...words('ana@acme.example'), fields: ['from'] }] }],
    ['-to:"Bor Kos"', { ...nothing, terms: [{ ...phrase('Bor Kos'), fields: ['to'], not: true }] }],
    ['subject:tent', { ...nothing, terms: [{ ...words('tent'), fields: ['subject'] }] }],
    ['has:attachment case:#042', { ...nothing, marks: ['attachment', 'case:42'] }],
    ['record:contact/Ab.17', { ...nothing, marks: ['record:Contact/Ab.17'] }],
    [
      'after:2026-03-01 before:2027',
      { ...nothing, from: '2026-03-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
    ],
    [
      'after:2026 after:2026-02 before:2027 before:2026-12',
      {
        ...nothing,
        from: '2026-02-01T00:00:00.000Z',
        until: '2026-12-01T00:00:00.000Z',
      },
    ],
    [
      'is:Unread in:"Old orders" in:archive',
      {
        ...nothing,
        inbox: [
          { kind: 'is', at: 1, state: 'unread' },
          { kind: 'in', at: 11, folder: 'Old orders' },
          { kind: 'in', at: 27, folder: 'archive' },
        ],
      },
    ],
    ['http://acme.example at:noon', { ...nothing, terms: [words('http://acme.example'), words('at:noon')] }],
  ] as const)('%j', (q, expected) => {
    if (expected) expect(parseSearch(q)).toEqual(expected);
    else expect(() => parseSearch(q)).toThrow(Invalid);
  });

  it.each([
    ['tent "open', 6, 'not closed'],
    ['from:', 1, 'needs a word'],
    ['a from:"', 8, 'not closed'],
    ['a !?', 3, 'no letters'],
    ['has:wings', 1, 'has:attachment'],
    ['-has:attachment', 1, 'no minus'],
    ['is:blue', 1, 'is:unread, is:read, is:starred'],
    ['lamp in:', 6, 'needs a value'],
    ['-in:trash', 1, 'no minus'],
    ['case:', 1, 'needs a value'],
    ['case:12a', 1, 'number'],
    ['lamp case:0', 6, 'number'],
    ['record:Contact', 1, 'type and an id'],
    ['record:Planet/1', 1, 'Opportunity'],
    ['record:Contact/1/2', 1, 'type and an id'],
    ['before:2026-02-30', 1, 'a day'],
    ['after:yesterday', 1, 'a day'],
    ['after:2026-1-1', 1, 'a day'],
    ['a '.repeat(33), 65, 'more than 32'],
    [`"${'a '.repeat(65)}"`, 1, 'more than 64 words'],
    ['x'.repeat(1_001), 1_001, 'longer than 1000'],
  ])('refuses %j and names the character', (q, at, what) => {
    const refused = () => parseSearch(q);
    expect(refused).toThrow(Invalid);
    try {
      refused();
    } catch (error) {
      const [field] = (error as Invalid).fields;
      expect(field).toMatchObject({ path: 'q' });
      expect(field?.message).toContain(`character ${at}:`);
      expect(field?.message).toContain(what);
    }
  });

  it('is read or refused, whatever is written, and asks for no more than it may', () => {
    const piece = fc.constantFrom(
      '"',
      '-',
      'from:',
      'case:',
      'before:',
      ' ',
      'a',
      'č',
      '\u0000',
      '2026',
      '„',
      ':',
      '\uD800',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 1_200 }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (q) => {
          try {
            const { terms, marks } = parseSearch(q);
            expect(terms.length + marks.length).toBeLessThanOrEqual(32);
          } catch (error) {
            expect(error).toBeInstanceOf(Invalid);
            const at = Number(/^character (\d+):/.exec((error as Invalid).fields[0]?.message ?? '')?.[1]);
            expect(at).toBeGreaterThanOrEqual(1);
            expect(at).toBeLessThanOrEqual(Math.max(1, q.length));
          }
        },
      ),
    );
  });

  it('reads words and phrases back as they were written', () => {
    const word = fc.stringMatching(/^[a-zčšž0-9]{1,8}$/);
    const term = fc.record({
      words: fc.array(word, { minLength: 1, maxLength: 3 }),
      minus: fc.boolean(),
      field: fc.constantFrom('', 'from:', 'subject:'),
    });
    fc.assert(
      fc.property(fc.array(term, { maxLength: 12 }), (all) => {
        const q = all
          .map(({ words: some, minus, field }) => `${minus ? '-' : ''}${field}"${some.join(' ')}"`)
          .join(' ');
        expect(parseSearch(q).terms).toEqual(
          all.map(({ words: some, minus, field }) => ({
            ...phrase(some.join(' ')),
            ...(field && { fields: [field.slice(0, -1)] }),
            ...(minus && { not: true }),
          })),
        );
      }),
    );
  });

  it.each(['"'.repeat(1_000), '-'.repeat(1_000), 'from:'.repeat(200), 'a:'.repeat(500), '\u0301'.repeat(1_000)])(
    'takes no longer for hostile text: %#',
    (q) => {
      const began = performance.now();
      for (let n = 0; n < 20; n++) {
        try {
          parseSearch(q);
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid);
        }
      }
      expect(performance.now() - began).toBeLessThan(1_000);
    },
  );
});

describe('an excerpt', () => {
  const shown = (text: string, q: string, field = 'text') => {
    const excerpt = excerptOf(text, parseSearch(q).terms, field);
    return { ...excerpt, marked: excerpt.matches.map(({ start, end }) => excerpt.text.slice(start, end)) };
  };

  it.each([
    ['words by their beginning', 'Račun za čaj. RAČUNI!', 'racun', ['Račun', 'RAČUNI']],
    ['decomposed letters', 'Z\u030Cagar pride', 'žagar', ['Z\u030Cagar']],
    ['a phrase', 'trije stari klini, trije klini', '"trije klini"', ['trije klini']],
    ['no word of a phrase alone', 'trije', '"trije klini"', []],
    ['nothing that must not be there', 'star klin', 'klin -star', ['klin']],
    ['what was asked of this text', 'Ana klin', 'klin from:ana', ['klin']],
    ['letters of two units', '📧 žar 𝒜𝒷', 'žar 𝒜', ['žar', '𝒜𝒷']],
    ['overlapping things once', 'stari klini', 'stari "stari klini"', ['stari klini']],
  ])('marks %s', (_, text, q, marked) => {
    expect(shown(text, q).marked).toEqual(marked);
  });

  it('is the part around the first match of a long text', () => {
    const { text, marked } = shown(`${'beseda '.repeat(500)}šotor pušča ${'beseda '.repeat(500)}`, 'sotor');
    expect(text.length).toBeLessThanOrEqual(240);
    expect(text.startsWith('beseda')).toBe(true);
    expect(marked).toEqual(['šotor']);
  });

  it('is the beginning where nothing of the text matches', () => {
    expect(shown('beseda '.repeat(100), 'subject:klin').text).toMatch(/^beseda .*beseda$/);
  });

  it('lies within its text, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), fc.constantFrom('a', 'e "a b"', '1'), (text, q) => {
        const { text: part, matches } = excerptOf(text, parseSearch(q).terms, 'text');
        expect(text).toContain(part);
        let before = 0;
        for (const { start, end } of matches) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(part.length);
          before = end;
        }
      }),
    );
  });

  it('of megabytes without an end of words takes no time', () => {
    const began = performance.now();
    for (const text of ['a'.repeat(200_000), '\u0301'.repeat(200_000), 'a '.repeat(100_000)]) shown(text, 'a "a a"');
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
