import type { Filed, FiledFor } from '../email/filed.js';
import type { AccountId, FolderId, UserId } from '../ids.js';
import { movable, SENT } from '../inbox/places.js';
import { type FiledAccount, type FilingState, inboxesOf } from './filing-state.js';

/** Where a message was found. */
export interface Place {
  /** None: it was brought in from files, for no account. */
  readonly accountId: AccountId | null;
  /** Of the mailbox. */
  readonly folder: string;
  /** `\Seen` when we came. */
  readonly seen: boolean;
}

/** In nobody's inbox. */
const NOWHERE: Filed = {
  teamIds: [],
  groupFolderId: null,
  owner: null,
  sent: false,
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
export function file(state: FilingState, place: Place): Filed {
  const account = place.accountId === null ? undefined : state.accounts.get(place.accountId);
  if (!account) return NOWHERE;
  const userIds = [...inboxesOf(state, account)];
  if (account.owner !== null) return { ...NOWHERE, ...ofOwner(state, account, account.owner, place), userIds };
  return { ...NOWHERE, teamIds: [...account.teamIds], groupFolderId: there(state, account.groupFolderId), userIds };
}

/** What the owner has read, or written, with another program is not news. */
function ofOwner(state: FilingState, { personal }: FiledAccount, owner: UserId, { folder, seen }: Place) {
  const sent = personal.sentFolder !== null && folder === personal.sentFolder;
  const mapped = personal.folderMap.find((one) => one.folder === folder)?.folderId ?? null;
  const folderId = there(state, mapped) ?? (sent ? SENT : there(state, personal.folderId));
  const exception: FiledFor = { userId: owner, folderId, trashed: false, read: false, silent: false, matchedBy: [] };
  return { owner, sent, read: seen || sent, silent: sent, exceptions: folderId === null ? [] : [exception] };
}

/** None where that folder is no more. */
const there = (state: FilingState, folderId: FolderId | null): FolderId | null =>
  folderId !== null && (state.folders.has(folderId) || movable.has(folderId)) ? folderId : null;
