import { describe, expect, test } from 'vitest';
import { type ApiToken, apiToken, issueToken, revokeToken } from '../../src/domain/access/api-token.js';
import { BASELINE, completed } from '../../src/domain/access/permissions.js';
import { defineRole, type Role, removeRole, role } from '../../src/domain/access/role.js';
import { createTeam, removeMember, setMember, type Team, team } from '../../src/domain/access/team.js';
import {
  activateUser,
  deactivateUser,
  makeAdministrator,
  registerUser,
  setEmailAddresses,
  setRoles,
  takeAdministration,
  type User,
  user,
} from '../../src/domain/access/user.js';
import { fold } from '../../src/domain/decider.js';
import { RoleId, TokenId, UserId } from '../../src/domain/ids.js';
import { evolved, refused } from '../support/decisions.js';
import { teamId, userId } from '../support/domain-builders.js';

const ana = { userId: userId('ana'), name: 'Ana', administrator: false, emailAddresses: [] };
const absentUser = user.initialState();
const registered: User = evolved(user, absentUser, registerUser(absentUser, ana));

describe('a user', () => {
  test('is registered once, active', () => {
    expect(registered).toEqual({ status: 'active', ...ana, roleIds: [] });
    expect(refused(() => registerUser(registered, ana))).toBe('rejected user-exists');
  });

  test('is registered with addresses, in lower case, each once', () => {
    const events = registerUser(absentUser, {
      ...ana,
      emailAddresses: [' Ana@B.example', 'a@b.example', 'ana@b.example'],
    });
    expect(evolved(user, absentUser, events)).toMatchObject({ emailAddresses: ['a@b.example', 'ana@b.example'] });
  });

  test('is told every address that is none, by its place', () => {
    const wrong = () => setEmailAddresses(registered, ['z@x.example', 'ana', 'a b@x.example']);
    expect(wrong).toThrow('emailAddresses.1: is not an e-mail address; emailAddresses.2: is not an e-mail address');
    expect(refused(wrong)).toBe('invalid invalid');
  });

  test('has the same addresses set without a trace', () => {
    const before = evolved(user, registered, setEmailAddresses(registered, ['b@x.example', 'a@x.example']));
    expect(setEmailAddresses(before, ['A@x.example', 'b@x.example'])).toEqual([]);
    expect(setEmailAddresses(before, [])).toHaveLength(1);
  });

  test('is deactivated and activated, each once', () => {
    const gone = evolved(user, registered, deactivateUser(registered));
    expect(gone.status).toBe('inactive');
    expect(deactivateUser(gone)).toEqual([]);
    expect(evolved(user, gone, activateUser(gone)).status).toBe('active');
    expect(activateUser(registered)).toEqual([]);
  });

  test.each([
    ['deactivated', () => deactivateUser(absentUser)],
    ['activated', () => activateUser(absentUser)],
    ['given addresses', () => setEmailAddresses(absentUser, [])],
  ])('who does not exist cannot be %s', (_, decide) => {
    expect(refused(decide)).toBe('not-found user-not-found');
  });

  test.each(['', 'Ana', 'ana b', '-ana', 'ana-', 'constructor', 'a'.repeat(65)])('has no id such as "%s"', (id) => {
    expect(UserId.safeParse(id).success).toBe(false);
  });
});

describe('the roles of a user', () => {
  const ids = (...names: readonly string[]) => names.map((name) => RoleId.parse(name));

  test('are set all together, each once', () => {
    const events = setRoles(registered, ids('seller', 'agent', 'seller'));
    expect(evolved(user, registered, events)).toMatchObject({ roleIds: ['agent', 'seller'] });
    expect(setRoles(evolved(user, registered, events), ids('seller', 'agent'))).toEqual([]);
    expect(setRoles(registered, [])).toEqual([]);
  });

  test('are at most 20', () => {
    const many = ids(...Array.from({ length: 21 }, (_, n) => `role-${n}`));
    expect(refused(() => setRoles(registered, many))).toBe('rejected too-many-roles');
    expect(setRoles(registered, many.slice(1))).toHaveLength(1);
  });

  test('make nobody an administrator: a flag does, and only while they are active', () => {
    const made = evolved(user, registered, makeAdministrator(registered));
    expect(made).toMatchObject({ administrator: true });
    expect(makeAdministrator(made)).toEqual([]);
    expect(evolved(user, made, takeAdministration(made))).toMatchObject({ administrator: false });
    expect(takeAdministration(registered)).toEqual([]);
    const gone = evolved(user, registered, deactivateUser(registered));
    expect(refused(() => makeAdministrator(gone))).toBe('rejected user-not-active');
  });
});

