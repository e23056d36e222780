import type { Verdict } from '../../domain/outgoing/outgoing.js';
import type { ImapLogins } from '../fetching/imap-logins.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { MailboxError } from '../ports/mailbox-source.js';
import type { SentFolders } from '../ports/sent-folders.js';
import { withEither } from '../with-either.js';
import type { SendingAccount } from './sending-settings.js';

/** Milliseconds by which the clocks of two nodes may differ: so much later an open attempt is judged. */
export const CLOCK_SKEW = 60_000;
/** Milliseconds for which a sent folder that cannot be looked into is tried before it is decided without it. */
const FOLDER_PATIENCE = 15 * 60_000;
/** Milliseconds for one look. */
const LOOK = 2 * 60_000;

export interface Evidence {
  readonly imapLogins: ImapLogins;
  readonly sentFolders: SentFolders;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An attempt of which nobody has written what came of it: its node is gone, or the server gave no answer. */
export interface OpenAttempt {
  /** None: it is not there any more. */
  readonly account: SendingAccount | null;
  /** ISO 8601. */
  readonly openUntil: string;
  readonly messageId: string | null;
}

/** What is to be thought of it; null: the sent folder cannot be looked into at present. */
export async function verdictOn(
  { account, openUntil, messageId }: OpenAttempt,
  { imapLogins, sentFolders, clock, logger }: Evidence,
  leaving: AbortSignal,
): Promise<Verdict | null> {
  if (account === null) return { kind: 'again' };
  const { accountId, smtp } = account;
  // Where we store the copy ourselves it is not there before the outcome is: it says nothing.
  if (account.imap !== null && !smtp.storeSent && messageId !== null) {
    const looks = async (signal: AbortSignal) =>
      sentFolders.has(await imapLogins.of(account, signal), smtp.sentFolder, messageId, signal);
    try {
      if (await withEither([leaving], looks, { milliseconds: LOOK })) return { kind: 'sent', evidence: 'sent-folder' };
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error;
      logger.warn({ accountId, code: error.code }, 'the sent folder cannot be looked into');
      const passes = error.code !== 'folder' && error.code !== 'login';
      if (passes && clock.now().getTime() < Date.parse(openUntil) + CLOCK_SKEW + FOLDER_PATIENCE) return null;
    }
  }
  return smtp.afterDoubt === 'count-as-sent' ? { kind: 'sent', evidence: 'assumed' } : { kind: 'again' };
}
