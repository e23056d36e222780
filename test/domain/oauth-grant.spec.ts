import { describe, expect, test } from 'vitest';
import { fold } from '../../src/domain/decider.js';
import { accountIdOf, OAuthProviderId } from '../../src/domain/ids.js';
import type { MailAccountEvent } from '../../src/domain/mail-account/events.js';
import { activateAccount, configureImap, type Imap, mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { grantOAuth, refuseGrant, revokeOAuth } from '../../src/domain/mail-account/oauth-grant.js';

const accountId = accountIdOf('support@acme.example');
const imap = (secret: string | null): Imap => ({
  ...{ host: 'imap.acme.example', port: 993, security: 'tls', userName: 'support', secret, trustedFingerprint: null },
});
const opened: MailAccountEvent = {
  type: 'GroupAccountOpened',
  data: { accountId, name: 'Support', emailAddress: 'support@acme.example' },
};
const waiting: MailAccountEvent[] = [
  opened,
  { type: 'ImapConfigured', data: { accountId, ...imap(null) } },
  { type: 'AccountDeactivated', data: { accountId } },
];
const withPassword: MailAccountEvent[] = [opened, { type: 'ImapConfigured', data: { accountId, ...imap('p') } }];
const grant = (secret = 'g1') => ({
  ...{ providerId: OAuthProviderId.parse('acme'), flow: 'authorization-code' as const, secret, scopes: ['mail'] },
  grantedBy: null,
});
const given = (...events: readonly MailAccountEvent[]) => fold(mailAccount, events);
const typesOf = (events: readonly MailAccountEvent[]) => events.map(({ type }) => type);

describe('a grant', () => {
  test('sets an account going that has waited for something to log in with, and no other', () => {
    expect(typesOf(grantOAuth(given(...waiting), grant()))).toEqual(['OAuthGranted', 'AccountActivated']);
    expect(typesOf(grantOAuth(given(...withPassword), grant()))).toEqual(['OAuthGranted']);
    const turnedOff = [...waiting, ...grantOAuth(given(...waiting), grant())];
    turnedOff.push({ type: 'AccountDeactivated', data: { accountId } });
    expect(typesOf(grantOAuth(given(...turnedOff), grant('g2')))).toEqual(['OAuthGranted']);
    expect(typesOf(activateAccount(given(...turnedOff)))).toEqual(['AccountActivated']);
  });

  test('goes before the password, which nobody gives beside it', () => {
    const granted = given(...withPassword, ...grantOAuth(given(...withPassword), grant()));
    expect(() => configureImap(granted, imap('another'))).toThrow(/OAuth2/);
    expect(typesOf(configureImap(granted, { ...imap('p'), host: 'mail.acme.example' }))).toEqual(['ImapConfigured']);
  });

  test('is refused once, and only while it is the one of the account', () => {
    const granted = [...withPassword, ...grantOAuth(given(...withPassword), grant())];
    expect(refuseGrant(given(...granted), 'g0', 'expired')).toEqual([]);
    const refused = refuseGrant(given(...granted), 'g1', 'expired');
    expect(typesOf(refused)).toEqual(['OAuthGrantRefused']);
    const state = given(...granted, ...refused);
    expect(refuseGrant(state, 'g1', 'expired')).toEqual([]);
    const renewed = given(...granted, ...refused, ...grantOAuth(state, grant('g2')));
    expect(renewed).toMatchObject({ oauth: { secret: 'g2', refused: null } });
  });

  test('that is revoked leaves the password, or an account that stands still', () => {
    const granted = (before: readonly MailAccountEvent[]) => given(...before, ...grantOAuth(given(...before), grant()));
    expect(typesOf(revokeOAuth(granted(withPassword)))).toEqual(['OAuthRevoked']);
    expect(typesOf(revokeOAuth(granted(waiting)))).toEqual(['OAuthRevoked', 'AccountDeactivated']);
    expect(revokeOAuth(given(...withPassword))).toEqual([]);
  });
});
