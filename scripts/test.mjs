// `npm test`: whatever a fresh clone still needs, and then vitest, with the arguments given. Suites that talk to a real
// IMAP server need dovecot, those that talk to a real SMTP server postfix, and those that speak MongoDB's protocol Java:
// where one of them cannot be installed, all of it runs in a container; without Docker they are left out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerAnswers, inContainer } from './container.mjs';
import { ensureDovecot } from './ensure-dovecot.mjs';
import { ensureJava } from './ensure-java.mjs';
import { ensurePostfix } from './ensure-postfix.mjs';
import { ensureBuilt, ensureInstalled, fail, root, SetupError, say } from './install.mjs';
import { run, runNode } from './run.mjs';

const args = process.argv.slice(2);
const inCi = /^(1|true)$/i.test(process.env.CI ?? '');

try {
  const needed = [
    { name: 'dovecot', support: 'support/dovecot', ...ensureDovecot() },
    { name: 'postfix', support: 'support/postfix', ...ensurePostfix() },
    { name: 'Java', support: 'support/mongodb', ...ensureJava() },
  ];
  const missing = needed.filter(({ path }) => !path);
  if (missing.length > 0 && dockerAnswers()) {
    say(`The tests run in a container: ${missing.map(({ why }) => why).join('; ')}.`);
    process.exit(await run(inContainer(['node', 'scripts/test.mjs', ...args])));
  }
  for (const { name, path } of needed) if (path) say(`${name}: ${path}`);
  ensureInstalled();
  // Some suites start the program as a child process, to kill it.
  ensureBuilt();
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const status = await runNode([vitest, 'run', ...args]);
  for (const one of missing) sayWhatDidNotRun(one);
  if (missing.length > 0 && inCi) throw new SetupError('Under CI every suite has to run: this counts as a failure.');
  process.exit(status);
} catch (error) {
  fail(error);
}

function sayWhatDidNotRun({ name, support, why }) {
  say(`Not run, or in part, for want of ${name} and of a Docker engine (${why}):`);
  for (const suite of suitesNeeding(support)) say(`  ${suite}`);
}

/** By what they import. */
function suitesNeeding(support) {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith('.spec.ts'))
    .filter((file) => readFileSync(join(root, 'test', file), 'utf8').includes(support))
    .map((file) => join('test', file))
    .sort();
}
