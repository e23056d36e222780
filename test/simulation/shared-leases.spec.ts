import { describe, expect, it } from 'vitest';
import { plans } from './plans.js';
import { replayed, seedsOf, verdict } from './sound.js';

const sharedLeases = plans.flatMap(({ name, sharesLeases }, n) => (sharesLeases ? [[name, n] as const] : []));

describe.skipIf(replayed !== null)(
  'nodes that share leases, lose them, come and go: each thing is done by one of them',
  () => {
    it.each(sharedLeases)(
      'under %s',
      async (_, plan) => {
        for (const seed of seedsOf(plan)) expect(await verdict(seed)).toBe('');
      },
      600_000,
    );
  },
);
