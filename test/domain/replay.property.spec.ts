import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordedEvent } from '../../src/domain/events.js';
import { routeCase, routeEmail, routeQueued } from '../../src/domain/routing/route.js';
import { initialRouting, type RoutingState } from '../../src/domain/routing/state.js';
import type { IndexDocument } from '../../src/domain/routing/thread-index.js';
import { type DomainWorld, indexChangesOf, routingAfter } from '../support/domain-world.js';
import { given, team } from '../support/given.js';
import { anyHappening } from '../support/random-history.js';

const company = [
  team('support', ['ana', 'bor', 'cene']),
  team('sales', ['ana', 'dana'], { distribution: 'less-busy' }),
];
const history = fc
  .array(anyHappening, { maxLength: 25, size: 'max' })
  .map((happenings) => given(...company).when(...happenings.map(({ step }) => step)).world);

/** What a log says from its start, read from the bytes that a store would hold. */
function refold(log: readonly RecordedEvent[]): { state: RoutingState; index: Map<string, IndexDocument> } {
  let state = initialRouting();
  const index = new Map<string, IndexDocument>();
  for (const event of log) {
    // What was serialised is what was an event before.
    const read = JSON.parse(JSON.stringify(event)) as RecordedEvent;
    for (const [key, document] of indexChangesOf(index, read)) index.set(key, document);
    state = routingAfter(state, read);
  }
  return { state, index };
}

const upTo = ({ log }: DomainWorld, ref: { stream: string; revision: number } | null): readonly RecordedEvent[] =>
  log.slice(
    0,
    ref ? log.findIndex(({ stream, revision }) => stream === ref.stream && revision === ref.revision) + 1 : 0,
  );

test('deciding again from the log as of each decision gives the same events', () => {
  fc.assert(
    fc.property(history, (world) => {
      for (const { type, data } of world.stream('routing')) {
        if (type === 'EmailParked') continue;
        if (type !== 'EmailRouted' && type !== 'CaseRouted') throw new Error(`${type} in routing`);
        const { state, index } = refold(upTo(world, data.asOf));
        const [cause] = world.stream(data.cause.stream).filter(({ revision }) => revision === data.cause.revision);
        if (type === 'CaseRouted') {
          const waiting = state.waiting.find((one) => isDeepStrictEqual(one.cause, data.cause));
          const again = waiting ? routeCase(state, index, waiting, data.asOf) : routeQueued(state, data.asOf);
          expect(again).toEqual({ type, data });
        } else if (cause?.type === 'EmailReceived' || cause?.type === 'EmailDelivered') {
          expect(routeEmail(state, index, world.causeOf(cause), data.asOf)).toEqual({ type, data });
        } else throw new Error('a message is decided because it came');
      }
    }),
    { numRuns: 150 },
  );
});

test('folding the log from its start gives what was folded as it grew', () => {
  fc.assert(
    fc.property(history, (world) => {
      const { state, index } = refold(world.log);
      expect(state).toEqual(world.routing);
      expect(index).toEqual(world.index);
    }),
    { numRuns: 150 },
  );
});

test('a state that was kept as JSON goes on as if it had not been', () => {
  fc.assert(
    fc.property(history, fc.nat(), (world, n) => {
      const half = n % (world.log.length + 1);
      // A snapshot is the state as JSON.
      let state = JSON.parse(JSON.stringify(refold(world.log.slice(0, half)).state)) as RoutingState;
      for (const event of world.log.slice(half)) state = routingAfter(state, event);
      expect(state).toEqual(world.routing);
    }),
    { numRuns: 150 },
  );
});
