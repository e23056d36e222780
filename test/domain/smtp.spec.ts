import { expect, test } from 'vitest';
import { Invalid } from '../../src/domain/errors.js';
import { mailAccount, openGroupAccount, type Smtp } from '../../src/domain/mail-account/mail-account.js';
import { configureSmtp, removeSmtp } from '../../src/domain/mail-account/smtp.js';
import { evolved } from '../support/decisions.js';
import { accountId, OPENING } from '../support/domain-builders.js';

const fetching = { folders: ['INBOX'], since: OPENING, keepUnread: true, maxSize: 1e6, schedule: '* * * * *' };
const absent = mailAccount.initialState();
const named = { accountId: accountId('support'), name: 'Support', emailAddress: 'support@company.example' };
const support = evolved(
  mailAccount,
  absent,
  openGroupAccount(absent, { ...named, imap: null, fetching, teamIds: [], caseCreation: null }),
);
const smtp: Smtp = {
  ...{ host: 'smtp.company.example', port: 465, security: 'tls', mechanism: 'plain', userName: 'support' },
  ...{ secret: 'a-secret', shared: false, trustedFingerprint: null, sentFolder: null, storeSent: false },
  ...{ limitPerHour: null, afterDoubt: 'send-again', dkim: null },
};

test('an account sends as it is told, until it is told not to', () => {
  expect(support).toMatchObject({ smtp: null });
  expect(removeSmtp(support)).toEqual([]);
  const sending = evolved(mailAccount, support, configureSmtp(support, smtp));
  expect(sending).toMatchObject({ smtp });
  expect(configureSmtp(sending, { ...smtp })).toEqual([]);
  expect(evolved(mailAccount, sending, configureSmtp(sending, { ...smtp, limitPerHour: 5 }))).toMatchObject({
    smtp: { limitPerHour: 5, host: 'smtp.company.example' },
  });
  expect(evolved(mailAccount, sending, removeSmtp(sending))).toMatchObject({ smtp: null });
});

test('what cannot be is refused', () => {
  expect(() => configureSmtp(absent, smtp)).toThrow();
  expect(() => configureSmtp(support, { ...smtp, security: 'none', trustedFingerprint: 'aa' })).toThrow(Invalid);
});
