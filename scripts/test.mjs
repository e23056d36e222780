// `npm test`: whatever a fresh clone still needs, and then vitest, with the arguments given. Suites that talk to a real
// IMAP server need dovecot: where it cannot be installed, all of it runs in a container; without Docker they are left out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerAnswers, inContainer } from './container.mjs';
import { ensureDovecot } from './ensure-dovecot.mjs';
import { ensureBuilt, ensureInstalled, fail, root, SetupError, say } from './install.mjs';
import { run, runNode } from './run.mjs';

const args = process.argv.slice(2);
const inCi = /^(1|true)$/i.test(process.env.CI ?? '');

try {
  const dovecot = ensureDovecot();
  if (!dovecot.path && dockerAnswers()) {
    say(`The tests run in a container: ${dovecot.why}.`);
    process.exit(await run(inContainer(['node', 'scripts/test.mjs', ...args])));
  }
  if (dovecot.path) say(`dovecot: ${dovecot.path}`);
  ensureInstalled();
  // Some suites start the program as a child process, to kill it.
  ensureBuilt();
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const status = await runNode([vitest, 'run', ...args]);
  if (!dovecot.path) sayWhatDidNotRun(dovecot.why);
  if (!dovecot.path && inCi) throw new SetupError('Under CI every suite has to run: this counts as a failure.');
  process.exit(status);
} catch (error) {
  fail(error);
}

function sayWhatDidNotRun(why) {
  say(`Not run, for want of dovecot and of a Docker engine (${why}):`);
  for (const suite of suitesNeedingDovecot()) say(`  ${suite}`);
}

/** By what they import. */
function suitesNeedingDovecot() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith('.spec.ts'))
    .filter((file) => readFileSync(join(root, 'test', file), 'utf8').includes('support/dovecot'))
    .map((file) => join('test', file))
    .sort();
}
