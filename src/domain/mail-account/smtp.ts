import { Invalid } from '../errors.js';
import type { MailAccountEvent } from './events.js';
import { type MailAccount, open, type Smtp, same } from './mail-account.js';

/** How the account sends from now on. */
export function configureSmtp(state: MailAccount, smtp: Smtp): MailAccountEvent[] {
  const { accountId, smtp: before, owner } = open(state);
  if (owner !== null && smtp.shared) {
    throw new Invalid([{ path: 'smtp.shared', message: "a user's own account is nobody else's" }]);
  }
  if (smtp.security === 'none' && smtp.trustedFingerprint !== null) {
    throw new Invalid([{ path: 'smtp.trustedFingerprint', message: 'without encryption no certificate is shown' }]);
  }
  return same(before, smtp) ? [] : [{ type: 'SmtpConfigured', data: { ...smtp, accountId } }];
}

/** The account sends no more. What waits in its queue waits on, until it is told how or the queue is emptied. */
export function removeSmtp(state: MailAccount): MailAccountEvent[] {
  const { accountId, smtp } = open(state);
  return smtp === null ? [] : [{ type: 'SmtpRemoved', data: { accountId } }];
}
