import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { Instant, RoleId, TeamId, TokenId, UserId } from '../ids.js';
import { Permissions } from './permissions.js';
import { TokenScope } from './token-scopes.js';

/** A place in a team, by which an account may narrow whom its cases go to: `agent`, `second level`. */
export const Position = z.string().trim().min(1).max(100);

export const userEvents = {
  UserRegistered: event(
    'Somebody works here from now on.',
    z.object({
      userId: UserId,
      name: z.string().min(1).max(200).meta({ personal: 'userId' }),
      administrator: z.boolean(),
    }),
  ),
  UserEmailAddressesSet: event(
    'The addresses that a user writes from, all of them: who writes from one is an insider.',
    z.object({ userId: UserId, emailAddresses: z.array(z.string()).meta({ personal: 'userId' }) }),
  ),
  UserRolesSet: event(
    'What a user may is what these roles allow together, and nothing else; with none, what everybody may.',
    z.object({ userId: UserId, roleIds: z.array(RoleId) }),
  ),
  UserMadeAdministrator: event('A user may do everything, whatever their roles.', z.object({ userId: UserId })),
  UserNoLongerAdministrator: event('A user may do what their roles allow again.', z.object({ userId: UserId })),
  UserActivated: event('A user may have cases again; in the rota that counts as a turn.', z.object({ userId: UserId })),
  UserDeactivated: event('A user gets no new cases, and none of their tokens lets in.', z.object({ userId: UserId })),
  UserIdentityBound: event(
    'A person whom a sign-in provider knows is this user from now on, whatever their name becomes there.',
    z.object({
      userId: UserId,
      issuer: z.string().min(1).max(500).describe('The provider, as its tokens name it (`iss`).'),
      subject: z.string().min(1).max(255).describe('Whom it means (`sub`).').meta({ personal: 'userId' }),
    }),
  ),
  UserGroupRolesSet: event(
    "What a user's groups at the sign-in provider give, all of it; what was given by hand stands beside it.",
    z.object({
      userId: UserId,
      roleIds: z.array(RoleId).max(100),
      administrator: z.boolean(),
      asOf: Instant.describe('When the provider said so: an older token changes nothing.'),
    }),
  ),
};
export type UserEvent = EventsOf<typeof userEvents>;

export const administratorEvents = {
  AdministratorReleased: event(
    'An administrator may go, as another one is there: what ends it follows in their own stream, right behind that revision.',
    z.object({ userId: UserId, revision: z.number().int().nonnegative() }),
  ),
};
export type AdministratorEvent = EventsOf<typeof administratorEvents>;

export const roleEvents = {
  RoleDefined: event(
    'What a role allows, from now on and for all who have it.',
    z.object({ roleId: RoleId, name: z.string().min(1).max(200), permissions: Permissions }),
  ),
  RoleRemoved: event(
    'There is no such role any more; what it allowed, it allows nobody.',
    z.object({ roleId: RoleId }),
  ),
};
export type RoleEvent = EventsOf<typeof roleEvents>;

export const teamEvents = {
  TeamCreated: event('A team to which cases can go.', z.object({ teamId: TeamId, name: z.string().min(1).max(200) })),
  TeamMemberAdded: event(
    'A user joined a team; in its rota that counts as a turn.',
    z.object({ teamId: TeamId, userId: UserId, position: Position.nullable() }),
  ),
  TeamMemberPositionSet: event(
    'A member has another position in the team, or none.',
    z.object({ teamId: TeamId, userId: UserId, position: Position.nullable() }),
  ),
  TeamMemberRemoved: event('A user left a team.', z.object({ teamId: TeamId, userId: UserId })),
};
export type TeamEvent = EventsOf<typeof teamEvents>;

export const apiTokenEvents = {
  ApiTokenIssued: event(
    'A bearer token of the API was made and shown once.',
    z.object({
      tokenId: TokenId,
      userId: UserId,
      name: z.string().min(1).max(200),
      hash: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .meta({ secret: 'what the token is found by' })
        .describe('SHA-256 of the token, hexadecimal. The token itself is shown once and kept nowhere.'),
      scopes: z.array(TokenScope).min(1).nullable().describe('What it is narrowed to; null: to nothing.'),
      expiresAt: Instant.nullable().describe('From then on it lets nobody in; null: until it is revoked.'),
    }),
    // A token could do all that its user may, for good.
    { 1: (data) => ({ ...data, scopes: null, expiresAt: null }) },
  ),
  ApiTokenRevoked: event('A token lets nobody in any more.', z.object({ tokenId: TokenId })),
};
export type ApiTokenEvent = EventsOf<typeof apiTokenEvents>;
