// `npm run soak -- MINUTES`: the cluster under load while its nodes and servers are killed, and histories of the
// simulation that no test has run, by turns until the time is over. Each round prints its seeds; the first failure ends
// it with 1, and the suite's own words say what was found and how to see it again.
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { ensureDovecot } from './ensure-dovecot.mjs';
import { ensureJava } from './ensure-java.mjs';
import { ensureBuilt, ensureInstalled, fail, root, SetupError, say } from './install.mjs';
import { runNode } from './run.mjs';

/** Of the cluster, in each round; and histories of the simulation after it, which take about as long. */
const CLUSTER_MINUTES = 5;
const HISTORIES = 10_000;
const SIMULATION = ['one-node', 'several-nodes', 'shared-leases'].map((name) => `test/simulation/${name}.spec.ts`);
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

try {
  const minutes = Number(process.argv[2] ?? 60);
  if (!(minutes > 0)) throw new SetupError('Say for how many minutes: npm run soak -- 60');
  for (const { path, why } of [ensureDovecot(), ensureJava()]) if (!path) throw new SetupError(why);
  ensureInstalled();
  ensureBuilt();
  const end = Date.now() + minutes * 60_000;
  for (let round = 1; Date.now() < end; round++) {
    const left = (end - Date.now()) / 60_000;
    const share = Math.min(1, left / (2 * CLUSTER_MINUTES));
    const seed = randomInt(1e9);
    say(`Round ${round}: the cluster with MAILCASE_SEED=${seed}`);
    const cluster = { MAILCASE_SEED: seed, MAILCASE_TEST_SOAK_MINUTES: CLUSTER_MINUTES * share };
    await mustPass(['test/e2e/cluster.spec.ts'], cluster);
    const from = randomInt(1e9);
    const histories = Math.ceil(HISTORIES * share);
    say(`Round ${round}: the simulation with MAILCASE_SEEDS_FROM=${from} MAILCASE_SIMULATIONS=${histories}`);
    await mustPass(SIMULATION, { MAILCASE_SEEDS_FROM: from, MAILCASE_SIMULATIONS: histories });
  }
  say(`Nothing was found in ${minutes} minutes.`);
} catch (error) {
  fail(error);
}

async function mustPass(suites, settings) {
  const status = await runNode([vitest, 'run', ...suites], settings);
  if (status === 0) return;
  const seeds = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  throw new SetupError(`It failed with ${seeds.join(' ')}.`);
}
