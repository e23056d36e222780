import { readModels } from '../../../src/projections/index.js';
import { repeated } from '../../support/invariants.js';
import type { History } from '../history.js';

/** No lease was given twice; at the end everything is done by exactly one node, and the mailboxes are spread evenly. */
export function brokenShares({ shared, accounts }: History): string[] {
  if (!shared) return [];
  const { given, duties } = shared;
  const watched = duties.flatMap(({ watches }) => watches);
  const written = duties.flatMap(({ writes }) => writes);
  const counts = duties.map(({ watches }) => watches.length);
  return [
    ...repeated(given).map((lease) => `the lease ${lease} was given twice`),
    ...accounts.flatMap(({ accountId, address }) => byOne(`${address} is watched`, watched, accountId)),
    ...readModels.flatMap(({ spec: { name } }) => byOne(`${name} is written`, written, name)),
    ...byOne(
      'it is routed',
      duties.flatMap(({ routes }) => (routes ? ['routing'] : [])),
      'routing',
    ),
    ...(Math.max(...counts) - Math.min(...counts) > 1 ? [`the nodes watch ${counts.join()} mailboxes`] : []),
  ];
}

function byOne(what: string, all: readonly string[], one: string): string[] {
  const count = all.filter((other) => other === one).length;
  return count === 1 ? [] : [`${what} by ${count} nodes`];
}
