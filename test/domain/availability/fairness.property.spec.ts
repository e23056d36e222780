import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from '../../../src/domain/assignment/assign.js';
import { type AssignmentEvent, assignment, giveTurn } from '../../../src/domain/assignment/assignment.js';
import { type AssignmentRule, NO_RULE } from '../../../src/domain/assignment/rule.js';
import type { AssignmentState } from '../../../src/domain/assignment/state.js';
import { AFTER_OPENING, teamId, userId } from '../../support/domain-builders.js';

const names = ['ana', 'bor', 'cene', 'dana'].map(userId);
const support = teamId('support');
const rule: AssignmentRule = {
  ...NO_RULE,
  distribution: 'round-robin',
  teamId: support,
  respects: { availability: true, capacity: true, rate: true, skills: true },
};
const company: AssignmentEvent[] = [
  { type: 'TeamCreated', data: { teamId: support, name: 'Support' } },
  ...names.flatMap((who): AssignmentEvent[] => [
    { type: 'UserRegistered', data: { userId: who, name: who, administrator: false } },
    { type: 'TeamMemberAdded', data: { teamId: support, userId: who, position: null } },
  ]),
];
const begin = company.reduce(assignment.evolve, assignment.initialState());

type Happening =
  | { readonly kind: 'case' }
  | { readonly kind: 'there' | 'away' | 'outside-hours'; readonly who: number };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'case' } as const) },
  fc.record({ kind: fc.constantFrom('there', 'away', 'outside-hours'), who: fc.nat(names.length - 1) }),
);

function comeOrGo(state: AssignmentState, kind: 'there' | 'away' | 'outside-hours', who: number): AssignmentState {
  const user = names[who] ?? userId('ana');
  return assignment.evolve(
    state,
    kind === 'there'
      ? { type: 'AvailabilityBegan', data: { userId: user, at: AFTER_OPENING } }
      : { type: 'AvailabilityEnded', data: { userId: user, reason: kind, at: AFTER_OPENING } },
  );
}

test('whoever is there is passed over by nobody twice, however people come and go, unless they were away', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      let state = begin;
      /** Since their last turn, or since they came back: who was given a case while they were there. */
      const passedOver = new Map(names.map((name) => [name, new Set<string>()]));
      for (const one of happenings) {
        if (one.kind !== 'case') {
          const who = names[one.who] ?? userId('ana');
          const wasAway = state.agents[who]?.absent === 'away';
          state = comeOrGo(state, one.kind, one.who);
          if (wasAway && one.kind !== 'away') passedOver.get(who)?.clear();
          continue;
        }
        const given = assign(state, rule, { asOf: null, at: AFTER_OPENING });
        state = giveTurn(state, given, null);
        if (given.userId === null) continue;
        passedOver.get(given.userId)?.clear();
        for (const waits of given.explanation.orderBefore.slice(1)) {
          expect(passedOver.get(waits)?.has(given.userId)).toBe(false);
          passedOver.get(waits)?.add(given.userId);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('going home over night takes nobody from their place', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(names.length - 1), { maxLength: 20 }), (nights) => {
      const rested = nights.reduce(
        (state, who) => comeOrGo(comeOrGo(state, 'outside-hours', who), 'there', who),
        begin,
      );
      const order = (state: AssignmentState) =>
        assign(state, rule, { asOf: null, at: AFTER_OPENING }).explanation.orderBefore;
      expect(order(rested)).toEqual(order(begin));
    }),
  );
});
