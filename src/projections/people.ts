import { live } from '../application/ports/document-store.js';
import type { Permissions } from '../domain/access/permissions.js';
import type { TokenScope } from '../domain/access/token-scopes.js';
import { identityIdOf } from '../domain/ids.js';
import { at, existing, projection, remove } from './projection.js';

export interface UserView {
  readonly userId: string;
  readonly name: string;
  readonly administrator: boolean;
  readonly active: boolean;
  readonly emailAddresses: readonly string[];
  /** None: what everybody may. */
  readonly roleIds: readonly string[];
  readonly teamIds: readonly string[];
  /** What their groups at the sign-in provider give, beside what was given by hand. */
  readonly fromGroups: { readonly roleIds: readonly string[]; readonly administrator: boolean };
  /** Of their own stream. */
  readonly revision: number;
}

const NEW = {
  active: true,
  emailAddresses: [],
  roleIds: [],
  teamIds: [],
  fromGroups: { roleIds: [], administrator: false },
} as const;

export const users = projection<UserView>(
  'users',
  { version: 2, fields: ['active', 'administrator'], indexes: [['administrator', 'active']] },
  {
    UserRegistered: ({ data, revision }) => at(data.userId, () => ({ ...data, ...NEW, revision })),
    UserEmailAddressesSet: ({ data: { userId, emailAddresses }, revision }) =>
      existing(userId, (view) => ({ ...view, emailAddresses, revision })),
    UserRolesSet: ({ data: { userId, roleIds }, revision }) =>
      existing(userId, (view) => ({ ...view, roleIds, revision })),
    UserMadeAdministrator: ({ data, revision }) =>
      existing(data.userId, (view) => ({ ...view, administrator: true, revision })),
    UserNoLongerAdministrator: ({ data, revision }) =>
      existing(data.userId, (view) => ({ ...view, administrator: false, revision })),
    UserActivated: ({ data, revision }) => existing(data.userId, (view) => ({ ...view, active: true, revision })),
    UserDeactivated: ({ data, revision }) => existing(data.userId, (view) => ({ ...view, active: false, revision })),
    TeamMemberAdded: ({ data: { userId, teamId } }) =>
      existing(userId, (view) => ({ ...view, teamIds: [...outOf(view, teamId), teamId] })),
    TeamMemberRemoved: ({ data: { userId, teamId } }) =>
      existing(userId, (view) => ({ ...view, teamIds: outOf(view, teamId) })),
    UserIdentityBound: ({ data, revision }) => existing(data.userId, (view) => ({ ...view, revision })),
    UserGroupRolesSet: ({ data: { userId, roleIds, administrator }, revision }) =>
      existing(userId, (view) => ({ ...view, fromGroups: { roleIds, administrator }, revision })),
  },
);
export const usersCollection = live(users.spec);

const outOf = ({ teamIds }: UserView, teamId: string): readonly string[] => teamIds.filter((one) => one !== teamId);

export interface RoleView {
  readonly roleId: string;
  readonly name: string;
  readonly permissions: Permissions;
  readonly revision: number;
}

export const roles = projection<RoleView>(
  'roles',
  { version: 1, fields: [], indexes: [] },
  {
    RoleDefined: ({ data, revision }) => at(data.roleId, () => ({ ...data, revision })),
    RoleRemoved: ({ data }) => remove(data.roleId),
  },
);
export const rolesCollection = live(roles.spec);
/** Under the id of an identity: whose it is. */
export interface IdentityView {
  readonly userId: string;
}

export const identities = projection<IdentityView>(
  'identities',
  { version: 1, fields: [], indexes: [] },
  {
    UserIdentityBound: ({ data: { userId, issuer, subject } }) => at(identityIdOf(issuer, subject), () => ({ userId })),
  },
);
export const identitiesCollection = live(identities.spec);

export interface TeamView {
  readonly teamId: string;
  readonly name: string;
  readonly members: readonly { readonly userId: string; readonly position: string | null }[];
  readonly revision: number;
}

export const teams = projection<TeamView>(
  'teams',
  { version: 1, fields: [], indexes: [] },
  {
    TeamCreated: ({ data, revision }) => at(data.teamId, () => ({ ...data, members: [], revision })),
    TeamMemberAdded: ({ data: { teamId, userId, position }, revision }) =>
      existing(teamId, (view) => ({ ...view, members: [...without(view, userId), { userId, position }], revision })),
    TeamMemberPositionSet: ({ data: { teamId, userId, position }, revision }) =>
      existing(teamId, (view) => ({
        ...view,
        members: view.members.map((member) => (member.userId === userId ? { userId, position } : member)),
        revision,
      })),
    TeamMemberRemoved: ({ data: { teamId, userId }, revision }) =>
      existing(teamId, (view) => ({ ...view, members: without(view, userId), revision })),
  },
);
export const teamsCollection = live(teams.spec);

const without = (view: TeamView, userId: string): TeamView['members'] =>
  view.members.filter((member) => member.userId !== userId);

export interface TokenView {
  readonly tokenId: string;
  readonly userId: string;
  readonly name: string;
  readonly hash: string;
  readonly issuedAt: string;
  /** What it is narrowed to; none: to nothing. */
  readonly scopes: readonly TokenScope[] | null;
  readonly expiresAt: string | null;
  readonly revoked: boolean;
}

export const apiTokens = projection<TokenView>(
  'api-tokens',
  { version: 2, fields: ['hash', 'userId'], indexes: [['hash'], ['userId']] },
  {
    ApiTokenIssued: ({ data, metadata }) =>
      at(data.tokenId, () => ({ ...data, issuedAt: metadata.at, revoked: false })),
    ApiTokenRevoked: ({ data }) => existing(data.tokenId, (view) => ({ ...view, revoked: true })),
  },
);
export const apiTokensCollection = live(apiTokens.spec);
