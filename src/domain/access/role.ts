import type { Decider } from '../decider.js';
import { NotFound, Rejected } from '../errors.js';
import type { RoleId, UserId } from '../ids.js';
import type { RoleEvent } from './events.js';
import { Action, type Permissions, Scope } from './permissions.js';

export type Role =
  | { readonly status: 'absent' }
  | { readonly status: 'present'; readonly roleId: RoleId; readonly name: string; readonly permissions: Permissions };

export const role: Decider<Role, RoleEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve: (_, { type, data }) => (type === 'RoleDefined' ? { status: 'present', ...data } : { status: 'absent' }),
};

export interface RoleDefinition {
  readonly roleId: RoleId;
  readonly name: string;
  readonly permissions: Permissions;
}

/** A role, new or with other permissions; one that was removed may come back. */
export function defineRole(state: Role, definition: RoleDefinition): RoleEvent[] {
  const same =
    state.status === 'present' &&
    state.name === definition.name &&
    allowSame(state.permissions, definition.permissions);
  return same ? [] : [{ type: 'RoleDefined', data: definition }];
}

/** @param usedBy users who have it, as far as is known */
export function removeRole(state: Role, usedBy: readonly UserId[]): RoleEvent[] {
  if (state.status === 'absent') throw new NotFound('role', 'of this id');
  if (usedBy.length > 0) {
    const some = usedBy.slice(0, 5).join(', ');
    throw new Rejected(
      'role-in-use',
      `Users still have the role ${state.roleId}: ${some}${usedBy.length > 5 ? '…' : ''}.`,
    );
  }
  return [{ type: 'RoleRemoved', data: { roleId: state.roleId } }];
}

const allowSame = (a: Permissions, b: Permissions): boolean =>
  Scope.options.every((scope) => Action.options.every((action) => a[scope][action] === b[scope][action]));
