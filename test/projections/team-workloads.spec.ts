import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Document } from '../../src/application/ports/document-store.js';
import { isOpen } from '../../src/domain/case/events.js';
import { type TeamWorkload, teamWorkloads } from '../../src/projections/team-workloads.js';
import type { DomainWorld } from '../support/domain-world.js';
import { assigns, given, newCase, team } from '../support/given.js';
import { anyHappening } from '../support/random-history.js';

/** The read model of a history, made in memory. */
function workloads(world: DomainWorld): Map<string, TeamWorkload> {
  const documents = new Map<string, Document>();
  for (const event of world.log) {
    for (const change of teamWorkloads.changes(event)) {
      if (!('id' in change)) continue;
      const { id, apply } = change;
      const document = apply(documents.get(id), (other) => documents.get(other));
      if (document) documents.set(id, document);
    }
  }
  // Only this projection's functions have written there.
  return documents as unknown as Map<string, TeamWorkload>;
}

const busy = ({ open }: TeamWorkload | Pick<TeamWorkload, 'open'>) =>
  Object.fromEntries(Object.entries(open).filter(([, count]) => count > 0));

test('a case that goes to another team leaves the one that it was in', () => {
  const { world } = given(team('support', ['ana', 'bor']), team('sales', ['dana'])).when(newCase(1), newCase(2));
  const before = workloads(world);
  expect([before.get('support')?.open, before.get('sales')?.open]).toEqual([{ ana: 1, bor: 1 }, {}]);
  assigns(1, 'dana', 'sales')(world);
  const after = workloads(world);
  expect(after.get('support')).toMatchObject({ open: { ana: 0, bor: 1 }, given: { ana: 1, bor: 1 } });
  expect(after.get('sales')).toMatchObject({ open: { dana: 1 }, given: { dana: 1 } });
});

test('counts for each team what its cases say, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(anyHappening, { maxLength: 40, size: 'max' }), (happenings) => {
      const { world } = given(
        team('support', ['ana', 'bor', 'cene'], { distribution: 'less-busy' }),
        team('sales', ['ana', 'dana: agent']),
      );
      for (const { step } of happenings) {
        step(world);
        world.route();
      }
      const views = workloads(world);
      for (const id of ['support', 'sales']) {
        const open: Record<string, number> = {};
        for (const { teamId, assignee, status } of world.numbered()) {
          if (teamId === id && assignee !== null && isOpen(status)) open[assignee] = (open[assignee] ?? 0) + 1;
        }
        expect(busy(views.get(id) ?? { open: {} }), id).toEqual(open);
      }
    }),
    { numRuns: 200 },
  );
});
