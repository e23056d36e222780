import { describe, expect, it } from 'vitest';
import { plans } from './plans.js';
import { replayed, seedsOf, verdict } from './sound.js';

describe.skipIf(replayed !== null)('one node: nothing is lost and nothing happens twice, whatever goes wrong', () => {
  it.each(plans.map(({ name, nodes }, n) => [name, nodes, n] as const).filter(([, nodes]) => nodes === 1))(
    'under %s',
    async (_, __, plan) => {
      for (const seed of seedsOf(plan)) expect(await verdict(seed)).toBe('');
    },
    600_000,
  );
});
