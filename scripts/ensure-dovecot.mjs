import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aptInstall } from './apt.mjs';

const places = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'];

/**
 * Finds the IMAP server that the tests, the demo and the bench run, and installs it where that is possible without
 * asking: on Debian and its kin, as root.
 * @returns {{path: string} | {path: null, why: string}}
 */
export function ensureDovecot() {
  const found = findDovecot();
  if (found) return { path: found };
  const refused = aptInstall(['dovecot-imapd'], 'dovecot 2.3');
  const installed = findDovecot();
  return installed ? { path: installed } : { path: null, why: `there is no dovecot here; ${refused}` };
}

/** The program, without installing anything; none: it is not here. */
const findDovecot = () => places.find((path) => existsSync(path)) ?? null;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dovecot = ensureDovecot();
  console.log(dovecot.path ? `dovecot: ${dovecot.path}` : `IMAP suites cannot run: ${dovecot.why}.`);
  process.exitCode = dovecot.path ? 0 : 1;
}
