import { type Belonging, type Person, reachOf } from '../access/audience.js';
import { BASELINE, EVERYTHING, type Permissions, type Scope, widest } from '../access/permissions.js';
import type { RecordedAs } from '../events.js';
import type { AccountId, RoleId, TeamId, UserId } from '../ids.js';
import { USUAL_PREFERENCES } from './preferences.js';
import type { NotificationPreferences } from './preferences-events.js';

/** A user, as far as it matters to whoever would tell them something. */
export interface ToldPerson extends Person {
  readonly active: boolean;
  readonly administrator: boolean;
  /** Given by hand. */
  readonly roleIds: readonly RoleId[];
  /** What their groups at the sign-in provider give beside that. */
  readonly fromGroups: { readonly roleIds: readonly RoleId[]; readonly administrator: boolean };
  /** None: they have said nothing. */
  readonly preferences: NotificationPreferences | null;
}

/** Who may be told of what, and since when an account's mail is news: plain JSON, as large as the company. */
export interface People {
  readonly users: Readonly<Record<UserId, ToldPerson>>;
  readonly roles: Readonly<Record<RoleId, Permissions>>;
  /** Whose an address is. */
  readonly authors: Readonly<Record<string, UserId>>;
  /** What came before that moment is history. ISO 8601. */
  readonly newsSince: Readonly<Record<AccountId, string>>;
}

export const noPeople: People = { users: {}, roles: {}, authors: {}, newsSince: {} };

const NEW = {
  active: true,
  emailAddresses: [],
  roleIds: [],
  fromGroups: { roleIds: [], administrator: false },
  teamIds: [],
  preferences: null,
} as const;

export const peopleInputs = [
  'UserRegistered',
  'UserEmailAddressesSet',
  'UserRolesSet',
  'UserMadeAdministrator',
  'UserNoLongerAdministrator',
  'UserGroupRolesSet',
  'RoleDefined',
  'RoleRemoved',
  'UserActivated',
  'UserDeactivated',
  'TeamMemberAdded',
  'TeamMemberRemoved',
  'NotificationPreferencesSet',
  'GroupAccountOpened',
  'PersonalAccountOpened',
  'CaseCreationConfigured',
] as const;
export type PeopleInput = RecordedAs<(typeof peopleInputs)[number]>;

/** One event further. Never throws, whatever history it is given. */
export function evolvePeople(people: People, { type, data, metadata }: PeopleInput): People {
  switch (type) {
    case 'UserRegistered': {
      const { userId, administrator } = data;
      const user = { ...NEW, userId, administrator };
      return { ...people, users: { ...people.users, [userId]: user } };
    }
    case 'UserEmailAddressesSet': {
      const changed = withUser(people, data.userId, { emailAddresses: data.emailAddresses });
      const all = Object.values(changed.users);
      const authors = all.flatMap(({ userId, emailAddresses }) =>
        emailAddresses.map((address) => [address.toLowerCase(), userId] as const),
      );
      return { ...changed, authors: Object.fromEntries(authors) };
    }
    case 'UserRolesSet':
      return withUser(people, data.userId, { roleIds: data.roleIds });
    case 'UserMadeAdministrator':
      return withUser(people, data.userId, { administrator: true });
    case 'UserNoLongerAdministrator':
      return withUser(people, data.userId, { administrator: false });
    case 'UserGroupRolesSet': {
      const { userId, roleIds, administrator } = data;
      return withUser(people, userId, { fromGroups: { roleIds, administrator } });
    }
    case 'RoleDefined':
      return { ...people, roles: { ...people.roles, [data.roleId]: data.permissions } };
    case 'RoleRemoved': {
      const { [data.roleId]: _, ...roles } = people.roles;
      return { ...people, roles };
    }
    case 'UserActivated':
      return withUser(people, data.userId, { active: true });
    case 'UserDeactivated':
      return withUser(people, data.userId, { active: false });
    case 'TeamMemberAdded':
      return withUser(people, data.userId, { teamIds: [...teamsBut(people, data), data.teamId] });
    case 'TeamMemberRemoved':
      return withUser(people, data.userId, { teamIds: teamsBut(people, data) });
    case 'NotificationPreferencesSet': {
      const { userId, ...preferences } = data;
      return withUser(people, userId, { preferences });
    }
    case 'GroupAccountOpened':
    case 'PersonalAccountOpened':
      return { ...people, newsSince: { ...people.newsSince, [data.accountId]: metadata.at } };
    case 'CaseCreationConfigured':
      return { ...people, newsSince: { ...people.newsSince, [data.accountId]: data.casesSince } };
  }
}

function withUser(people: People, userId: UserId, change: Partial<ToldPerson>): People {
  const user = people.users[userId];
  return user ? { ...people, users: { ...people.users, [userId]: { ...user, ...change } } } : people;
}

const teamsBut = ({ users }: People, { userId, teamId }: { userId: UserId; teamId: TeamId }): TeamId[] =>
  (users[userId]?.teamIds ?? []).filter((one) => one !== teamId);

export const preferencesOf = ({ preferences }: ToldPerson): NotificationPreferences => preferences ?? USUAL_PREFERENCES;

const isAdministrator = ({ administrator, fromGroups }: ToldPerson): boolean =>
  administrator || fromGroups.administrator;

export const administratorsOf = ({ users }: People): readonly UserId[] =>
  Object.values(users)
    .filter(isAdministrator)
    .map(({ userId }) => userId)
    .sort();

function permissionsOf({ roles }: People, person: ToldPerson): Permissions {
  if (isAdministrator(person)) return EVERYTHING;
  const { roleIds, fromGroups } = person;
  const all = [...roleIds, ...fromGroups.roleIds];
  return all.length === 0 ? BASELINE : widest(all.flatMap((roleId) => roles[roleId] ?? []));
}

/** Whether somebody may read what belongs to these. */
export function mayRead(people: People, person: ToldPerson, scope: Scope, belongsTo: readonly Belonging[]): boolean {
  const reach: ReadonlySet<string> = new Set(reachOf(permissionsOf(people, person)[scope].read, person));
  return belongsTo.some((one) => reach.has(one));
}
