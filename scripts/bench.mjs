// `npm run bench`: whatever a fresh clone still needs, and then bench/main.ts, with the arguments given. With
// `--engine servers` that is Java as well, for the stand-in for MongoDB.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDovecot } from './ensure-dovecot.mjs';
import { ensureJava } from './ensure-java.mjs';
import { ensureBenchBuilt, ensureBuilt, ensureInstalled, fail, root, SetupError, say } from './install.mjs';
import { runNode } from './run.mjs';

try {
  ensureInstalled();
  // The bench also starts the program itself (cold start, memory).
  ensureBuilt();
  ensureBenchBuilt();
  const main = join(root, 'dist-bench', 'bench', 'main.js');
  if (!existsSync(main)) throw new SetupError('The build made no dist-bench/bench/main.js.');
  const { path, why } = ensureDovecot();
  say(path ? `dovecot: ${path}` : `Without IMAP, which needs dovecot installed: ${why}.`);
  if (isForServers()) {
    const java = ensureJava();
    if (!java.path) throw new SetupError(`The bench of the servers needs a stand-in for MongoDB: ${java.why}.`);
  }
  process.exit(await runNode([main, ...process.argv.slice(2)], { MAILCASE_TEST_DOVECOT: path ? '1' : '0' }));
} catch (error) {
  fail(error);
}

/** The arguments themselves are read and checked by the bench. */
function isForServers() {
  const args = process.argv.slice(2);
  return args.includes('--engine=servers') || args[args.indexOf('--engine') + 1] === 'servers';
}
