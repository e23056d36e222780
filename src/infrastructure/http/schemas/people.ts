import { z } from 'zod';
import { Position } from '../../../domain/access/events.js';
import { TokenScope } from '../../../domain/access/token-scopes.js';
import { TeamId, UserId } from '../../../domain/ids.js';
import { Changed, instant, page, text } from './common.js';

export const NewUser = z
  .strictObject({
    userId: UserId,
    name: text(200),
    administrator: z.boolean().default(false),
    emailAddresses: z.array(z.string().max(320)).max(50).default([]),
  })
  .meta({ id: 'NewUser' });
export const EmailAddresses = z
  .strictObject({ emailAddresses: z.array(z.string().max(320)).max(50) })
  .meta({ id: 'EmailAddresses' });
export const User = z
  .object({
    userId: z.string(),
    name: z.string(),
    administrator: z.boolean(),
    active: z.boolean(),
    emailAddresses: z.array(z.string()),
    roleIds: z.array(z.string()),
    teamIds: z.array(z.string()),
    fromGroups: z
      .object({ roleIds: z.array(z.string()), administrator: z.boolean() })
      .describe('What their groups at the sign-in provider give, beside what was given by hand'),
    revision: z.int(),
  })
  .meta({ id: 'User' });
export const Users = page('Users', User);

export const NewTeam = z.strictObject({ teamId: TeamId, name: text(200) }).meta({ id: 'NewTeam' });
export const Membership = z
  .strictObject({ position: Position.nullable().default(null) })
  .prefault({})
  .meta({ id: 'Membership' });
export const Team = z
  .object({
    teamId: z.string(),
    name: z.string(),
    members: z.array(z.object({ userId: z.string(), position: z.string().nullable() })),
    revision: z.int(),
  })
  .meta({ id: 'Team' });
export const Teams = page('Teams', Team);

const Scoped = TokenScope.meta({ id: 'TokenScope' });
export const TokenGrant = z.object({
  scopes: z.array(Scoped).nullable().describe('What it may, at most; null: all that its user may'),
  expiresAt: instant.nullable(),
});
export const NewToken = z
  .strictObject({
    userId: UserId.optional().describe('Whose it is; default: of whoever asks'),
    name: text(200).describe('What it is for'),
    scopes: z
      .array(Scoped)
      .min(1)
      .max(TokenScope.options.length)
      .optional()
      .describe('What it may, at most, of what its user may; absent: all of it'),
    expiresAt: instant.optional().describe('From then on it lets nobody in; absent: until it is revoked'),
    expiresInDays: z.int().min(1).max(3_650).optional().describe('The same, counted from now'),
  })
  .refine(({ expiresAt, expiresInDays }) => expiresAt === undefined || expiresInDays === undefined, {
    path: ['expiresInDays'],
    message: 'must not be given beside expiresAt',
  })
  .meta({ id: 'NewToken' });
export const IssuedToken = Changed.extend({
  tokenId: z.string(),
  token: z.string().describe('Shown this once'),
}).meta({ id: 'IssuedToken' });
const Token = z
  .object({
    tokenId: z.string(),
    userId: z.string(),
    name: z.string(),
    issuedAt: instant,
    ...TokenGrant.shape,
    lastUsedAt: instant.nullable().describe('Within an hour; null: never'),
    revoked: z.boolean(),
  })
  .meta({ id: 'Token' });
export const Tokens = page('Tokens', Token);
