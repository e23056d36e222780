import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DomainWorld } from '../support/domain-world.js';
import { given, team } from '../support/given.js';
import { anyHappening, countOpenCases } from '../support/random-history.js';

const history = fc.array(anyHappening, { maxLength: 40, size: 'max' });
const company = [
  team('support', ['ana', 'bor', 'cene'], { distribution: 'less-busy' }),
  team('sales', ['ana', 'dana: agent'], { distribution: 'less-busy' }),
];

/** Routing as always, with each pick held against the cases as they stand. */
function routeAndCheckPicks(world: DomainWorld): number {
  let picks = 0;
  world.carryOut();
  for (let decision = world.decide(); decision; decision = world.decide()) {
    const counts = countOpenCases(world);
    const picked = 'assignment' in decision.data ? decision.data.assignment : null;
    if (picked?.userId && picked.distribution === 'less-busy') {
      picks++;
      const own = counts.get(picked.userId) ?? 0;
      for (const { userId, eligible, openCases } of picked.explanation.candidates) {
        expect(openCases, `open cases of ${userId}`).toBe(counts.get(userId) ?? 0);
        if (eligible) expect(own, `${picked.userId} before ${userId}`).toBeLessThanOrEqual(openCases);
      }
    }
    world.commit(decision);
    world.carryOut();
  }
  return picks;
}

test('less-busy never picks somebody with more open cases than another, and the fold counts what the cases say', () => {
  let picks = 0;
  fc.assert(
    fc.property(history, (happenings) => {
      const { world } = given(...company);
      for (const { step } of happenings) {
        step(world);
        picks += routeAndCheckPicks(world);
        const counted = Object.entries(world.routing.assignment.agents).flatMap(([name, { openCases }]) =>
          openCases > 0 ? [[name, openCases] as const] : [],
        );
        expect(new Map(counted)).toEqual(countOpenCases(world));
      }
    }),
    { numRuns: 500 },
  );
  expect(picks).toBeGreaterThan(500);
});
