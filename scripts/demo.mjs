// `npm run demo`: whatever a fresh clone still needs, and then the demo (src/demo.ts), with the arguments given.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDovecot } from './ensure-dovecot.mjs';
import { ensureBuilt, ensureInstalled, fail, root, SetupError, say } from './install.mjs';
import { runNode } from './run.mjs';

try {
  ensureInstalled();
  ensureBuilt();
  const args = process.argv.slice(2);
  if (args.includes('--imap')) needDovecot();
  const demo = join(root, 'dist', 'demo.js');
  if (!existsSync(demo)) throw new SetupError('The build made no dist/demo.js.');
  process.exit(await runNode([demo, ...args]));
} catch (error) {
  fail(error);
}

function needDovecot() {
  const { path, why } = ensureDovecot();
  if (!path) throw new SetupError(`--imap needs dovecot installed on this machine: ${why}.`);
  say(`dovecot: ${path}`);
}
