import { hasDovecot } from '../../src/demo/dovecot.js';

export { type AppendOptions, type Dovecot, startDovecot } from '../../src/demo/dovecot.js';

/** For `describe.skipIf(...)`: says why, or throws where nothing may be skipped. */
export function withoutDovecot(): boolean {
  if (hasDovecot()) return false;
  const why =
    'There is no dovecot here: suites that need a real IMAP server do not run (node scripts/ensure-dovecot.mjs).';
  if (process.env.CI === 'true') throw new Error(why);
  console.warn(why);
  return true;
}
