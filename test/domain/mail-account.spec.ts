import { describe, expect, test } from 'vitest';
import {
  activateAccount,
  type CaseCreation,
  configureCaseCreation,
  configureFetching,
  configureImap,
  deactivateAccount,
  type Fetching,
  type Imap,
  mailAccount,
  openGroupAccount,
  setTeams,
  stopCaseCreation,
} from '../../src/domain/mail-account/mail-account.js';
import { evolved, refused } from '../support/decisions.js';
import { accountId, OPENING, rule, teamId, userId } from '../support/domain-builders.js';

const fetching: Fetching = {
  folders: ['INBOX'],
  since: OPENING,
  keepUnread: true,
  maxSize: 1e6,
  schedule: '* * * * *',
};
const caseCreation: CaseCreation = { ...rule({ team: 'support' }), casesSince: OPENING };
const imap: Imap = {
  host: 'imap.company.example',
  port: 993,
  security: 'tls',
  userName: 'support',
  secret: 'support-imap',
  trustedFingerprint: null,
};
const opening = {
  accountId: accountId('support'),
  name: 'Support',
  emailAddress: ' Support@Company.example ',
  imap,
  fetching,
  teamIds: [teamId('support'), teamId('sales'), teamId('support')],
  caseCreation,
};
const absent = mailAccount.initialState();
const support = evolved(mailAccount, absent, openGroupAccount(absent, opening));

describe('a group account', () => {
  test('is opened with all its settings, active, its address in lower case', () => {
    expect(support).toMatchObject({
      status: 'active',
      emailAddress: 'support@company.example',
      imap,
      fetching,
      teamIds: ['sales', 'support'],
      caseCreation,
    });
  });

  test('stands still without its password until somebody gives it', () => {
    const nobodys = { ...opening, imap: { ...imap, secret: null } };
    const waiting = evolved(mailAccount, absent, openGroupAccount(absent, nobodys));
    expect(waiting).toMatchObject({ status: 'inactive', imap: { secret: null } });
    expect(refused(() => activateAccount(waiting))).toBe('rejected no-password');
    const moved = evolved(mailAccount, waiting, configureImap(waiting, { ...imap, secret: null, port: 143 }));
    expect(moved).toMatchObject({ status: 'inactive', imap: { port: 143 } });
    const given = configureImap(moved, imap);
    expect(given.map(({ type }) => type)).toEqual(['ImapConfigured', 'AccountActivated']);
    const paused = evolved(mailAccount, support, deactivateAccount(support));
    expect(configureImap(paused, { ...imap, secret: 'another' }).map(({ type }) => type)).toEqual(['ImapConfigured']);
  });

  test('may do without a server and without cases', () => {
    const events = openGroupAccount(absent, { ...opening, imap: null, caseCreation: null });
    expect(events.map(({ type }) => type)).toEqual(['GroupAccountOpened', 'FetchingConfigured', 'TeamsSet']);
  });

  test('is opened once', () => {
    expect(refused(() => openGroupAccount(support, opening))).toBe('rejected account-exists');
  });

  test('has an address', () => {
    const wrong = () => openGroupAccount(absent, { ...opening, emailAddress: 'support' });
    expect(wrong).toThrow('emailAddress: is not an e-mail address');
    expect(refused(wrong)).toBe('invalid invalid');
  });

  test('is deactivated and activated, each once', () => {
    const inactive = evolved(mailAccount, support, deactivateAccount(support));
    expect(inactive).toMatchObject({ status: 'inactive', caseCreation });
    expect(deactivateAccount(inactive)).toEqual([]);
    expect(evolved(mailAccount, inactive, activateAccount(inactive))).toMatchObject({ status: 'active' });
    expect(activateAccount(support)).toEqual([]);
  });

  test.each([
    ['the server', () => configureImap(support, { ...imap, port: 143 }), 'ImapConfigured'],
    [
      'what is fetched',
      () => configureFetching(support, { ...fetching, folders: ['INBOX', 'Spam'] }),
      'FetchingConfigured',
    ],
    ['its teams', () => setTeams(support, []), 'TeamsSet'],
    [
      'its cases',
      () => configureCaseCreation(support, { ...caseCreation, position: 'agent' }),
      'CaseCreationConfigured',
    ],
  ])('tells when %s change', (_, decide, type) => {
    expect(decide().map((event) => event.type)).toEqual([type]);
  });

  test('tells nothing when settings stay as they are', () => {
    expect(configureImap(support, { ...imap })).toEqual([]);
    expect(configureFetching(support, { ...fetching, folders: ['INBOX'] })).toEqual([]);
    expect(setTeams(support, [teamId('support'), teamId('sales')])).toEqual([]);
    expect(configureCaseCreation(support, { ...caseCreation })).toEqual([]);
  });

  test.each([
    ['direct-assignment', 'caseCreation.userId: direct-assignment needs a user'],
    ['round-robin', 'caseCreation.teamId: round-robin needs a team'],
    ['less-busy', 'caseCreation.teamId: less-busy needs a team'],
  ] as const)('that gives cases by %s says to whom', (distribution, message) => {
    const wrong = () => configureCaseCreation(support, { ...rule({ distribution }), casesSince: OPENING });
    expect(wrong).toThrow(message);
    expect(
      refused(() =>
        openGroupAccount(absent, { ...opening, caseCreation: { ...rule({ distribution }), casesSince: OPENING } }),
      ),
    ).toBe('invalid invalid');
  });

  test('may give its cases to nobody, or to one user', () => {
    expect(configureCaseCreation(support, { ...rule({}), casesSince: OPENING })).toHaveLength(1);
    const direct = { ...rule({ distribution: 'direct-assignment' }), userId: userId('ana'), casesSince: OPENING };
    expect(configureCaseCreation(support, direct)).toHaveLength(1);
  });

  test('stops making cases, once', () => {
    const stopped = evolved(mailAccount, support, stopCaseCreation(support));
    expect(stopped).toMatchObject({ caseCreation: null });
    expect(stopCaseCreation(stopped)).toEqual([]);
  });

  test.each([
    ['server', () => configureImap(absent, imap)],
    ['fetching', () => configureFetching(absent, fetching)],
    ['teams', () => setTeams(absent, [])],
    ['cases', () => configureCaseCreation(absent, caseCreation)],
    ['end of cases', () => stopCaseCreation(absent)],
    ['activation', () => activateAccount(absent)],
    ['deactivation', () => deactivateAccount(absent)],
  ])('that does not exist has no %s', (_, decide) => {
    expect(refused(decide)).toBe('not-found mail-account-not-found');
  });
});
