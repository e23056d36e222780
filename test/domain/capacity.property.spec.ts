import fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidatesOf } from '../../src/domain/assignment/assign.js';
import { isOpen } from '../../src/domain/case/status.js';
import { AFTER_OPENING } from '../support/domain-builders.js';
import type { DomainWorld } from '../support/domain-world.js';
import {
  assigns,
  canHave,
  given,
  givesBack,
  newCase,
  type Step,
  sets,
  tags,
  takesBack,
  team,
} from '../support/given.js';

const LEFT_OUT = { statuses: ['Pending' as const], tags: ['parts', 'vip'] };
const company = [
  team('support', ['ana', 'bor'], { respects: true }),
  canHave('ana', 3, LEFT_OUT),
  canHave('bor', 2, LEFT_OUT),
];

/** Whatever people do with the cases that there are; a rule that forbids it leaves all as it was. */
const happening = fc.oneof(
  { weight: 2, arbitrary: fc.constant('case' as const) },
  fc.record({
    number: fc.integer({ min: 1, max: 6 }),
    what: fc.constantFrom('tag', 'other tag', 'untag', 'pending', 'close', 'open', 'give back', 'take', 'to bor'),
  }),
);

function did(number: number, what: string): Step {
  switch (what) {
    case 'tag':
      return tags(number, ['parts']);
    case 'other tag':
      return tags(number, ['german', 'vip']);
    case 'untag':
      return tags(number, [], ['parts', 'vip']);
    case 'pending':
      return sets(number, 'Pending');
    case 'close':
      return sets(number, 'Closed');
    case 'open':
      return sets(number, 'Assigned');
    case 'give back':
      return givesBack(number);
    case 'take':
      return takesBack(number);
    default:
      return assigns(number, 'bor');
  }
}

function worldAfter(happenings: readonly ('case' | { readonly number: number; readonly what: string })[]): DomainWorld {
  const scenario = given(...company);
  let cases = 0;
  for (const one of happenings) {
    if (one === 'case') scenario.when(newCase(++cases));
    else if (one.number <= cases) {
      try {
        scenario.when(did(one.number, one.what));
      } catch {
        // Closed cases go to nobody, and nobody opens an open one.
      }
    }
  }
  return scenario.world;
}

test('what counts for a capacity is what is open, theirs and not left out, whatever has happened', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const world = worldAfter(happenings);
      const [made] = world.all('EmailRouted');
      const rule = made?.data.case?.rule;
      if (!rule) return;
      for (const candidate of candidatesOf(world.routing.assignment, rule, AFTER_OPENING)) {
        const theirs = world.numbered().filter((one) => one.assignee === candidate.userId && isOpen(one.status));
        const out = theirs.filter(
          (one) => one.status === 'Pending' || one.tags.some((tag) => LEFT_OUT.tags.includes(tag)),
        );
        expect(candidate.limits?.capacity).toMatchObject({ counted: theirs.length - out.length, leftOut: out.length });
      }
    }),
    { numRuns: 200 },
  );
});
