// `npm run demo`: whatever a fresh clone still needs, and then the demo (src/demo.ts), with the arguments given.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, fail, root, SetupError, say } from './install.mjs';
import { runNode } from './run.mjs';

try {
  ensureInstalled();
  ensureBuilt();
  const args = process.argv.slice(2);
  if (args.includes('--imap')) await needDovecot();
  const demo = join(root, 'dist', 'demo.js');
  if (!existsSync(demo)) throw new SetupError('The build made no dist/demo.js.');
  process.exit(await runNode([demo, ...args]));
} catch (error) {
  fail(error);
}

async function needDovecot() {
  const { ensureDovecot } = await import('./ensure-dovecot.mjs');
  const dovecot = await ensureDovecot();
  if (!dovecot.available) throw new SetupError(`There is no dovecot for --imap: ${dovecot.why}`);
  say(`dovecot: ${dovecot.how}, ${dovecot.path}`);
}
