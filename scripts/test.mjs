// `npm test`: whatever a fresh clone still needs, and then vitest, with the arguments given.
// MAILCASE_TEST_DOVECOT tells the suites whether there is a dovecot to run on (1) or not (0).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, fail, root, SetupError, say } from './install.mjs';
import { runNode } from './run.mjs';

const args = process.argv.slice(2);
const inCi = /^(1|true)$/i.test(process.env.CI ?? '');

try {
  ensureInstalled();
  // Some suites start the program as a child process, to kill it.
  ensureBuilt();
  const { ensureDovecot } = await import('./ensure-dovecot.mjs');
  const dovecot = await ensureDovecot();
  if (dovecot.available) say(`dovecot: ${dovecot.how}, ${dovecot.path}`);

  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const status = await runNode([vitest, 'run', ...args], { MAILCASE_TEST_DOVECOT: dovecot.available ? '1' : '0' });
  if (!dovecot.available) sayWhatDidNotRun(dovecot.why);
  if (!dovecot.available && inCi) throw new SetupError('Under CI every suite has to run: this counts as a failure.');
  process.exit(status);
} catch (error) {
  fail(error);
}

function sayWhatDidNotRun(why) {
  say(`Not run, for want of dovecot (${why}):`);
  for (const suite of suitesNeedingDovecot()) say(`  ${suite}`);
}

/** By what they say: the variable above, or the dovecot of test/support. */
function suitesNeedingDovecot() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith('.spec.ts'))
    .filter((file) => /MAILCASE_TEST_DOVECOT|support\/dovecot/.test(readFileSync(join(root, 'test', file), 'utf8')))
    .map((file) => join('test', file))
    .sort();
}
