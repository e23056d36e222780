import type { TeamEvent, UserEvent } from '../access/events.js';
import type { Decider } from '../decider.js';
import type { AccountId, FolderId, TeamId, UserId } from '../ids.js';
import type { EmailFolderEvent, GroupFolderEvent } from '../inbox/events.js';
import type { MailAccountEvent } from '../mail-account/events.js';
import type { PersonalFiling } from '../mail-account/mail-account.js';
import type { FilterDefinition, FilterEvent, FilterScope } from './events.js';

/** Whose mail an account's is, and where it stands there. */
export interface FiledAccount {
  /** Whose own it is; none: a group's. */
  readonly owner: UserId | null;
  /** Of a group. */
  readonly teamIds: readonly TeamId[];
  /** Of a group: in the inboxes of all members of these teams, or in nobody's. */
  readonly allTeamUsers: boolean;
  readonly groupFolderId: FolderId | null;
  /** Of a user. */
  readonly personal: Omit<PersonalFiling, 'accountId'>;
}

/** What decides where a message is put: accounts, teams, people and filters. A fold over the log. */
export interface FilingState {
  readonly accounts: ReadonlyMap<AccountId, FiledAccount>;
  readonly members: ReadonlyMap<TeamId, ReadonlySet<UserId>>;
  readonly active: ReadonlySet<UserId>;
  /** Those that people made: what would go to one that is gone goes to the inbox. */
  readonly folders: ReadonlySet<FolderId>;
  /** By the key of their scope, in the order in which they are asked. */
  readonly filters: ReadonlyMap<string, readonly FilterDefinition[]>;
}

export type FilingEvent = UserEvent | TeamEvent | MailAccountEvent | EmailFolderEvent | GroupFolderEvent | FilterEvent;

const groupAccount: FiledAccount = {
  owner: null,
  teamIds: [],
  allTeamUsers: true,
  groupFolderId: null,
  personal: { folderId: null, folderMap: [], sentFolder: null },
};

export const filing: Decider<FilingState, FilingEvent> = {
  initialState: () => ({
    accounts: new Map(),
    members: new Map(),
    active: new Set(),
    folders: new Set(),
    filters: new Map(),
  }),
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
      case 'PersonalAccountOpened':
        return withAccount(state, data.accountId, () => ({ ...groupAccount, owner: data.userId }));
      case 'TeamsSet':
        return withAccount(state, data.accountId, (account) => ({ ...account, teamIds: data.teamIds }));
      case 'FilingConfigured': {
        const { accountId, addAllTeamUsers: allTeamUsers, groupFolderId } = data;
        return withAccount(state, accountId, (account) => ({ ...account, allTeamUsers, groupFolderId }));
      }
      case 'PersonalFilingConfigured':
        return withAccount(state, data.accountId, (account) => ({ ...account, personal: data }));
      case 'FolderCreated':
      case 'GroupFolderCreated':
        return { ...state, folders: new Set(state.folders).add(data.folderId) };
      case 'FolderRemoved':
      case 'GroupFolderRemoved':
        return { ...state, folders: without(state.folders, data.folderId) };
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
export function inboxesOf(state: FilingState, { owner, allTeamUsers, teamIds }: FiledAccount): readonly UserId[] {
  if (owner !== null) return [owner];
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
