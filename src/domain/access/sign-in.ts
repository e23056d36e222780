import { Rejected } from '../errors.js';
import { idOf, UserId } from '../ids.js';
import type { UserEvent } from './events.js';
import type { GroupRoles, Identity } from './identity.js';
import { registerUser, type User } from './user.js';

/** Somebody for whom the provider vouches. */
export interface SignedIn {
  readonly identity: Identity;
  readonly name: string;
  /** Addresses that the provider has verified. */
  readonly emailAddresses: readonly string[];
  readonly fromGroups: GroupRoles;
}

/**
 * Signs somebody in as a user: binds them the first time, and sets what their groups give. A token that is older than
 * what was set last changes nothing, so that tokens of different age do not take turns. What is said again leaves no
 * trace, so that not every sign-in is an event.
 * @param register whether a user who does not exist yet is made
 */
export function signIn(state: User, userId: UserId, who: SignedIn, register: boolean): UserEvent[] {
  if (state.status === 'absent') {
    if (!register) throw new Rejected('user-unknown', 'There is no such user here, and none is made by signing in.');
    const { name, emailAddresses } = who;
    return [
      ...registerUser(state, { userId, name, administrator: false, emailAddresses }),
      bound(userId, who.identity),
      ...groupRoles(userId, undefined, who.fromGroups),
    ];
  }
  if (state.status === 'inactive') throw new Rejected('user-not-active', 'This user is not active.');
  return [...binding(state, who), ...groupRoles(userId, state.fromGroups, who.fromGroups)];
}

/** A name that was free again at the provider, or that anybody may choose there, must not lead to somebody else's user. */
function binding(state: Exclude<User, { status: 'absent' }>, { identity, fromGroups }: SignedIn): UserEvent[] {
  const { userId, administrator, identity: before } = state;
  if (before) {
    if (before.issuer === identity.issuer && before.subject === identity.subject) return [];
    throw new Rejected('user-of-somebody-else', 'The user of this name belongs to somebody else at the provider.');
  }
  // A name alone makes nobody an administrator: the provider must say that they are one.
  if (administrator && !fromGroups.administrator) {
    throw new Rejected(
      'administrator-by-name',
      "The user of this name is an administrator, and the token names no administrators' group.",
    );
  }
  return [bound(userId, identity)];
}

const bound = (userId: UserId, identity: Identity): UserEvent => ({
  type: 'UserIdentityBound',
  data: { userId, ...identity },
});

function groupRoles(userId: UserId, before: GroupRoles | undefined, now: GroupRoles): UserEvent[] {
  if (before && before.asOf > now.asOf) return [];
  const roleIds = [...new Set(now.roleIds)].sort();
  const held = before ?? { roleIds: [], administrator: false };
  if (held.administrator === now.administrator && held.roleIds.join() === roleIds.join()) return [];
  return [{ type: 'UserGroupRolesSet', data: { ...now, userId, roleIds } }];
}

/** The user whom a name means. */
export const userIdOf = (name: string): UserId => UserId.parse(idOf(name));
