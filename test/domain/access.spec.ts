import { describe, expect, test } from 'vitest';
import { type ApiToken, apiToken, issueToken, revokeToken } from '../../src/domain/access/api-token.js';
import { createTeam, removeMember, setMember, type Team, team } from '../../src/domain/access/team.js';
import {
  activateUser,
  deactivateUser,
  registerUser,
  setEmailAddresses,
  type User,
  user,
} from '../../src/domain/access/user.js';
import { fold } from '../../src/domain/decider.js';
import { TokenId, UserId } from '../../src/domain/ids.js';
import { evolved, refused } from '../support/decisions.js';
import { teamId, userId } from '../support/domain-builders.js';

const ana = { userId: userId('ana'), name: 'Ana', administrator: false, emailAddresses: [] };
const absentUser = user.initialState();
const registered: User = evolved(user, absentUser, registerUser(absentUser, ana));

describe('a user', () => {
  test('is registered once, active', () => {
    expect(registered).toEqual({ status: 'active', ...ana });
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
  const issued = { tokenId: TokenId.parse('t1'), userId: ana.userId, name: 'laptop', hash: 'a'.repeat(64) };
  const absent = apiToken.initialState();
  const valid: ApiToken = evolved(apiToken, absent, issueToken(absent, issued));

  test('is issued once', () => {
    expect(valid).toEqual({ status: 'valid', tokenId: 't1', userId: 'ana', hash: issued.hash });
    expect(refused(() => issueToken(valid, issued))).toBe('rejected token-exists');
  });

  test('is revoked once', () => {
    const revoked = evolved(apiToken, valid, revokeToken(valid));
    expect(revoked.status).toBe('revoked');
    expect(revokeToken(revoked)).toEqual([]);
    expect(refused(() => issueToken(revoked, issued))).toBe('rejected token-exists');
    expect(refused(() => revokeToken(absent))).toBe('not-found token-not-found');
  });
});
