import { type Filed, type FiledFor, type MatchedFilter, NOWHERE } from '../email/filed.js';
import type { AccountId, FilterId, FolderId, UserId } from '../ids.js';
import { movable, SENT } from '../inbox/places.js';
import { type FiledAccount, type FilingState, inboxesOf, scopeKey } from './filing-state.js';
import { FilterSet, type Met } from './filter-set.js';
import type { FilteredMessage } from './parameters.js';

/** Where in a mailbox a message was found. */
export interface Place {
  readonly folder: string;
  /** `\Seen` when we came. */
  readonly seen: boolean;
}

/** The filter that keeps a message out of an account. */
export interface SkippedBy {
  readonly filterId: FilterId;
  readonly name: string;
  readonly because: string;
}

/** What becomes of a message. */
export interface Decided {
  /** None: it comes in. */
  readonly skippedBy: SkippedBy | null;
  /** Where it is put: when it comes in, or is brought back. */
  readonly filed: Filed;
}

/** Filters that are told with a message, of all and of each inbox: an event has to stay small. */
const MAX_TOLD = 10;

/** How what comes to one account is put into inboxes, ready to be asked about one message after another. */
export interface Filing {
  /** What has to be known of a message for it. */
  readonly filters: FilterSet;
  /**
   * What becomes of a message. Pure: the same state and message give the same answer.
   *
   * A *skip* of all mail or of the account goes before everything: the message stays out. Else filters are asked in this
   * order: those of the account, then those of each user, in that user's inbox; within these by `order`, then by id. A
   * *skip* of a user puts it into that user's trash, and no other filter of that user is asked. Where several decide the
   * same thing (the folder, the record), the first has decided; what only adds (read, silent, no case, skills) adds up.
   */
  decide(message: FilteredMessage, place: Place): Decided;
}

/** @param accountId none: what is brought in from files, for no account: no filter is asked about it */
export function filingFor(state: FilingState, accountId: AccountId | null): Filing {
  const account = accountId === null ? undefined : state.accounts.get(accountId);
  if (accountId === null || !account)
    return { filters: new FilterSet([]), decide: () => ({ skippedBy: null, filed: NOWHERE }) };
  const userIds = inboxesOf(state, account);
  const ofScope = (key: string) => state.filters.get(key) ?? [];
  const filters = new FilterSet([
    ...ofScope(scopeKey({ kind: 'global' })),
    ...ofScope(scopeKey({ kind: 'account', accountId, owner: account.owner })),
    ...userIds.flatMap((userId) => ofScope(scopeKey({ kind: 'user', userId }))),
  ]);
  return {
    filters,
    decide: (message, place) => {
      const before = unfiltered(state, account, userIds, place);
      // What they have written themselves is filtered by nobody.
      const met = before.sent ? [] : filters.metBy(message);
      return met.length === 0
        ? { skippedBy: null, filed: before }
        : { skippedBy: skippedBy(met), filed: filtered(state, before, met) };
    },
  };
}

/** Where it is put, were there no filters. */
function unfiltered(state: FilingState, account: FiledAccount, userIds: readonly UserId[], place: Place): Filed {
  const { owner, teamIds, groupFolderId } = account;
  if (owner !== null) return { ...NOWHERE, ...ofOwner(state, account, owner, place), userIds: [...userIds] };
  return { ...NOWHERE, teamIds: [...teamIds], groupFolderId: there(state, groupFolderId), userIds: [...userIds] };
}

/** What the owner has read, or written, with another program is not news. */
function ofOwner(state: FilingState, { personal }: FiledAccount, owner: UserId, { folder, seen }: Place) {
  const sent = personal.sentFolder !== null && folder === personal.sentFolder;
  const mapped = personal.folderMap.find((one) => one.folder === folder)?.folderId ?? null;
  const folderId = there(state, mapped) ?? (sent ? SENT : there(state, personal.folderId));
  return {
    owner,
    sent,
    read: seen || sent,
    silent: sent,
    exceptions: folderId === null ? [] : [{ ...asOthers(owner), folderId }],
  };
}

const asOthers = (userId: UserId): FiledFor => ({
  userId,
  folderId: null,
  trashed: false,
  read: false,
  silent: false,
  matchedBy: [],
});

function skippedBy(met: readonly Met[]): SkippedBy | null {
  const skip = met.find(({ filter: { action, scope } }) => action.kind === 'skip' && scope.kind !== 'user');
  if (!skip) return null;
  const { filterId, name } = skip.filter;
  return { filterId, name, because: skip.because };
}

