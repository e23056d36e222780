import { describe, expect, it } from 'vitest';
import { plans } from './plans.js';
import { replayed, seedsOf, verdict } from './sound.js';

const ownLeases = plans.flatMap(({ name, nodes, sharesLeases }, n) =>
  nodes > 1 && !sharesLeases ? [[name, n] as const] : [],
);

describe.skipIf(replayed !== null)(
  'several nodes at once: nothing is lost and nothing happens twice, whatever goes wrong',
  () => {
    it.each(ownLeases)(
      'under %s',
      async (_, plan) => {
        for (const seed of seedsOf(plan)) expect(await verdict(seed)).toBe('');
      },
      600_000,
    );
  },
);
