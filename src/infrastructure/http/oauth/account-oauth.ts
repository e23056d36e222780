import type { MailboxView } from '../../../projections/mailboxes.js';

/** How an account is logged in to by OAuth2, with the link to renew it. */
export const withLink = (accounts: 'accounts' | 'personal-accounts', { accountId, oauth }: MailboxView) =>
  oauth && { ...oauth, authorize: `/api/v1/${accounts}/${accountId}/oauth/authorize` };
