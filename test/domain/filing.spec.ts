import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/domain/decider.js';
import { filingFor } from '../../src/domain/filter/file.js';
import { type FilingEvent, filing } from '../../src/domain/filter/filing-state.js';
import type { FilteredMessage } from '../../src/domain/filter/parameters.js';
import { FolderId } from '../../src/domain/ids.js';
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
const nothingOfNote: FilteredMessage = {
  from: null,
  to: [],
  subject: '',
  size: 0,
  hasAttachment: false,
  automatic: false,
  fields: new Map(),
  text: null,
};
const filedAt = (account: string | null, events: readonly FilingEvent[], folder = 'INBOX', seen = false) =>
  filingFor(fold(filing, events), account === null ? null : accountId(account)).decide(nothingOfNote, { folder, seen })
    .filed;
const inboxes = (account: string | null, ...events: FilingEvent[]) => filedAt(account, events).userIds;

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

test('of nobody, where the account says so; in the group’s folder, where it names one that there is', () => {
  const folderId = FolderId.parse('waiting');
  const configured = (addAllTeamUsers: boolean): FilingEvent => ({
    type: 'FilingConfigured',
    data: { accountId: accountId('help'), addAllTeamUsers, groupFolderId: folderId },
  });
  const made: FilingEvent = { type: 'GroupFolderCreated', data: { folderId, name: 'Waiting', teamIds: [] } };
  const removed: FilingEvent = { type: 'GroupFolderRemoved', data: { folderId } };
  const events = [...company, ...opened('help', 'support'), made, configured(true)];
  expect(inboxes('help', ...events, configured(false))).toEqual([]);
  expect(filedAt('help', events).groupFolderId).toBe('waiting');
  expect(filedAt('help', [...events, removed]).groupFolderId).toBeNull();
});

describe('what comes to a user’s own account', () => {
  const work = FolderId.parse('work');
  const own: FilingEvent[] = [
    registered('ana'),
    { type: 'FolderCreated', data: { folderId: work, userId: userId('ana'), name: 'Work' } },
    {
      type: 'PersonalAccountOpened',
      data: { accountId: accountId('ana'), userId: userId('ana'), name: 'Ana', emailAddress: 'ana@company.example' },
    },
    {
      type: 'PersonalFilingConfigured',
      data: {
        accountId: accountId('ana'),
        folderId: null,
        folderMap: [{ folder: 'Projects', folderId: work }],
        sentFolder: 'Sent',
      },
    },
  ];
  const filed = (folder: string, seen = false, events = own) => filedAt('ana', events, folder, seen);

  test('is that user’s alone', () => {
    expect(filed('INBOX')).toMatchObject({ owner: 'ana', userIds: ['ana'], teamIds: [], exceptions: [], sent: false });
  });

  test('is read, where it was read before it came', () => {
    expect([filed('INBOX').read, filed('INBOX', true).read]).toEqual([false, true]);
  });

  test('stands in the folder that the map names, as long as there is one', () => {
    expect(filed('Projects').exceptions).toMatchObject([{ userId: 'ana', folderId: 'work' }]);
    const removed: FilingEvent = { type: 'FolderRemoved', data: { folderId: work, userId: userId('ana') } };
    expect(filed('Projects', false, [...own, removed]).exceptions).toEqual([]);
  });

  test('and lay among what they have sent is theirs, read, and news to nobody', () => {
    expect(filed('Sent')).toMatchObject({ sent: true, read: true, silent: true, exceptions: [{ folderId: 'sent' }] });
  });
});

test('it names the teams, also those that have no members', () => {
  const filed = filedAt('help', [...company, ...opened('help', 'nobody', 'support')]);
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