describe('a role', () => {
  const agent = { roleId: RoleId.parse('agent'), name: 'Agent', permissions: BASELINE };
  const absent = role.initialState();
  const defined: Role = evolved(role, absent, defineRole(absent, agent));

  test('is defined, and defined again only where something is different', () => {
    expect(defined).toEqual({ status: 'present', ...agent });
    expect(defineRole(defined, { ...agent, permissions: { ...BASELINE } })).toEqual([]);
    expect(defineRole(defined, { ...agent, name: 'Agents' })).toHaveLength(1);
    expect(defineRole(defined, { ...agent, permissions: completed({ cases: { read: 'own' } }) })).toHaveLength(1);
  });

  test('is removed when nobody has it, and may come back', () => {
    expect(refused(() => removeRole(defined, [userId('ana')]))).toBe('rejected role-in-use');
    const removed = evolved(role, defined, removeRole(defined, []));
    expect(removed).toEqual(absent);
    expect(refused(() => removeRole(removed, []))).toBe('not-found role-not-found');
    expect(defineRole(removed, agent)).toHaveLength(1);
  });
});

const absentTeam = team.initialState();
const support: Team = evolved(team, absentTeam, createTeam(absentTeam, { teamId: teamId('support'), name: 'Support' }));

describe('a team', () => {
  test('is created once, without members', () => {
    expect(support).toEqual({ status: 'present', teamId: 'support', name: 'Support', members: {} });
    expect(refused(() => createTeam(support, { teamId: teamId('support'), name: 'Again' }))).toBe(
      'rejected team-exists',
    );
  });

  test('takes members, gives them positions, and lets them go', () => {
    const withAna = evolved(team, support, setMember(support, ana.userId, null));
    expect(withAna).toMatchObject({ members: { ana: null } });
    expect(setMember(withAna, ana.userId, null)).toEqual([]);
    const asAgent = setMember(withAna, ana.userId, 'agent');
    expect(asAgent.map(({ type }) => type)).toEqual(['TeamMemberPositionSet']);
    const moved = evolved(team, withAna, asAgent);
    expect(moved).toMatchObject({ members: { ana: 'agent' } });
    expect(evolved(team, moved, removeMember(moved, ana.userId))).toEqual(support);
  });

  test('has at most 1,000 members; those can have other positions', () => {
    const members = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`user-${n}`, null]));
    const full: Team = { status: 'present', teamId: teamId('support'), name: 'Support', members };
    expect(refused(() => setMember(full, ana.userId, null))).toBe('rejected team-full');
    expect(setMember(full, userId('user-7'), 'agent')).toHaveLength(1);
  });

  test('has no member to let go', () => {
    expect(refused(() => removeMember(support, ana.userId))).toBe('not-found team-member-not-found');
  });

  test('that does not exist has no members', () => {
    expect(refused(() => setMember(absentTeam, ana.userId, null))).toBe('not-found team-not-found');
    expect(refused(() => removeMember(absentTeam, ana.userId))).toBe('not-found team-not-found');
  });

  test('is absent as long as nobody created it, whatever its stream holds', () => {
    const data = { teamId: teamId('support'), userId: ana.userId, position: null };
    expect(fold(team, [{ type: 'TeamMemberAdded', data }])).toEqual(absentTeam);
  });
});

describe('an API token', () => {
  const unbounded = { scopes: null, expiresAt: null };
  const issued = {
    tokenId: TokenId.parse('t1'),
    userId: ana.userId,
    name: 'laptop',
    hash: 'a'.repeat(64),
    ...unbounded,
  };
  const now = '2026-03-02T10:00:00.000Z';
  const absent = apiToken.initialState();
  const valid: ApiToken = evolved(apiToken, absent, issueToken(absent, issued, now));

  test('is issued once', () => {
    expect(valid).toEqual({ status: 'valid', tokenId: 't1', userId: 'ana', hash: issued.hash });
    expect(refused(() => issueToken(valid, issued, now))).toBe('rejected token-exists');
  });

  test('has its scopes once each, and ends in the future', () => {
    const [event] = issueToken(absent, { ...issued, scopes: ['self:read', 'cases:read', 'self:read'] }, now);
    expect(event?.data).toMatchObject({ scopes: ['cases:read', 'self:read'] });
    const at = (expiresAt: string) => issueToken(absent, { ...issued, expiresAt }, now);
    expect(at('2026-03-02T10:00:00.001Z')).toHaveLength(1);
    expect(refused(() => at(now))).toBe('invalid invalid');
  });

  test('is revoked once', () => {
    const revoked = evolved(apiToken, valid, revokeToken(valid));
    expect(revoked.status).toBe('revoked');
    expect(revokeToken(revoked)).toEqual([]);
    expect(refused(() => issueToken(revoked, issued, now))).toBe('rejected token-exists');
    expect(refused(() => revokeToken(absent))).toBe('not-found token-not-found');
  });
});
