import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const places = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'];

/**
 * Finds the IMAP server that the tests, the demo and the bench run, and installs it where that is possible without
 * asking: on Debian and its kin, as root.
 * @returns {{path: string} | {path: null, why: string}}
 */
export function ensureDovecot() {
  const found = findDovecot();
  if (found) return { path: found };
  const refused = install();
  const installed = findDovecot();
  return installed ? { path: installed } : { path: null, why: `there is no dovecot here; ${refused}` };
}

/** The program, without installing anything; none: it is not here. */
const findDovecot = () => places.find((path) => existsSync(path)) ?? null;

/** Why it could not be installed, or what to do. */
function install() {
  if (!existsSync('/usr/bin/apt-get')) return 'install dovecot 2.3 by hand (this is not Debian)';
  if (process.getuid?.() !== 0) return 'run "apt-get install dovecot-imapd" as root';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'dovecot-imapd'],
  ]) {
    const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (status !== 0) return `apt-get ${args[0]} failed: ${stderr?.trim().split('\n').at(-1) ?? 'no reason given'}`;
  }
  return 'apt-get installed it elsewhere than expected';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dovecot = ensureDovecot();
  console.log(dovecot.path ? `dovecot: ${dovecot.path}` : `IMAP suites cannot run: ${dovecot.why}.`);
  process.exitCode = dovecot.path ? 0 : 1;
}
