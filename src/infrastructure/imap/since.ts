import { cameBefore } from '../../domain/mail-account/age.js';

/** Whether a message is too old to be fetched, by its INTERNALDATE. */
export const olderThan = (since: string | null): ((receivedAt: string | null) => boolean) =>
  since === null ? () => false : cameBefore(since);

/** SEARCH SINCE knows days only, and in the server's time zone: a day earlier misses nothing; the rest is for us to leave out. */
export const dayBefore = (since: string): Date => new Date(Date.parse(since) - 24 * 60 * 60 * 1000);
