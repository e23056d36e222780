import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOpen } from '../../src/domain/case/events.js';
import { caseNode } from '../../src/domain/routing/thread-index.js';
import type { DomainWorld } from '../support/domain-world.js';
import { given, team } from '../support/given.js';
import { anyHappening } from '../support/random-history.js';
import { UnionFind } from '../support/union-find.js';

const history = fc.array(anyHappening, { maxLength: 40, size: 'max' });
const company = [team('support', ['ana', 'bor', 'cene']), team('sales', ['ana', 'dana: agent'])];

function forAnyHistory(numRuns: number, check: (world: DomainWorld) => void): void {
  fc.assert(
    fc.property(history, (happenings) => {
      const { world } = given(...company).when(...happenings.map(({ step }) => step));
      check(world);
    }),
    { numRuns },
  );
}

test('a thread makes a case only when none of it has one, so that two cases of a thread come from two threads', () => {
  let made = 0;
  forAnyHistory(300, (world) => {
    const threads = new UnionFind();
    const withCase = new Set<string>();
    for (const { data } of world.all('EmailRouted')) {
      const ids = [data.messageId, ...data.references];
      const hadCase = ids.some((id) => [...withCase].some((one) => threads.root(one) === threads.root(id)));
      if (data.case?.created) {
        made++;
        expect(hadCase, `${data.messageId} makes case ${data.case.number}`).toBe(false);
      }
      threads.join(ids);
      if (data.case) withCase.add(data.messageId);
    }
  });
  expect(made).toBeGreaterThan(300);
});

test('numbers are unique and rising, and every case that was decided is made once', () => {
  forAnyHistory(300, (world) => {
    const decided = [...world.all('EmailRouted'), ...world.all('CaseRouted')]
      .sort((a, b) => a.revision - b.revision)
      .flatMap(({ data }) => (data.case?.created ? [data.case] : []));
    const numbers = decided.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    const created = world.all('CaseCreated').map(({ data }) => ({ id: data.caseId, number: data.number }));
    expect(created).toEqual(decided.map(({ id, number }) => ({ id, number })));
  });
});

test('a message stands in one case at most, and in one whenever that was decided', () => {
  forAnyHistory(300, (world) => {
    const added = world.all('CaseEmailAdded').map(({ data }) => data.emailId);
    expect(added, 'each once').toHaveLength(new Set(added).size);
    const belongs = world
      .all('EmailRouted')
      .flatMap(({ data }) => (data.case ? [data.emailId, ...data.joined.map(({ emailId }) => emailId)] : []));
    expect(new Set(added)).toEqual(new Set(belongs));
  });
});

test('what has no user has said why, and everybody who has a case was told', () => {
  forAnyHistory(200, (world) => {
    for (const { caseId, assignee } of world.numbered()) {
      const told = world
        .stream(`case-${caseId}`)
        .filter(
          ({ type }) =>
            type === 'CaseAssigned' ||
            type === 'CaseLeftUnassigned' ||
            type === 'CaseUnassigned' ||
            type === 'CaseAssignmentLapsed',
        );
      const last = told.at(-1);
      expect(told.length).toBeGreaterThan(0);
      if (assignee !== null && last?.type === 'CaseAssigned') expect(last.data.userId).toBe(assignee);
    }
    expect(world.routing.waiting).toEqual([]);
    expect(world.nextCause()).toBeNull();
  });
});

test('the index of message ids says of every case what the case says', () => {
  forAnyHistory(200, (world) => {
    for (const { caseId, number, status, duplicateOf } of world.numbered()) {
      const node = caseNode(world.index, caseId);
      expect(node).toMatchObject({ number, open: isOpen(status), duplicateOf: duplicateOf?.id ?? null });
    }
  });
});

test('what was carried out before a crash is not carried out again after it', () => {
  fc.assert(
    fc.property(history, (happenings) => {
      const { world } = given(...company);
      for (const { step } of happenings) {
        const decided = world.stream('routing').length;
        step(world);
        world.route();
        const before = world.log.length;
        world.carryOutAgain(decided);
        expect(world.log.slice(before)).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
