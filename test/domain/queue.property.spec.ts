import fc from 'fast-check';
import { expect, test } from 'vitest';
import { routeQueued } from '../../src/domain/routing/route.js';
import { initialRouting, type RoutingState } from '../../src/domain/routing/state.js';
import { routingAfter } from '../support/domain-world.js';
import { canHave, closes, given, is, joins, newCase, type Step, team, user } from '../support/given.js';

const company = [team('support', ['ana', 'bor'], { respects: true }), user('cene')];
const NAMES = ['ana', 'bor', 'cene'];

/** People come and go while cases come in; cases are numbered as they come. */
const happenings = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('case' as const) },
    fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom('there', 'away', 'outside-hours')),
    fc.tuple(fc.constantFrom(...NAMES), fc.integer({ min: 0, max: 3 })),
    fc.constant('cene joins' as const),
  ),
  { maxLength: 30 },
);

const history = happenings.map((list) => {
  let cases = 0;
  const steps = list.map((one): Step => {
    if (one === 'case') return newCase(++cases);
    if (one === 'cene joins') return joins('support', 'cene');
    const [name, what] = one;
    return typeof what === 'number' ? canHave(name, what) : is(name, what);
  });
  return { world: given(...company).when(...steps).world, cases };
});

test('a case waits only while nobody could have it, and when all are there each has gone to somebody, once', () => {
  fc.assert(
    fc.property(history, ({ world, cases }) => {
      expect(routeQueued(world.routing, null)).toBeNull();
      for (const name of NAMES) canHave(name, 1_000)(world);
      for (const name of NAMES) is(name, 'there')(world);
      world.route();
      expect(world.routing.queue).toEqual({});
      const given = [...world.all('EmailRouted'), ...world.all('CaseRouted')].flatMap(({ data }) =>
        data.assignment?.userId && data.case ? [data.case.id] : [],
      );
      expect(given).toHaveLength(cases);
      expect(new Set(given).size).toBe(cases);
      expect(world.numbered().every(({ assignee }) => assignee !== null)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('what waits is the same, folded again from what a store would hold, and is decided the same', () => {
  fc.assert(
    fc.property(history, ({ world }) => {
      let state: RoutingState = initialRouting();
      for (const event of world.log) {
        const found = event.type === 'CaseRouted' ? routeQueued(state, event.data.asOf) : null;
        if (found) expect(found.data).toEqual(event.data);
        // What was serialised is what was an event before.
        state = routingAfter(state, JSON.parse(JSON.stringify(event)));
      }
      expect(state).toEqual(world.routing);
    }),
    { numRuns: 100 },
  );
});

test('a case that is closed while it waits goes to nobody', () => {
  const { world } = given(...company, is('ana', 'away'), is('bor', 'away'), newCase(1), newCase(2)).when(
    closes(1),
    is('bor', 'there'),
  );
  expect(world.numbered().map(({ assignee }) => assignee)).toEqual([null, 'bor']);
});
