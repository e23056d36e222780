import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseId, streams } from '../../src/domain/ids.js';
import { originalOf, ownNode } from '../../src/domain/routing/thread-index.js';
import {
  account,
  beforeCarriedOut,
  caseCount,
  closes,
  copy,
  email,
  given,
  marksDuplicate,
  noCase,
  puts,
  saysItself,
  standsIn,
  team,
  tells,
  tellsNothingOf,
} from '../support/given.js';
import { anyHappening } from '../support/random-history.js';

const support = team('support', ['ana', 'bor']);
const archive = account('archive', null);

describe('a user puts a message into a case', () => {
  test('and it leaves the one that it was in', () => {
    given(support)
      .when(email('a'), email('b'), puts('b', 1))
      .then(caseCount(2), standsIn('b', 1), tells(2, 'CaseEmailRemoved', {}), standsIn('a', 1));
  });

  test('and answers to it go there, whatever else its thread is about', () => {
    given(support)
      .when(email('a'), email('b'), puts('b', 1), email('c', { re: 'b' }))
      .then(standsIn('c', 1), caseCount(2));
  });

  test('which had none, of an account that makes none', () => {
    given(support, archive)
      .when(email('a'), email('b', { account: 'archive' }), puts('b', 1), email('c', { re: 'b' }))
      .then(standsIn('b', 1), standsIn('c', 1), caseCount(1));
  });

  test('and opens none that is closed', () => {
    given(support)
      .when(email('a'), email('b'), closes(1), puts('b', 1))
      .then(standsIn('b', 1), tellsNothingOf(1, 'CaseReopened'));
  });

  test('a duplicate stands for its original', () => {
    given(support).when(email('a'), email('b'), email('c'), marksDuplicate(2, 1), puts('c', 2)).then(standsIn('c', 1));
  });

  test('also where it is in that already, and its own stream says so', () => {
    given(support)
      .when(email('a'), email('b'), marksDuplicate(2, 1), puts('a', 2))
      .then(standsIn('a', 1), saysItself('a', 1));
  });

  test('also where that became a duplicate while it was decided', () => {
    given(support)
      .when(email('a'), email('b'), email('c'), beforeCarriedOut(puts('c', 2), marksDuplicate(2, 1)))
      .then(standsIn('c', 1));
  });

  test('and takes it out again: what answers it makes a case of its own', () => {
    given(support)
      .when(email('a'), puts('a', null), email('b', { re: 'a' }))
      .then(standsIn('a', null), tells(1, 'CaseEmailRemoved', {}), caseCount(2), standsIn('b', 2));
  });

  test('and the case stays that of the others of its thread', () => {
    given(support)
      .when(email('a'), email('b', { re: 'a' }), puts('b', null), email('c', { re: 'b' }))
      .then(standsIn('a', 1), standsIn('b', null), standsIn('c', 1), caseCount(1));
  });

  test('and nothing automatic puts it into one: neither another delivery nor a case that its thread gets', () => {
    given(support, archive)
      .when(email('a', { account: 'archive' }), puts('a', null), copy('a', 'support'), email('b', { re: 'a' }))
      .then(noCase('a', 'already-in-a-case'), standsIn('a', null), standsIn('b', 1));
  });
});

/** What users say of messages, anywhere in a history. */
const choice = fc.tuple(fc.nat({ max: 30 }), fc.option(fc.integer({ min: 1, max: 6 })));
const history = fc.array(fc.oneof({ weight: 3, arbitrary: anyHappening }, { weight: 2, arbitrary: choice }), {
  maxLength: 40,
  size: 'max',
});

test('in any order of events a message stands in one case at most, in that which was chosen last, and no crash changes that', () => {
  let chosen = 0;
  fc.assert(
    fc.property(history, (all) => {
      const { world } = given(support, team('sales', ['ana', 'dana: agent']));
      const choices = new Map<string, CaseId | undefined>();
      for (const one of all) {
        const decided = world.stream('routing').length;
        if (Array.isArray(one)) {
          const [n, number] = one;
          const names = [...world.emails.keys()];
          const name = names[n % Math.max(1, names.length)] ?? '';
          const isThere =
            world.emails.has(name) && (number === null || world.numbered().some((it) => it.number === number));
          const isRouted =
            isThere &&
            world.stream(streams.email(world.email(name).emailId)).some(({ type }) => type === 'EmailThreaded');
          if (!isRouted) continue;
          const told = world.log.length;
          puts(name, number)(world);
          // It is there already.
          if (world.log.length === told) continue;
          // A duplicate stands for what it is a duplicate of at that moment.
          choices.set(name, number === null ? undefined : originalOf(world.index, world.caseOf(number).caseId)?.caseId);
        } else one.step(world);
        world.route();
        const before = world.log.length;
        world.carryOutAgain(decided);
        expect(world.log.slice(before)).toEqual([]);
      }
      chosen += choices.size;
      const sums = new Map<string, Map<string, number>>();
      for (const { type, data } of world.log) {
        if (type !== 'CaseEmailAdded' && type !== 'CaseEmailRemoved') continue;
        const of = sums.get(data.emailId) ?? new Map<string, number>();
        sums.set(data.emailId, of.set(data.caseId, (of.get(data.caseId) ?? 0) + (type === 'CaseEmailAdded' ? 1 : -1)));
      }
      for (const of of sums.values()) {
        const there = [...of.values()].filter((sum) => sum !== 0);
        expect(there).toEqual(there.length === 0 ? [] : [1]);
      }
      for (const [name, chosenCase] of choices) {
        const { emailId, threadKey } = world.email(name);
        const node = ownNode(world.index, threadKey, emailId);
        const wanted = chosenCase && originalOf(world.index, chosenCase)?.caseId;
        expect(node?.caseId ? originalOf(world.index, node.caseId)?.caseId : undefined, name).toBe(wanted);
      }
    }),
    { numRuns: 200 },
  );
  expect(chosen).toBeGreaterThan(200);
});
