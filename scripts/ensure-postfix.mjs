import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aptInstall } from './apt.mjs';

const needed = ['/usr/sbin/postfix', '/usr/lib/dovecot/lmtp', '/usr/lib/dovecot/modules/lib90_sieve_plugin.so'];

/**
 * Finds the SMTP server that the tests send real mail around with, and what of dovecot takes that and answers by itself;
 * installs them where that is possible without asking: on Debian and its kin, as root.
 * @returns {{path: string} | {path: null, why: string}}
 */
export function ensurePostfix() {
  // It starts as root alone.
  if (process.getuid?.() !== 0) return { path: null, why: 'postfix needs root' };
  if (isThere()) return { path: needed[0] };
  const packages = ['postfix', 'dovecot-lmtpd', 'dovecot-sieve'];
  const refused = aptInstall(packages, 'postfix 3 and the LMTP server and Sieve of dovecot 2.3');
  return isThere() ? { path: needed[0] } : { path: null, why: `there is no postfix here; ${refused}` };
}

const isThere = () => needed.every((path) => existsSync(path));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const postfix = ensurePostfix();
  console.log(postfix.path ? `postfix: ${postfix.path}` : `Suites with real SMTP cannot run: ${postfix.why}.`);
  process.exitCode = postfix.path ? 0 : 1;
}
