import { type Action, reaches } from '../../domain/access/permissions.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import { type MailAccount, type OpenAccount, ofGroup, ofUser } from '../../domain/mail-account/mail-account.js';
import { type Asker, levelOf } from './asker.js';

/** Accounts of groups, which are the administrators' alone to set up; or users' own, as far as a permission reaches. */
export type AccountKind = 'group' | 'personal';

/**
 * The account that a command is about.
 * @param asker none: the service itself, or the command line
 * @throws NotFound for what they may not see, Rejected for what they may not do
 */
export function accountFor(
  state: MailAccount,
  kind: AccountKind,
  asker: Asker | undefined,
  action: Action,
): OpenAccount {
  if (kind === 'group') {
    if (asker && !asker.administrator) throw new Rejected('administrators-only', 'Only administrators may do this.');
    return ofGroup(state);
  }
  const account = ofUser(state);
  if (!mayWithAccountsOf(asker, account.owner, 'read')) throw new NotFound('personal account', account.accountId);
  if (!mayWithAccountsOf(asker, account.owner, action)) {
    throw new Rejected('not-allowed', `Your roles do not allow to ${action} this account.`);
  }
  return account;
}

/** Whether somebody's permission reaches a user's own accounts. */
export const mayWithAccountsOf = (asker: Asker | undefined, owner: string, action: Action): boolean =>
  !asker || reaches(levelOf(asker, 'personalAccounts', action), { own: asker.userId === owner, team: false });
