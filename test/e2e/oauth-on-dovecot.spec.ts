import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AccountId, streams } from '../../src/domain/ids.js';
import { mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { mail, TestService } from '../support/http.js';
import { MAIL_REDIRECT, MailProvider } from '../support/oidc/mail-provider.js';
import { until } from './until.js';

describe.skipIf(withoutDovecot())('a mailbox that takes access tokens', () => {
  const user = 'support@acme.example';
  let provider: MailProvider;
  let dovecot: Dovecot;
  let service: TestService;
  let path = '';
  let accountId: AccountId;
  /** Milliseconds that the service's clock is ahead. */
  let ahead = 0;
  const clock = {
    now: () => new Date(Date.now() + ahead),
    // Longer pauses are for people.
    pause: (milliseconds: number, signal?: AbortSignal) => systemClock.pause(Math.min(milliseconds, 1_000), signal),
  };

  beforeAll(async () => {
    provider = await MailProvider.start();
    dovecot = await startDovecot({ introspection: provider.introspection });
    await dovecot.addUser(user, 'a password that nobody has here');
    service = await TestService.start({ clock, source: new ImapflowSource() }, { oauthRedirectUri: MAIL_REDIRECT });
    await service.ask('PUT', '/api/v1/oauth-providers/acme', { body: provider.settings });
    const imap = { host: dovecot.host, port: dovecot.port, security: 'none', userName: user, password: null };
    const opened = await service.post('/api/v1/accounts', { name: 'Support', emailAddress: user, imap });
    accountId = AccountId.parse(opened.body.accountId);
    path = `/api/v1/accounts/${accountId}`;
    await service.mailcase.startFetching();
  });
  afterAll(async () => {
    await service.stop();
    await dovecot.remove();
    await provider.stop();
  });

  const authorize = async () => {
    const { url } = (await service.post(`${path}/oauth/authorize`, { providerId: 'acme' })).body;
    const { search } = await provider.goThrough(url);
    return service.get(`/oauth/callback${search}`, { token: null });
  };
  const account = async () => (await service.get(path)).body;
  const tokens = async () => {
    const { state } = await service.mailcase.aggregates.load(mailAccount, streams.mailAccount(accountId));
    const secret = state.status === 'absent' ? null : state.oauth?.secret;
    return JSON.parse((await service.mailcase.adapters.vault.get(secret ?? '')) ?? 'null');
  };

  test('is fetched once it is authorized, with another token where one is refused', async () => {
    await dovecot.append(user, 'INBOX', mail('first', 'Help'));
    expect((await authorize()).status).toBe(200);
    await until(account, ({ received }) => received === 1);
    expect((await service.post(`${path}/test-connection`)).body).toMatchObject({ ok: true });

    /** How often the provider still says of a token that it is good no more. */
    let refusals = 2;
    provider.instead = (path, response) => {
      if (path !== '/token/introspection' || refusals-- <= 0) return false;
      return Boolean(response.writeHead(200, { 'content-type': 'application/json' }).end('{"active":false}'));
    };
    // So new a token that another would fare no better.
    expect((await service.post(`${path}/test-connection`)).body).toMatchObject({ ok: false, imap: { step: 'login' } });
    ahead = 400_000;
    expect((await service.post(`${path}/test-connection`)).body).toMatchObject({ ok: true });
    expect(provider.countOf('refresh_token')).toBe(1);
    provider.instead = null;
  });

  test('takes tokens by XOAUTH2 where it knows no other way, and so does the server to send by', async () => {
    const old = await startDovecot({ introspection: provider.introspection, tokensBy: ['xoauth2'] });
    const logins: string[] = [];
    const arrived: string[] = [];
    const smtp = new SMTPServer({
      // What Google offers: whoever takes the first of them would send the token as a password.
      ...{ authMethods: ['LOGIN', 'PLAIN', 'XOAUTH2'], authOptional: false, allowInsecureAuth: true, logger: false },
      closeTimeout: 100,
      onAuth: async ({ method, username, accessToken = '' }, _, done) => {
        logins.push(`${method} ${username}`);
        const { username: name, password, origin, pathname } = new URL(provider.introspection);
        const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
        const body = new URLSearchParams({ token: accessToken });
        const asked = await fetch(`${origin}${pathname}`, { method: 'POST', headers: { authorization }, body });
        const { active } = z.object({ active: z.boolean() }).parse(await asked.json());
        done(null, active ? { user: username } : { data: { status: '401', schemes: 'bearer' } });
      },
      onData: (stream, { envelope }, done) => {
        arrived.push(...envelope.rcptTo.map(({ address }) => address));
        stream.on('end', () => done()).resume();
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    try {
      await old.addUser(user, 'a password that nobody has here');
      await old.append(user, 'INBOX', mail('old', 'By XOAUTH2'));
      const address = smtp.server.address();
      const opened = await service.post('/api/v1/accounts', {
        ...{ name: 'Help', emailAddress: 'help@acme.example' },
        imap: { host: old.host, port: old.port, security: 'none', userName: user, password: null },
        smtp: {
          ...{ host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0, security: 'none' },
          ...{ userName: user, shared: true },
        },
        fetching: { since: '2000-01-01T00:00:00.000Z' },
      });
      expect(opened.status).toBe(201);
      const help = `/api/v1/accounts/${opened.body.accountId}`;
      await service.ask('PATCH', help, { body: { sending: { undoSeconds: 0 } } });
      const { url } = (await service.post(`${help}/oauth/authorize`, { providerId: 'acme' })).body;
      const { search } = await provider.goThrough(url);
      expect((await service.get(`/oauth/callback${search}`, { token: null })).status).toBe(200);
      await until(
        async () => (await service.get(help)).body.received,
        (received) => received === 1,
      );
      expect((await service.post(`${help}/test-connection`)).body).toMatchObject({
        imap: { ok: true },
        smtp: { ok: true },
      });
      expect(await old.log()).toMatch(/method=XOAUTH2/);

      await service.mailcase.startSending();
      const message = {
        account: 'help@acme.example',
        to: ['ana@customer.example'],
        subject: 'Hello',
        text: 'Good day',
      };
      expect((await service.post('/api/v1/emails', message)).status).toBe(201);
      await until(
        async () => arrived,
        (all) => all.length === 1,
      );
      expect(new Set(logins)).toEqual(new Set([`XOAUTH2 ${user}`]));
    } finally {
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
      await old.remove();
    }
  });

  test('says that nobody may, pauses, and goes on by itself once it is authorized again', async () => {
    const { accessToken, refreshToken } = await tokens();
    await provider.takeBack(refreshToken);
    await provider.takeBack(accessToken);
    ahead += 3_600_000;
    await dovecot.stop();
    await dovecot.start();
    await until(account, ({ failing }) => failing?.code === 'grant-revoked');
    expect(await account()).toMatchObject({
      status: 'active',
      failing: { error: expect.stringContaining('Authorize the account again') },
      oauth: { refused: { error: expect.stringContaining('invalid_grant') }, authorize: `${path}/oauth/authorize` },
    });
    const asked = provider.grants.length;
    const failed = await service.post(`${path}/fetch`);
    expect([failed.status, failed.body.code]).toEqual([503, 'mailbox-grant-revoked']);
    expect(provider.grants.length).toBe(asked);

    await dovecot.append(user, 'INBOX', mail('second', 'Help again'));
    expect((await authorize()).status).toBe(200);
    await until(account, ({ received }) => received === 2);
    await until(account, ({ failing }) => failing === null);
  });
});
