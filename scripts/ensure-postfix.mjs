import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aptInstall } from './apt.mjs';

/** The server, and what lets dovecot take its mail (LMTP) and answer it (Sieve). */
const programs = {
  postfix: '/usr/sbin/postfix',
  'dovecot-lmtpd': '/usr/lib/dovecot/lmtp',
  'dovecot-sieve': '/usr/lib/dovecot/modules/lib90_sieve_plugin.so',
};

/**
 * Finds the SMTP server that the tests run, and installs it where that is possible without asking: on Debian and its
 * kin, as root. The machine's own service is not started: the tests start one of theirs.
 * @returns {{path: string} | {path: null, why: string}}
 */
export function ensurePostfix() {
  const missing = Object.keys(programs).filter((name) => !existsSync(programs[name]));
  if (missing.length === 0 && process.getuid?.() !== 0) return { path: null, why: 'postfix runs as root only' };
  if (missing.length === 0) return { path: programs.postfix };
  if (process.getuid?.() === 0) leaveUnconfigured();
  const refused = aptInstall(missing, 'postfix 3.7, dovecot-lmtpd and dovecot-sieve');
  const installed = missing.every((name) => existsSync(programs[name]));
  return installed ? { path: programs.postfix } : { path: null, why: `there is no postfix here; ${refused}` };
}

/** Without a configuration the package starts no service of its own. */
function leaveUnconfigured() {
  spawnSync('debconf-set-selections', { input: 'postfix postfix/main_mailer_type select No configuration\n' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const postfix = ensurePostfix();
  console.log(postfix.path ? `postfix: ${postfix.path}` : `SMTP suites cannot run: ${postfix.why}.`);
  process.exitCode = postfix.path ? 0 : 1;
}
