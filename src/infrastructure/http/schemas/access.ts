import { z } from 'zod';
import { Action, Level, Permissions, Scope } from '../../../domain/access/permissions.js';
import { RoleId } from '../../../domain/ids.js';
import { page, text } from './common.js';
import { TokenGrant } from './people.js';

const permissions = z
  .partialRecord(Scope, z.partialRecord(Action, Level))
  .describe('For each scope and action how far it reaches; what is left out: `no`');
export const NewRole = z.strictObject({ name: text(200), permissions }).meta({ id: 'NewRole' });
export const Role = z
  .object({ roleId: z.string(), name: z.string(), permissions: Permissions, revision: z.int() })
  .meta({ id: 'Role' });
export const Roles = page('Roles', Role);

export const UserRoles = z
  .strictObject({ roleIds: z.array(RoleId).max(100).describe('All of them; none: what everybody may') })
  .meta({ id: 'UserRoles' });
export const Administration = z.strictObject({ administrator: z.boolean() }).meta({ id: 'Administration' });

export const Me = z
  .object({
    userId: z.string(),
    administrator: z.boolean(),
    emailAddresses: z.array(z.string()),
    teamIds: z.array(z.string()),
    permissions: Permissions,
    token: TokenGrant.nullable().describe('The API token that one came by; null: one came another way'),
  })
  .meta({ id: 'Me' });
