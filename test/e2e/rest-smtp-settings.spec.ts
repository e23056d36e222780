import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountId, streams } from '../../src/domain/ids.js';
import { mailAccount, type Smtp } from '../../src/domain/mail-account/mail-account.js';
import { TestService } from '../support/http.js';

let service: TestService;
const keyPair = generateKeyPairSync('rsa', { modulusLength: 1_024 });
const privateKey = keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const path = '/api/v1/accounts';

beforeAll(async () => {
  service = await TestService.start();
});
afterAll(() => service.stop());

async function smtpOf(accountId: string): Promise<Smtp | null> {
  const stream = streams.mailAccount(AccountId.parse(accountId));
  const { state } = await service.mailcase.aggregates.load(mailAccount, stream);
  return state.status === 'absent' ? null : state.smtp;
}
const inVault = (name: string | undefined | null) => service.mailcase.adapters.vault.get(name ?? '');

it('an account sends as it is configured; no answer and no event holds its password or its key', async () => {
  const smtp = { host: 'smtp.acme.example', password: 'open sesame', dkim: { domain: 'acme.example', selector: 'm' } };
  const settings = { ...smtp, dkim: { ...smtp.dkim, privateKey }, limitPerHour: 100, shared: true };
  const opened = await service.post(path, { name: 'S', emailAddress: 'support@acme.example', smtp: settings });
  expect(opened.status).toBe(201);
  const { accountId } = opened.body;
  await service.mailcase.shown();
  const { body } = await service.get(`${path}/${accountId}`);
  expect(body.smtp).toEqual({
    ...{ host: 'smtp.acme.example', port: 465, security: 'tls', mechanism: 'plain', userName: 'support@acme.example' },
    ...{ hasPassword: true, shared: true, trustedFingerprint: null, sentFolder: null, storeSent: false },
    ...{ limitPerHour: 100, afterDoubt: 'send-again', dkim: smtp.dkim },
  });
  const first = await smtpOf(accountId);
  expect(await inVault(first?.secret)).toBe('open sesame');
  expect(await inVault(first?.dkim?.secret)).toBe(privateKey);
  expect(JSON.stringify([opened.body, body, first])).not.toMatch(/sesame|PRIVATE KEY/);

  const change = (changes: object | null) => service.ask('PATCH', `${path}/${accountId}`, { body: { smtp: changes } });
  expect((await change({ security: 'starttls', password: null })).status).toBe(200);
  expect(await smtpOf(accountId)).toMatchObject({ port: 587, secret: null, dkim: { selector: 'm' } });
  expect(await inVault(first?.secret)).toBeNull();
  expect(await inVault(first?.dkim?.secret)).toBe(privateKey);
  expect((await change(null)).status).toBe(200);
  expect(await smtpOf(accountId)).toBeNull();
  expect(await inVault(first?.dkim?.secret)).toBeNull();
});

it.each([
  ['no host', {}, 'smtp.host'],
  ['no key', { host: 'x', dkim: { domain: 'd.example', selector: 's' } }, 'smtp.dkim.privateKey'],
  [
    'a key that is none',
    { host: 'x', dkim: { domain: 'd', selector: 's', privateKey: 'x' } },
    'body.smtp.dkim.privateKey',
  ],
  ['a fingerprint of nothing', { host: 'x', security: 'none', trustedFingerprint: 'aa' }, 'smtp.trustedFingerprint'],
])('%s: refused, with the place', async (_, smtp, where) => {
  const { status, body } = await service.post(path, { name: 'S', emailAddress: 'wrong@acme.example', smtp });
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ path: where }]);
});

it("a user's own account is shared with nobody", async () => {
  const imap = { host: 'imap.acme.example', userName: 'ana', password: 'correct horse' };
  const own = { name: 'Mine', emailAddress: 'ana@acme.example', imap, smtp: { host: 'smtp.acme.example' } };
  const asking = { token: service.anaToken };
  const shared = { ...own, smtp: { ...own.smtp, shared: true } };
  expect((await service.post('/api/v1/personal-accounts', shared, asking)).status).toBe(400);
  const opened = await service.post('/api/v1/personal-accounts', own, asking);
  expect(opened.status).toBe(201);
  // Logged in to as the mailbox is.
  expect(await smtpOf(opened.body.accountId)).toMatchObject({ userName: 'ana', secret: null });
});
