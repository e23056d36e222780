import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/domain/decider.js';
import { file } from '../../src/domain/filter/file.js';
import { type FilingEvent, filing } from '../../src/domain/filter/filing-state.js';
import { accountId, teamId, userId } from '../support/domain-builders.js';

const registered = (name: string): FilingEvent => ({
  type: 'UserRegistered',
  data: { userId: userId(name), name, administrator: false },
});
const deactivated = (name: string): FilingEvent => ({ type: 'UserDeactivated', data: { userId: userId(name) } });
const joined = (team: string, name: string): FilingEvent => ({
  type: 'TeamMemberAdded',
  data: { teamId: teamId(team), userId: userId(name), position: null },
});
const left = (team: string, name: string): FilingEvent => ({
  type: 'TeamMemberRemoved',
  data: { teamId: teamId(team), userId: userId(name) },
});
const opened = (name: string, ...teams: string[]): FilingEvent[] => [
  {
    type: 'GroupAccountOpened',
    data: { accountId: accountId(name), name, emailAddress: `${name}@company.example` },
  },
  { type: 'TeamsSet', data: { accountId: accountId(name), teamIds: teams.map(teamId) } },
];
const inboxes = (account: string | null, ...events: FilingEvent[]) =>
  file(fold(filing, events), account === null ? null : accountId(account)).userIds;

const company = [
  ...['ana', 'bor', 'cene'].map(registered),
  joined('support', 'bor'),
  joined('support', 'ana'),
  joined('sales', 'cene'),
];

describe('what comes to a group account stands in the inboxes', () => {
  test('of the members of its teams, and of nobody else', () => {
    expect(inboxes('help', ...company, ...opened('help', 'support'))).toEqual(['ana', 'bor']);
  });

  test('of the members of all its teams, of each once', () => {
    const both = [...company, joined('sales', 'ana'), ...opened('help', 'sales', 'support')];
    expect(inboxes('help', ...both)).toEqual(['ana', 'bor', 'cene']);
  });

  test('not of who has left the team, or is not active', () => {
    const events = [...company, ...opened('help', 'support'), left('support', 'ana')];
    expect(inboxes('help', ...events)).toEqual(['bor']);
    expect(inboxes('help', ...events, deactivated('bor'))).toEqual([]);
  });

  test('of nobody, where it has no team', () => {
    expect(inboxes('help', ...company, ...opened('help'))).toEqual([]);
  });
});

test('what is brought in for no account, or for one that nobody knows, stands in nobody’s inbox', () => {
  expect(inboxes(null, ...company)).toEqual([]);
  expect(inboxes('help', ...company)).toEqual([]);
});

test('it names the teams, also those that have no members', () => {
  const filed = file(fold(filing, [...company, ...opened('help', 'nobody', 'support')]), accountId('help'));
  expect(filed.teamIds).toEqual(['nobody', 'support']);
});

test('in whichever order people join, the inboxes are the same', () => {
  const people = ['ana', 'bor', 'cene', 'dora', 'eva'];
  const known = people.map(registered);
  fc.assert(
    fc.property(fc.shuffledSubarray(people, { minLength: people.length }), (order) => {
      const events = [...known, ...order.map((name) => joined('support', name)), ...opened('help', 'support')];
      expect(inboxes('help', ...events)).toEqual(people);
    }),
  );
});
