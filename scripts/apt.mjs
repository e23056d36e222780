import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Installs packages where that is possible without asking: on Debian and its kin, as root.
 * @param {readonly string[]} packages
 * @param {string} byHand what to install elsewhere
 * @returns {string} why it was not possible, or what to do; where it was, that they are not where they were expected
 */
export function aptInstall(packages, byHand) {
  if (!existsSync('/usr/bin/apt-get')) return `install ${byHand} by hand (this is not Debian)`;
  if (process.getuid?.() !== 0) return `run "apt-get install ${packages.join(' ')}" as root`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (status !== 0) return `apt-get ${args[0]} failed: ${stderr?.trim().split('\n').at(-1) ?? 'no reason given'}`;
  }
  return 'apt-get installed it elsewhere than expected';
}
