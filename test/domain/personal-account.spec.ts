import { describe, expect, test } from 'vitest';
import { FolderId, personalAccountIdOf } from '../../src/domain/ids.js';
import {
  configureCaseCreation,
  configureFiling,
  configurePersonalFiling,
  mailAccount,
  openPersonalAccount,
  removeAccount,
  setTeams,
} from '../../src/domain/mail-account/mail-account.js';
import { evolved, refused } from '../support/decisions.js';
import { OPENING, rule, teamId, userId } from '../support/domain-builders.js';

const ana = userId('ana');
const work = FolderId.parse('work');
const filing = { folderId: null, folderMap: [{ folder: 'Projects', folderId: work }], sentFolder: 'Sent' };
const opening = {
  accountId: personalAccountIdOf(ana, 'ana@company.example'),
  userId: ana,
  name: "Ana's mailbox",
  emailAddress: ' Ana@Company.example ',
  imap: {
    host: 'imap.company.example',
    port: 993,
    security: 'tls' as const,
    userName: 'ana',
    secret: 'a secret of the vault',
    trustedFingerprint: null,
  },
  fetching: { folders: ['INBOX'], since: OPENING, keepUnread: false, maxSize: 1e6, schedule: '* * * * *' },
  filing,
};
const absent = mailAccount.initialState();
const mine = evolved(mailAccount, absent, openPersonalAccount(absent, opening));

describe("a user's own account", () => {
  test('is opened with its owner, its server and its folders', () => {
    expect(mine).toMatchObject({
      status: 'active',
      owner: ana,
      emailAddress: 'ana@company.example',
      imap: { host: 'imap.company.example' },
      personalFiling: filing,
    });
  });

  test("has an id of its own: a group's account may have the same address, and so may another user", () => {
    const ids = [
      personalAccountIdOf(ana, 'support@company.example'),
      personalAccountIdOf(userId('bor'), 'support@company.example'),
    ];
    expect(new Set(ids)).toHaveLength(2);
    expect(personalAccountIdOf(ana, 'Support@Company.example')).toBe(ids[0]);
  });

  test('is opened once, and again after it was removed', () => {
    expect(refused(() => openPersonalAccount(mine, opening))).toBe('rejected account-exists');
    const removed = evolved(mailAccount, mine, removeAccount(mine));
    expect(refused(() => removeAccount(removed))).toBe('not-found mail-account-not-found');
    expect(openPersonalAccount(removed, opening).map(({ type }) => type)).toEqual([
      'PersonalAccountOpened',
      'ImapConfigured',
      'FetchingConfigured',
      'PersonalFilingConfigured',
    ]);
  });

  test('tells when its folders change, and only then', () => {
    expect(configurePersonalFiling(mine, filing)).toEqual([]);
    expect(configurePersonalFiling(mine, { ...filing, folderId: work })).toHaveLength(1);
  });

  test('maps an IMAP folder to one folder', () => {
    const folderMap = [...filing.folderMap, { folder: 'Projects', folderId: FolderId.parse('other') }];
    expect(() => configurePersonalFiling(mine, { ...filing, folderMap })).toThrow(
      'filing.folderMap.1.folder: is mapped twice',
    );
  });

  test.each([
    ['teams', () => setTeams(mine, [teamId('support')])],
    ['cases', () => configureCaseCreation(mine, { ...rule({}), casesSince: OPENING })],
    ["a group's folder", () => configureFiling(mine, { addAllTeamUsers: false, groupFolderId: null })],
  ])('never has %s', (_, decide) => {
    expect(refused(decide)).toBe('not-found mail-account-not-found');
  });
});
