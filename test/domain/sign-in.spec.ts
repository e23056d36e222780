import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GroupRoles } from '../../src/domain/access/identity.js';
import { type SignedIn, signIn } from '../../src/domain/access/sign-in.js';
import { deactivateUser, registerUser, type User, user } from '../../src/domain/access/user.js';
import { RoleId } from '../../src/domain/ids.js';
import { evolved, refused } from '../support/decisions.js';
import { userId } from '../support/domain-builders.js';

const ana = userId('ana');
const roles = (...names: string[]) => names.map((name) => RoleId.parse(name));
const groups = (asOf: string, ...names: string[]): GroupRoles => ({
  roleIds: roles(...names),
  administrator: false,
  asOf,
});
const MORNING = '2026-03-02T08:00:00.000Z';
const NOON = '2026-03-02T12:00:00.000Z';
const person = (more: Partial<SignedIn> = {}): SignedIn => ({
  identity: { issuer: 'https://id.acme.example', subject: '4711' },
  name: 'Ana Novak',
  emailAddresses: ['ana@acme.example'],
  fromGroups: groups(MORNING),
  ...more,
});
const absent = user.initialState();
const letIn = (state: User, who: SignedIn): User => evolved(user, state, signIn(state, ana, who, true));
const known = evolved(
  user,
  absent,
  registerUser(absent, { userId: ana, name: 'Ana', administrator: false, emailAddresses: [] }),
);
const root = evolved(
  user,
  absent,
  registerUser(absent, { userId: ana, name: 'Ana', administrator: true, emailAddresses: [] }),
);

describe('signing in', () => {
  test('makes a user who is not there, where that is wanted', () => {
    const events = signIn(absent, ana, person({ fromGroups: groups(MORNING, 'agent') }), true);
    expect(events.map(({ type }) => type)).toEqual([
      'UserRegistered',
      'UserEmailAddressesSet',
      'UserIdentityBound',
      'UserGroupRolesSet',
    ]);
    expect(evolved(user, absent, events)).toMatchObject({ name: 'Ana Novak', administrator: false, status: 'active' });
    expect(refused(() => signIn(absent, ana, person(), false))).toBe('rejected user-unknown');
  });

  test('binds a user who is there, keeps what was given by hand, and leaves no trace the second time', () => {
    const bound = letIn(known, person());
    expect(bound).toMatchObject({ name: 'Ana', emailAddresses: [], identity: person().identity });
    expect(signIn(bound, ana, person(), false)).toEqual([]);
  });

  test('leads nobody to the user of somebody else, whose name they have there', () => {
    const bound = letIn(known, person());
    for (const identity of [
      { issuer: 'https://id.acme.example', subject: '4712' },
      { issuer: 'https://id.other.example', subject: '4711' },
    ]) {
      expect(refused(() => signIn(bound, ana, person({ identity }), true))).toBe('rejected user-of-somebody-else');
    }
  });

  test('makes nobody an administrator by their name', () => {
    expect(refused(() => signIn(root, ana, person(), true))).toBe('rejected administrator-by-name');
    const fromGroups = { ...groups(MORNING), administrator: true };
    expect(letIn(root, person({ fromGroups }))).toMatchObject({ identity: person().identity });
    // Once bound they are known by what never changes.
    const bound = letIn(root, person({ fromGroups }));
    expect(signIn(bound, ana, person({ fromGroups: groups(NOON) }), false)).toHaveLength(1);
  });

  test('lets nobody in who was deactivated', () => {
    const gone = evolved(user, known, deactivateUser(known));
    expect(refused(() => signIn(gone, ana, person(), true))).toBe('rejected user-not-active');
  });

  test('sets what the groups give, each role once, and takes it away', () => {
    const agent = letIn(known, person({ fromGroups: groups(MORNING, 'lead', 'agent', 'lead') }));
    expect(agent).toMatchObject({ fromGroups: { roleIds: ['agent', 'lead'], administrator: false } });
    expect(letIn(agent, person({ fromGroups: groups(NOON) }))).toMatchObject({ fromGroups: { roleIds: [] } });
  });

  test('an older token changes nothing', () => {
    const noon = letIn(known, person({ fromGroups: groups(NOON, 'lead') }));
    expect(signIn(noon, ana, person({ fromGroups: groups(MORNING, 'agent') }), true)).toEqual([]);
  });

  test('tokens of different age do not take turns: the newest has the last word', () => {
    const token = fc.record({
      minute: fc.integer({ min: 10, max: 59 }),
      roleIds: fc.subarray(['agent', 'lead', 'auditor']),
      administrator: fc.boolean(),
    });
    const tokens = fc.uniqueArray(token, { minLength: 1, maxLength: 8, selector: ({ minute }) => minute });
    fc.assert(
      fc.property(tokens, (given) => {
        const people = given.map(({ minute, roleIds, administrator }) =>
          person({
            fromGroups: { roleIds: roles(...roleIds), administrator, asOf: `2026-03-02T08:${minute}:00.000Z` },
          }),
        );
        const newest = people.reduce((a, b) => (a.fromGroups.asOf > b.fromGroups.asOf ? a : b));
        const state = [...people, ...people, newest].reduce(letIn, known);
        expect(people.map((who) => signIn(state, ana, who, true))).toEqual(people.map(() => []));
        const held = state.status === 'absent' ? undefined : state.fromGroups;
        expect(held?.administrator ?? false).toBe(newest.fromGroups.administrator);
        expect(held?.roleIds ?? []).toEqual([...newest.fromGroups.roleIds].sort());
      }),
    );
  });
});
