import type { Filed } from '../email/filed.js';
import type { AccountId } from '../ids.js';
import { type FilingState, inboxesOf } from './filing-state.js';

/** In nobody's inbox. */
const NOWHERE: Filed = {
  teamIds: [],
  groupFolderId: null,
  userIds: [],
  exceptions: [],
  read: false,
  silent: false,
  noCase: false,
  link: null,
  skills: [],
  matchedBy: [],
};

/** Where a message is put that has come to an account, or to none. Pure: the same state and message give the same answer. */
export function file(state: FilingState, accountId: AccountId | null): Filed {
  const account = accountId === null ? undefined : state.accounts.get(accountId);
  if (!account) return NOWHERE;
  const { teamIds, groupFolderId } = account;
  return { ...NOWHERE, teamIds: [...teamIds], groupFolderId, userIds: [...inboxesOf(state, account)] };
}
