import type { ImapLimits } from '../imap/index.js';
import type { Config } from './schema.js';

/** The configuration counts in seconds. */
export function imapLimits({ imap }: Config): Partial<ImapLimits> {
  return {
    connectTimeout: imap.connectTimeout * 1_000,
    greetingTimeout: imap.greetingTimeout * 1_000,
    silenceTimeout: imap.silenceTimeout * 1_000,
    newsTimeout: imap.newsTimeout * 1_000,
  };
}
