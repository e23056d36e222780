import { type Action, reaches } from '../../domain/access/permissions.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import { type MailAccount, type OpenAccount, ofGroup, ofUser } from '../../domain/mail-account/mail-account.js';
import { type Asker, levelOf } from './asker.js';

/** Which accounts a command may be about: those of groups, by a route of the administrators; or users' own, as far as somebody's permission reaches. */
export type Whose = 'group' | Asker;

/** @throws NotFound for what they may not see, Rejected for what they may not do */
export function accountFor(state: MailAccount, whose: Whose, action: Action): OpenAccount {
  if (whose === 'group') return ofGroup(state);
  const account = ofUser(state);
  if (!mayWithAccountsOf(whose, account.owner, 'read')) throw new NotFound('personal account', account.accountId);
  if (!mayWithAccountsOf(whose, account.owner, action)) {
    throw new Rejected('not-allowed', `Your roles do not allow to ${action} this account.`);
  }
  return account;
}

/** Whether somebody's permission reaches a user's own accounts. */
export const mayWithAccountsOf = (asker: Asker, owner: string, action: Action): boolean =>
  reaches(levelOf(asker, 'personalAccounts', action), { own: asker.userId === owner, team: false });
