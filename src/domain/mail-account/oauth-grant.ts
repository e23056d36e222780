import type { MailAccountEvent } from './events.js';
import {
  activateAccount,
  deactivateAccount,
  type MailAccount,
  mailAccount,
  type OAuthGrant,
  open,
} from './mail-account.js';

/** An account that has waited for something to log in with is set going. */
export function grantOAuth(state: MailAccount, grant: Omit<OAuthGrant, 'refused'>): MailAccountEvent[] {
  const account = open(state);
  const granted: MailAccountEvent = { type: 'OAuthGranted', data: { ...grant, accountId: account.accountId } };
  const hasWaited = account.imap?.secret === null && account.oauth === null;
  return hasWaited ? [granted, ...activateAccount(mailAccount.evolve(state, granted))] : [granted];
}

/** What the provider says of a grant that is no longer the account's is no news of it. */
export function refuseGrant(state: MailAccount, secret: string, error: string): MailAccountEvent[] {
  if (state.status === 'absent' || state.oauth?.secret !== secret || state.oauth.refused !== null) return [];
  return [{ type: 'OAuthGrantRefused', data: { accountId: state.accountId, secret, error } }];
}

/** From now on it is the password again; without one the account stands still. */
export function revokeOAuth(state: MailAccount): MailAccountEvent[] {
  const { accountId, oauth, imap } = open(state);
  if (oauth === null) return [];
  const revoked: MailAccountEvent = { type: 'OAuthRevoked', data: { accountId } };
  return imap?.secret === null ? [revoked, ...deactivateAccount(mailAccount.evolve(state, revoked))] : [revoked];
}
