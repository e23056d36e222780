import { run } from './history.js';
import { broken } from './invariants/index.js';
import { planOf, plans } from './plans.js';

/** How many histories are run in all, over all plans: `MAILCASE_SIMULATIONS`, and from which seed on: `MAILCASE_SEEDS_FROM`. */
const histories = Number(process.env.MAILCASE_SIMULATIONS ?? 1_000);
const first = Number(process.env.MAILCASE_SEEDS_FROM ?? 0);

/** The one seed that is to be replayed, with its trace; none: the specs run as they are. */
export const replayed = process.env.MAILCASE_SEED === undefined ? null : Number(process.env.MAILCASE_SEED);

/** The seeds of a plan, as many as are its share. */
export function seedsOf(plan: number): number[] {
  // A history with shared leases has several times as many steps.
  const share = Math.ceil(histories / plans.length / (plans[plan]?.sharesLeases ? 4 : 1));
  return [...Array(share).keys()].map((n) => first + n * plans.length + plan);
}

/** What the history of a seed has broken, and how to see it happen; an empty text is the good answer. */
export async function verdict(seed: number): Promise<string> {
  const violations = await broken(await run(seed));
  if (violations.length === 0) return '';
  const replay = `MAILCASE_SEED=${seed} npx vitest run test/simulation`;
  return [`The history of seed ${seed} (${planOf(seed).name}) breaks:`, ...violations, `Replay: ${replay}`].join('\n');
}
