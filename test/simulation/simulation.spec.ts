import { describe, expect, it } from 'vitest';
import { wholeLog } from '../support/invariants.js';
import { run } from './history.js';
import { broken } from './invariants/index.js';
import { plans } from './plans.js';
import { plantedBugs } from './planted-bugs.js';
import { replayed } from './sound.js';

describe.skipIf(replayed === null)('the seed of MAILCASE_SEED', () => {
  it('is replayed with its trace', async () => {
    const history = await run(replayed ?? 0, { trace: (line) => process.stdout.write(`${line}\n`) });
    expect(await broken(history)).toEqual([]);
  }, 600_000);
});

describe.skipIf(replayed !== null)('the simulation', () => {
  it('replays a seed exactly, step by step and event by event', async () => {
    const told = async (seed: number) => {
      const trace: string[] = [];
      const { durable } = await run(seed, { trace: (line) => trace.push(line) });
      return { trace, log: await wholeLog(durable.events) };
    };
    for (const seed of [3, 4, 6, 7, 9, 11, 18]) {
      const [once, again, other] = [await told(seed), await told(seed), await told(seed + plans.length)];
      expect(again).toEqual(once);
      expect(other.trace).not.toEqual(once.trace);
    }
  });

  /** Histories within which each mistake has to be found. */
  const WITHIN = 600;

  it.each(plantedBugs.map((bug) => [bug.name, bug] as const))(
    'finds it when %s',
    async (_, bug) => {
      const { from = 0 } = bug;
      let seed = from;
      let found: readonly string[] = [];
      while (found.length === 0 && seed < from + WITHIN) found = await broken(await run(seed++, { bug }));
      expect(found, `nothing was found in ${WITHIN} histories from seed ${from} on`).not.toEqual([]);
    },
    600_000,
  );
});
