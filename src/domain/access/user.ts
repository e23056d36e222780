import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { RoleId, UserId } from '../ids.js';
import type { UserEvent } from './events.js';
import type { GroupRoles, Identity } from './identity.js';

export type User =
  | { readonly status: 'absent' }
  | {
      readonly status: 'active' | 'inactive';
      readonly userId: UserId;
      readonly name: string;
      readonly administrator: boolean;
      readonly emailAddresses: readonly string[];
      /** None: what everybody may. */
      readonly roleIds: readonly RoleId[];
      /** Who they are to the sign-in provider; none: they have never signed in there. */
      readonly identity?: Identity;
      /** What their groups there give, beside what was given by hand. */
      readonly fromGroups?: GroupRoles;
    };

export const user: Decider<User, UserEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'UserRegistered') return { status: 'active', emailAddresses: [], roleIds: [], ...data };
    if (state.status === 'absent') return state;
    switch (type) {
      case 'UserEmailAddressesSet':
        return { ...state, emailAddresses: data.emailAddresses };
      case 'UserRolesSet':
        return { ...state, roleIds: data.roleIds };
      case 'UserMadeAdministrator':
        return { ...state, administrator: true };
      case 'UserNoLongerAdministrator':
        return { ...state, administrator: false };
      case 'UserActivated':
        return { ...state, status: 'active' };
      case 'UserDeactivated':
        return { ...state, status: 'inactive' };
      case 'UserIdentityBound':
        return { ...state, identity: { issuer: data.issuer, subject: data.subject } };
      case 'UserGroupRolesSet':
        return { ...state, fromGroups: { roleIds: data.roleIds, administrator: data.administrator, asOf: data.asOf } };
    }
  },
};

export interface UserRegistration {
  readonly userId: UserId;
  readonly name: string;
  readonly administrator: boolean;
  readonly emailAddresses: readonly string[];
}

export function registerUser(state: User, { emailAddresses, ...registration }: UserRegistration): UserEvent[] {
  if (state.status !== 'absent') throw new Rejected('user-exists', `There is a user ${registration.userId} already.`);
  return [
    { type: 'UserRegistered', data: registration },
    ...setEmailAddresses({ ...registration, status: 'active', emailAddresses: [], roleIds: [] }, emailAddresses),
  ];
}

export function setEmailAddresses(state: User, emailAddresses: readonly string[]): UserEvent[] {
  const { userId, emailAddresses: before } = present(state);
  const given = emailAddresses.map((address) => address.trim().toLowerCase());
  const wrong = given.flatMap((address, n) =>
    /^[^\s@]+@[^\s@]+$/.test(address) ? [] : [{ path: `emailAddresses.${n}`, message: 'is not an e-mail address' }],
  );
  if (wrong.length > 0) throw new Invalid(wrong);
  const wanted = [...new Set(given)].sort();
  if (wanted.join() === [...before].sort().join()) return [];
  return [{ type: 'UserEmailAddressesSet', data: { userId, emailAddresses: wanted } }];
}

/** Roles of one user: what they allow is added up with every request that is not remembered. */
export const MAX_ROLES = 20;

/** @throws Rejected for more than MAX_ROLES */
export function setRoles(state: User, roleIds: readonly RoleId[]): UserEvent[] {
  const { userId, roleIds: before } = present(state);
  const wanted = [...new Set(roleIds)].sort();
  if (wanted.length > MAX_ROLES) throw new Rejected('too-many-roles', `A user has at most ${MAX_ROLES} roles.`);
  return wanted.join() === [...before].sort().join()
    ? []
    : [{ type: 'UserRolesSet', data: { userId, roleIds: wanted } }];
}

/** Whether they may do everything at present: of these there has to be one at all times. */
export const isActiveAdministrator = (state: User): boolean => state.status === 'active' && state.administrator;

/** Somebody who is not active keeps nobody else from leaving: they are made one when they are back. */
export function makeAdministrator(state: User): UserEvent[] {
  const { status, userId, administrator } = present(state);
  if (administrator) return [];
  if (status !== 'active') throw new Rejected('user-not-active', `User ${userId} is not active.`);
  return [{ type: 'UserMadeAdministrator', data: { userId } }];
}

/** Only behind `releaseAdministrator`, where they are an active one. */
export function takeAdministration(state: User): UserEvent[] {
  const { userId, administrator } = present(state);
  return administrator ? [{ type: 'UserNoLongerAdministrator', data: { userId } }] : [];
}

export function activateUser(state: User): UserEvent[] {
  const { status, userId } = present(state);
  return status === 'active' ? [] : [{ type: 'UserActivated', data: { userId } }];
}

/** Their open cases stay theirs; new ones go to others. An active administrator's only behind `releaseAdministrator`. */
export function deactivateUser(state: User): UserEvent[] {
  const { status, userId } = present(state);
  return status === 'inactive' ? [] : [{ type: 'UserDeactivated', data: { userId } }];
}

function present(state: User): Exclude<User, { status: 'absent' }> {
  if (state.status === 'absent') throw new NotFound('user', 'of this id');
  return state;
}