function filtered(state: FilingState, before: Filed, met: readonly Met[]): Filed {
  const ofAccount = met.filter(({ filter }) => filter.scope.kind !== 'user');
  const filed = ofAccount.reduce((sum, one) => withFilter(state, sum, one), before);
  const exceptions = filed.userIds.flatMap((userId) => {
    const own = met.filter(({ filter: { scope } }) => scope.kind === 'user' && scope.userId === userId);
    const exception = filed.exceptions.find((one) => one.userId === userId);
    if (own.length === 0) return exception ? [exception] : [];
    return [forUser(state, exception ?? asOthers(userId), own, hasMoved(filed.matchedBy))];
  });
  return { ...filed, exceptions };
}

/** What a filter of an account does. */
function withFilter(state: FilingState, before: Filed, met: Met): Filed {
  const { action, markAsRead, skipNotification } = met.filter;
  const filed = { ...before };
  // A skip that has not kept it out did nothing.
  const did: boolean[] = action.kind === 'skip' ? [false] : [];
  const mark = (key: 'read' | 'silent' | 'noCase') => {
    did.push(!filed[key]);
    filed[key] = true;
  };
  if (action.kind === 'move-to-group-folder') {
    const folderId = there(state, action.folderId);
    const isFree = folderId !== null && !hasMoved(before.matchedBy);
    if (isFree) filed.groupFolderId = folderId;
    did.push(isFree);
  }
  if (action.kind === 'move-to-folder' && before.owner !== null) {
    const folderId = there(state, action.folderId);
    const isFree = folderId !== null && !hasMoved(before.matchedBy);
    if (isFree) filed.exceptions = [{ ...asOthers(before.owner), folderId }];
    did.push(isFree);
  }
  if (action.kind === 'link-to-record') {
    did.push(before.link === null);
    filed.link ??= action.record;
  }
  if (action.kind === 'need-skill') {
    did.push(!before.skills.includes(action.skill));
    filed.skills = [...new Set([...before.skills, action.skill])];
  }
  if (action.kind === 'no-case') mark('noCase');
  if (action.kind === 'mark-as-read' || markAsRead) mark('read');
  if (action.kind === 'no-notification' || skipNotification) mark('silent');
  filed.matchedBy = withTold(before.matchedBy, met, did);
  return filed;
}

/** What a user's own filters do in that user's inbox. */
function forUser(state: FilingState, before: FiledFor, own: readonly Met[], isMoved: boolean): FiledFor {
  const skip = own.find(({ filter }) => filter.action.kind === 'skip');
  if (skip) {
    const read = before.read || skip.filter.markAsRead;
    return { ...before, trashed: true, read, silent: true, matchedBy: withTold(before.matchedBy, skip, []) };
  }
  const filed = { ...before };
  for (const met of own) {
    const { action, markAsRead, skipNotification } = met.filter;
    const did: boolean[] = [];
    const mark = (key: 'read' | 'silent') => {
      did.push(!filed[key]);
      filed[key] = true;
    };
    if (action.kind === 'move-to-folder') {
      const folderId = there(state, action.folderId);
      const isFree = folderId !== null && !isMoved && !hasMoved(filed.matchedBy);
      if (isFree) filed.folderId = folderId;
      did.push(isFree);
    }
    if (action.kind === 'mark-as-read' || markAsRead) mark('read');
    if (action.kind === 'no-notification' || skipNotification) mark('silent');
    filed.matchedBy = withTold(filed.matchedBy, met, did);
  }
  return filed;
}

/** Whether one of these has decided where it stands. */
const hasMoved = (told: readonly MatchedFilter[]): boolean =>
  told.some(({ action, applied }) => applied && action.startsWith('move-to-'));

/** @param did for each thing that the filter decides: whether nobody had decided it before */
function withTold(before: MatchedFilter[], { filter, because }: Met, did: readonly boolean[]): MatchedFilter[] {
  const { filterId, name, action } = filter;
  const applied = did.length === 0 || did.includes(true);
  // One that moved it is told whatever their number: those behind it have to know.
  if (before.length >= MAX_TOLD && !(applied && action.kind.startsWith('move-to-'))) return before;
  return [...before, { filterId, name, action: action.kind, because, applied }];
}

/** None where that folder is no more. */
const there = (state: FilingState, folderId: FolderId | null): FolderId | null =>
  folderId !== null && (state.folders.has(folderId) || movable.has(folderId)) ? folderId : null;
