import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mentionedIn } from '../../src/domain/case/mentions.js';

it.each([
  ['@ana', ['ana']],
  ['Could you look, @ana?', ['ana']],
  ['(@ana), @bor. And @ana again', ['ana', 'bor']],
  ['@Ana', ['ana']],
  ['@janez.novak, please.', ['janez.novak']],
  ['@ana-', ['ana']],
  ['čaj @ana čaj', ['ana']],
  ['ana@acme.example', []],
  ['<ana@acme.example>', []],
  ['info+@ana', []],
  ['word@ana', []],
  ['č@ana', []],
  ['@anač', []],
  ['@ana@host.example', []],
  ['@ana.b@host.example', []],
  ['https://social.example/@ana', []],
  ['run `mail @ana` first', []],
  ['```\n@ana\n```\n@bor', ['bor']],
  ['``` never closed @ana', []],
  ['a ` alone, @ana', ['ana']],
  ['@', []],
  ['@@ana', []],
  ['@constructor', []],
  [`@${'a'.repeat(65)}`, []],
])('%j names %j', (text, names) => {
  expect(mentionedIn(text)).toEqual(names);
});

it('names nobody that is not written there, and few enough', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      const found = mentionedIn(text);
      expect(found.length).toBeLessThanOrEqual(50);
      for (const userId of found) expect(text.toLowerCase()).toContain(`@${userId}`);
    }),
  );
  const many = Array.from({ length: 80 }, (_, n) => `@u${n}`).join(' ');
  expect(mentionedIn(many)).toHaveLength(50);
});

it.each(['`', '```', '@', '@a.', '@-', '@a@', '@a`'])('a long text of %j takes no time', (piece) => {
  const started = performance.now();
  mentionedIn(piece.repeat(Math.floor(20_000 / piece.length)));
  expect(performance.now() - started).toBeLessThan(1_000);
});
