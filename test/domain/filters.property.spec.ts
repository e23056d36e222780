import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pattern } from '../../src/domain/filter/pattern.js';
import { PhraseFinder } from '../../src/domain/filter/phrases.js';
import { decided, filterOf, mail, ofAccount, ofUser } from '../support/filters.js';

/** By definition: a star is any number of characters, tried one after another. */
function naive(text: string, value: string): boolean {
  if (text === '') return value === '';
  if (text[0] !== '*') return value[0] === text[0] && naive(text.slice(1), value.slice(1));
  return naive(text.slice(1), value) || (value !== '' && naive(text, value.slice(1)));
}

const fewLetters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 9 });
const fewLettersAndStars = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 });
/** Milliseconds: a thousand times what linear work on such input takes would be more. */
const QUICK = 5_000;

function quickly<T>(work: () => T): T {
  const startedAt = performance.now();
  const result = work();
  expect(performance.now() - startedAt).toBeLessThan(QUICK);
  return result;
}

describe('A `*` pattern', () => {
  test('matches what its definition says', () => {
    fc.assert(
      fc.property(fewLettersAndStars, fewLetters, (text, value) => {
        expect(pattern(text).test(value)).toBe(naive(text, value));
      }),
      { numRuns: 3_000 },
    );
  });

  test('matches all exactly where it is nothing but stars', () => {
    fc.assert(
      fc.property(fewLettersAndStars, (text) => {
        expect(pattern(text).matchesAll).toBe(/^\*+$/.test(text));
      }),
    );
  });

  test('takes linear time whatever it is', () => {
    const value = 'a'.repeat(10_000_000);
    const hostile = [
      '*a'.repeat(100),
      `${'*a'.repeat(99)}*b`,
      `*${'a'.repeat(198)}b*`,
      `*${'ab'.repeat(99)}*`,
      '*'.repeat(200),
    ];
    for (const text of hostile) quickly(() => pattern(text).test(value));
    expect(pattern(`*${'a'.repeat(198)}b*`).test(`${value}b`)).toBe(true);
  });
});

describe('Phrases in a text', () => {
  test('are those that a search for each one alone finds', () => {
    const phrases = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 }), {
      maxLength: 12,
    });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });
    fc.assert(
      fc.property(phrases, text, (all, where) => {
        const found = new PhraseFinder(all).in(where);
        expect([...found].sort()).toEqual([...new Set(all)].filter((one) => where.includes(one)).sort());
      }),
      { numRuns: 3_000 },
    );
  });

  test('of any characters are found', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        fc.string({ unit: 'grapheme' }),
        (one, rest) => {
          expect([...new PhraseFinder([one]).in(`${rest}${one}${rest}`)]).toEqual([one]);
        },
      ),
    );
  });

  test('are found in linear time whatever they are', () => {
    const text = 'a'.repeat(10_000_000);
    const nested = Array.from({ length: 200 }, (_, n) => 'a'.repeat(n + 1));
    const almost = Array.from({ length: 200 }, (_, n) => `${'a'.repeat(199)}${String.fromCharCode(0x4e00 + n)}`);
    expect(quickly(() => new PhraseFinder([...nested, 'b']).in(text)).size).toBe(200);
    expect(quickly(() => new PhraseFinder(almost).in(text)).size).toBe(0);
  });
});

describe('Filters', () => {
  const action = fc.constantFrom(
    { kind: 'no-case' as const },
    { kind: 'mark-as-read' as const },
    { kind: 'need-skill' as const, skill: 'german' },
    { kind: 'none' as const },
  );
  const subject = fc.constantFrom('*', '*printer*', '*water*');
  const one = fc.record({ order: fc.integer({ min: -2, max: 2 }), action, subject, own: fc.boolean() });
  const some = fc.array(one, { maxLength: 8 });

  test('decide the same in whichever order they were defined', () => {
    fc.assert(
      fc.property(
        some.chain((filters) =>
          fc.tuple(fc.constant(filters), fc.shuffledSubarray([...filters.keys()], { minLength: filters.length })),
        ),
        ([filters, shuffled]) => {
          const defined = filters.map(({ order, action: then, subject: text, own }, n) =>
            filterOf({
              id: `f${n}`,
              order,
              like: { subject: text },
              scope: own ? ofUser('bor') : ofAccount('help'),
              does: own && (then.kind === 'no-case' || then.kind === 'need-skill') ? { kind: 'none' } : then,
            }),
          );
          const other = shuffled.flatMap((n) => defined[n] ?? []);
          expect(decided(other, mail())).toEqual(decided(defined, mail()));
        },
      ),
    );
  });
});
