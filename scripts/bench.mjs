// `npm run bench`: whatever a fresh clone still needs, and then bench/main.ts, with the arguments given.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDovecot } from './ensure-dovecot.mjs';
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
  process.exit(await runNode([main, ...process.argv.slice(2)], { MAILCASE_TEST_DOVECOT: path ? '1' : '0' }));
} catch (error) {
  fail(error);
}
