import type { TeamEvent, UserEvent } from '../access/events.js';
import type { Decider } from '../decider.js';
import type { AccountId, FolderId, TeamId, UserId } from '../ids.js';
import type { MailAccountEvent } from '../mail-account/events.js';
import type { FilterDefinition, FilterEvent, FilterScope } from './events.js';

/** Whose mail an account's is. */
export interface FiledAccount {
  readonly teamIds: readonly TeamId[];
  /** Whether what comes stands in the inboxes of all members of these teams, or in nobody's. */
  readonly allTeamUsers: boolean;
  readonly groupFolderId: FolderId | null;
  /** Of a personal account; none: it is a group's. */
  readonly ownerId: UserId | null;
  /** Of a personal account: which folder of the owner takes what lies in which folder of the mailbox. */
  readonly ownerFolders: ReadonlyMap<string, FolderId>;
}

/** What decides where a message is put: accounts, teams, people and filters. A fold over the log. */
export interface FilingState {
  readonly accounts: ReadonlyMap<AccountId, FiledAccount>;
  readonly members: ReadonlyMap<TeamId, ReadonlySet<UserId>>;
  readonly active: ReadonlySet<UserId>;
  /** By the key of their scope, in the order in which they are asked. */
  readonly filters: ReadonlyMap<string, readonly FilterDefinition[]>;
}

export type FilingEvent = UserEvent | TeamEvent | MailAccountEvent | FilterEvent;

const groupAccount: FiledAccount = {
  teamIds: [],
  allTeamUsers: true,
  groupFolderId: null,
  ownerId: null,
  ownerFolders: new Map(),
};

export const filing: Decider<FilingState, FilingEvent> = {
  initialState: () => ({ accounts: new Map(), members: new Map(), active: new Set(), filters: new Map() }),
  evolve(state, { type, data }) {
    switch (type) {
      case 'UserRegistered':
      case 'UserActivated':
        return { ...state, active: new Set(state.active).add(data.userId) };
      case 'UserDeactivated':
        return { ...state, active: without(state.active, data.userId) };
      case 'TeamMemberAdded':
        return withMembers(state, data.teamId, (members) => new Set(members).add(data.userId));
      case 'TeamMemberRemoved':
        return withMembers(state, data.teamId, (members) => without(members, data.userId));
      case 'GroupAccountOpened':
        return withAccount(state, data.accountId, () => groupAccount);
      case 'TeamsSet':
        return withAccount(state, data.accountId, (account) => ({ ...account, teamIds: data.teamIds }));
      case 'FilterDefined':
      case 'FilterChanged':
        return withFilters(state, data.scope, (filters) =>
          [...filters.filter(({ filterId }) => filterId !== data.filterId), data].sort(inTheirOrder),
        );
      case 'FilterRemoved':
        return withFilters(state, data.scope, (filters) =>
          filters.filter(({ filterId }) => filterId !== data.filterId),
        );
      default:
        return state;
    }
  },
};

/** One text for one scope, in keys. */
export function scopeKey(scope: FilterScope): string {
  switch (scope.kind) {
    case 'global':
      return 'global';
    case 'account':
      return `account ${scope.accountId}`;
    case 'user':
      return `user ${scope.userId}`;
  }
}

/** Who has what comes to an account in their inbox: the owner, or the active members of its teams; in the order of their ids. */
export function inboxesOf(state: FilingState, { ownerId, allTeamUsers, teamIds }: FiledAccount): readonly UserId[] {
  if (ownerId !== null) return [ownerId];
  if (!allTeamUsers) return [];
  const members = new Set(teamIds.flatMap((teamId) => [...(state.members.get(teamId) ?? [])]));
  return [...members].filter((userId) => state.active.has(userId)).sort();
}

/** Within a scope: by their order, then by their ids. */
function inTheirOrder(a: FilterDefinition, b: FilterDefinition): number {
  return a.order - b.order || (a.filterId < b.filterId ? -1 : 1);
}

function without<T>(all: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const rest = new Set(all);
  rest.delete(one);
  return rest;
}

function withMembers(
  state: FilingState,
  teamId: TeamId,
  change: (members: ReadonlySet<UserId>) => ReadonlySet<UserId>,
): FilingState {
  const members = new Map(state.members);
  return { ...state, members: members.set(teamId, change(members.get(teamId) ?? new Set())) };
}

function withAccount(
  state: FilingState,
  accountId: AccountId,
  change: (account: FiledAccount) => FiledAccount,
): FilingState {
  const accounts = new Map(state.accounts);
  return { ...state, accounts: accounts.set(accountId, change(accounts.get(accountId) ?? groupAccount)) };
}

function withFilters(
  state: FilingState,
  scope: FilterScope,
  change: (filters: readonly FilterDefinition[]) => readonly FilterDefinition[],
): FilingState {
  const filters = new Map(state.filters);
  return { ...state, filters: filters.set(scopeKey(scope), change(filters.get(scopeKey(scope)) ?? [])) };
}
