import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Adapters } from '../../src/application/mailcase.js';
import { AccessTokens } from '../../src/application/oauth/access-tokens.js';
import { silent } from '../../src/application/ports/logger.js';
import { AccountId, type EmailId, streams } from '../../src/domain/ids.js';
import { mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { outgoing } from '../../src/domain/outgoing/outgoing.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { otherGround } from '../support/ground.js';
import { TestService } from '../support/http.js';
import { LeaseTable } from '../support/lease-table.js';
import { MAIL_CLIENT, MAIL_REDIRECT, MailProvider } from '../support/oidc/mail-provider.js';
import { ScriptedSmtp } from '../support/scripted-smtp.js';
import { until } from './until.js';

let provider: MailProvider;
let service: TestService;
/** Milliseconds that the service's clock is ahead. */
let ahead = 0;
const clock: Adapters['clock'] = {
  now: () => new Date(Date.now() + ahead),
  pause: (...args) => systemClock.pause(...args),
};
const never = new AbortController().signal;

beforeAll(async () => {
  provider = await MailProvider.start();
  service = await TestService.start({ clock }, { oauthRedirectUri: MAIL_REDIRECT });
  expect((await configure()).status).toBe(200);
  await service.mailcase.startSending();
});
afterAll(async () => {
  await service.stop();
  await provider.stop();
});
beforeEach(() => {
  ahead = 0;
  provider.who = 'support@acme.example';
  provider.agrees = 'openid email mail offline_access';
});
afterEach(() => {
  provider.instead = null;
});

const configure = (changes: object = {}, id = 'acme') =>
  service.ask('PUT', `/api/v1/oauth-providers/${id}`, { body: { ...provider.settings, ...changes } });

let opened = 0;
async function open(change: object = {}): Promise<{ accountId: AccountId; path: string; emailAddress: string }> {
  const emailAddress = `support${++opened}@acme.example`;
  provider.who = emailAddress;
  const imap = { host: '127.0.0.1', userName: emailAddress, password: null };
  const { body } = await service.post('/api/v1/accounts', { name: 'Support', emailAddress, imap, ...change });
  return { accountId: AccountId.parse(body.accountId), path: `/api/v1/accounts/${body.accountId}`, emailAddress };
}

async function openOwn(token: string, emailAddress: string) {
  const imap = { host: '127.0.0.1', userName: emailAddress, password: null };
  const { body } = await service.post('/api/v1/personal-accounts', { name: 'Mine', emailAddress, imap }, { token });
  return { accountId: AccountId.parse(body.accountId), path: `/api/v1/personal-accounts/${body.accountId}` };
}

const begin = async (path: string, token?: string): Promise<string> => {
  const { status, body } = await service.post(
    `${path}/oauth/authorize`,
    { providerId: 'acme' },
    token ? { token } : {},
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return body.url;
};
/** The browser comes back to this service. */
const comeBack = ({ search }: URL) => service.get(`/oauth/callback${search}`, { token: null });
const authorize = async (path: string) => comeBack(await provider.goThrough(await begin(path)));
const shown = async (path: string, token?: string) => {
  await service.mailcase.shown();
  return (await service.get(path, token ? { token } : {})).body;
};
const grantOf = async (accountId: AccountId) => {
  const { state } = await service.mailcase.aggregates.load(mailAccount, streams.mailAccount(accountId));
  if (state.status === 'absent' || !state.oauth) throw new Error('there is no grant');
  return state.oauth;
};
const tokensOf = async (accountId: AccountId) =>
  JSON.parse((await service.mailcase.adapters.vault.get((await grantOf(accountId)).secret)) ?? 'null');

const stateOf = async (emailId: EmailId) =>
  (await service.mailcase.aggregates.load(outgoing, streams.email(emailId))).state;
async function queue(accountId: AccountId, key: string): Promise<EmailId> {
  const at = clock.now().toISOString();
  const nobody = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null };
  const { emailId } = await service.mailcase.outgoing.queue(
    {
      ...{ key, date: at, from: { name: '', address: 'support@acme.example' }, replyTo: [] },
      ...{ to: [{ name: '', address: 'ana@customer.example' }], cc: [], bcc: [], subject: 'Hello', text: 'Hello' },
      ...{ html: null, inReplyTo: null, references: [], headers: [], attachments: [] },
      dispatch: { ...nobody, accountId, teamIds: [], kind: 'message', sendAt: at },
    },
    { actor: 'system:test', cause: key },
  );
  return emailId;
}

describe('a provider', () => {
  test('is configured by its issuer, shown without its secret, and listed for everybody', async () => {
    await service.mailcase.shown();
    const { body } = await service.get('/api/v1/oauth-providers/acme');
    expect(body).toMatchObject({
      ...{ providerId: 'acme', issuer: provider.issuer, tokenEndpoint: `${provider.issuer}/token`, hasSecret: true },
      redirectUri: MAIL_REDIRECT,
    });
    expect(JSON.stringify(body)).not.toContain(MAIL_CLIENT.clientSecret);
    const { items } = (await service.get('/api/v1/oauth-providers', { token: service.anaToken })).body;
    expect(items).toEqual([{ providerId: 'acme', name: 'acme', browser: true, device: true, clientCredentials: true }]);
    expect((await service.get('/api/v1/oauth-providers/acme', { token: service.anaToken })).status).toBe(403);
  });

  test('is Google or Microsoft by a preset, and keeps what is not given again', async () => {
    const put = (id: string, body: object) => service.ask('PUT', `/api/v1/oauth-providers/${id}`, { body });
    await put('microsoft', { preset: 'microsoft', tenant: 'acme.example', clientId: 'c', clientSecret: 's' });
    await put('microsoft', { name: 'Microsoft of Acme' });
    await service.mailcase.shown();
    expect((await service.get('/api/v1/oauth-providers/microsoft')).body).toMatchObject({
      name: 'Microsoft of Acme',
      tokenEndpoint: 'https://login.microsoftonline.com/acme.example/oauth2/v2.0/token',
      clientCredentialsScopes: ['https://outlook.office365.com/.default'],
      ...{ clientId: 'c', hasSecret: true },
    });
    await put('google', { preset: 'google', clientId: 'c', clientSecret: 's' });
    await service.mailcase.shown();
    expect((await service.get('/api/v1/oauth-providers/google')).body).toMatchObject({
      authorizationParameters: { access_type: 'offline', prompt: 'consent' },
    });
    for (const id of ['microsoft', 'google']) {
      expect((await service.ask('DELETE', `/api/v1/oauth-providers/${id}`)).status).toBe(200);
    }
  });

  test.each([
    ['nothing to ask', { clientId: 'c' }, 'body.tokenEndpoint'],
    ['an address without TLS', { clientId: 'c', tokenEndpoint: 'http://id.acme.example/token' }, 'tokenEndpoint'],
    [
      'one on this machine that is not allowed',
      { clientId: 'c', tokenEndpoint: 'http://127.0.0.1:1/token' },
      'tokenEndpoint',
    ],
    ['a tenant of no Microsoft', { preset: 'google', tenant: 'x', clientId: 'c' }, 'tenant'],
    ['no client', { preset: 'google' }, 'clientId'],
  ])('is refused with %s', async (_, body, field) => {
    const answer = await service.ask('PUT', '/api/v1/oauth-providers/wrong', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(field.replace('body.', ''));
  });

  test('that cannot be reached is told in words', async () => {
    const { status, body } = await configure({ issuer: 'http://127.0.0.1:1' }, 'away');
    expect([status, body.code]).toEqual([503, 'oauth-unavailable']);
  });
});

describe('by a browser', () => {
  test('an account that waits is authorized, shown, used and revoked', async () => {
    const { accountId, path, emailAddress } = await open();
    expect((await shown(path)).status).toBe('inactive');
    const url = new URL(await begin(path));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      ...{ response_type: 'code', client_id: 'mailcase', code_challenge_method: 'S256', prompt: 'consent' },
      ...{ login_hint: emailAddress, redirect_uri: MAIL_REDIRECT },
    });
    const page = await comeBack(await provider.goThrough(url.href));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain(`${emailAddress} is authorized`);
    const account = await shown(path);
    expect(account).toMatchObject({
      status: 'active',
      oauth: { providerId: 'acme', flow: 'authorization-code', grantedBy: emailAddress, refused: null },
    });
    const { accessToken, refreshToken } = await tokensOf(accountId);
    expect(await service.mailcase.accessTokens.of(accountId, never)).toBe(accessToken);
    // What happened is in the log; what opens the mailbox is not.
    const log = JSON.stringify([account, (await service.get('/api/v1/audit?limit=200')).body]);
    for (const secret of [accessToken, refreshToken]) expect(log).not.toContain(secret);
    const events = service.mailcase.log.readStream(streams.mailAccount(accountId));
    for await (const event of events) expect(JSON.stringify(event)).not.toContain(refreshToken);

    const { secret } = await grantOf(accountId);
    const before = provider.asked.length;
    expect((await service.ask('DELETE', `${path}/oauth`)).status).toBe(200);
    expect(provider.asked.slice(before)).toEqual(['/token/revocation']);
    expect(await service.mailcase.adapters.vault.get(secret)).toBeNull();
    expect(await shown(path)).toMatchObject({ oauth: null, status: 'inactive' });
    await expect(service.mailcase.accessTokens.of(accountId, never)).rejects.toMatchObject({ code: 'not-granted' });
  });

  test.each([
    ['wrong', (state: string) => `${state}x`],
    ["another account's", (state: string) => `${'0'.repeat(36)}.${state.split('.')[1]}`],
    ['none', () => ''],
  ])('a state that is %s is refused, and the right one still goes', async (_, change) => {
    const { path } = await open();
    const back = await provider.goThrough(await begin(path));
    const wrong = new URL(back);
    wrong.searchParams.set('state', change(back.searchParams.get('state') ?? ''));
    const refused = await comeBack(wrong);
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('was not begun here');
    expect((await comeBack(back)).status).toBe(200);
  });

  test('a state is good for one time, for ten minutes, and until another is begun', async () => {
    const { path } = await open();
    const first = await provider.goThrough(await begin(path));
    const second = await provider.goThrough(await begin(path));
    expect((await comeBack(first)).status).toBe(409);
    const both = await Promise.all([comeBack(second), comeBack(second)]);
    expect(both.map(({ status }) => status === 200).sort()).toEqual([false, true]);
    expect((await comeBack(second)).status).toBe(409);
    const late = await provider.goThrough(await begin(path));
    ahead = 601_000;
    const answer = await comeBack(late);
    expect([answer.status, answer.body.includes('took too long')]).toEqual([409, true]);
  });

  test('what the provider says no with stands there as text', async () => {
    const { path } = await open();
    provider.agrees = null;
    const answer = await authorize(path);
    expect(answer.status).toBe(409);
    expect(answer.body).toContain('access_denied: Not today &lt;b&gt;');
    expect((await shown(path)).oauth).toBeNull();
  });

  test('a code that was made up, and a provider that is away, are told', async () => {
    const { path } = await open();
    const back = await provider.goThrough(await begin(path));
    back.searchParams.set('code', 'made-up');
    const refused = await comeBack(back);
    expect([refused.status, refused.body.includes('invalid_grant')]).toEqual([409, true]);
    const again = await provider.goThrough(await begin(path));
    provider.instead = (_, response) => Boolean(response.writeHead(500).end('<html>'));
    expect((await comeBack(again)).status).toBe(503);
  });

  test('without a refresh token it is refused, and what was not agreed to is told', async () => {
    const { path } = await open();
    const back = await provider.goThrough(await begin(path));
    provider.instead = (_, response) =>
      Boolean(
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ access_token: 'a', token_type: 'Bearer', expires_in: 60 })),
      );
    const refused = await comeBack(back);
    expect([refused.status, refused.body.includes('no refresh token')]).toEqual([409, true]);
    provider.instead = null;
    provider.agrees = 'openid email offline_access';
    const partly = await authorize(path);
    expect([partly.status, partly.body.includes('not granted: mail')]).toEqual([200, true]);
  });

  test("somebody else's mailbox is none of a user's own; in a group's it is told", async () => {
    const entered = { body: { emailAddresses: ['ana@acme.example', 'ana2@acme.example'] } };
    await service.ask('PUT', '/api/v1/users/ana/email-addresses', entered);
    // What they call it opens nothing.
    const lure = await openOwn(service.anaToken, 'bor@acme.example');
    provider.who = 'bor@acme.example';
    expect((await comeBack(await provider.goThrough(await begin(lure.path, service.anaToken)))).status).toBe(409);
    const own = await openOwn(service.anaToken, 'ana@acme.example');
    const refused = await comeBack(await provider.goThrough(await begin(own.path, service.anaToken)));
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('bor@acme.example has signed in');
    provider.who = 'ana@acme.example';
    expect((await comeBack(await provider.goThrough(await begin(own.path, service.anaToken)))).status).toBe(200);
    expect((await shown(own.path, service.anaToken)).oauth).toMatchObject({ grantedBy: 'ana@acme.example' });
    const { path } = await open();
    provider.who = 'bor@acme.example';
    const told = await authorize(path);
    expect([told.status, told.body.includes('bor@acme.example has signed in')]).toEqual([200, true]);
  });

  test("who has signed in must be known for a user's own: whoever sends a link can leave that out of it", async () => {
    const own = await openOwn(service.anaToken, 'ana9@acme.example');
    provider.who = 'bor@acme.example';
    const back = await provider.goThrough(await begin(own.path, service.anaToken));
    const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 3_600 };
    provider.instead = (_, response) =>
      Boolean(response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(tokens)));
    const refused = await comeBack(back);
    expect([refused.status, refused.body.includes('does not say who has signed in')]).toEqual([409, true]);
    await expect(grantOf(own.accountId)).rejects.toThrow('no grant');
  });

  test('users authorize what is theirs; nobody takes a password beside it', async () => {
    const { path } = await open();
    const body = { providerId: 'acme' };
    expect((await service.post(`${path}/oauth/authorize`, body, { token: service.anaToken })).status).toBe(403);
    await authorize(path);
    const set = await service.ask('PATCH', path, { body: { imap: { password: 'x' } } });
    expect([set.status, set.body.code]).toEqual([409, 'account-uses-oauth']);
    expect((await service.ask('DELETE', '/api/v1/oauth-providers/acme')).body.code).toBe('oauth-provider-in-use');
  });

  test('removing an own account takes its tokens along', async () => {
    const entered = { body: { emailAddresses: ['ana@acme.example', 'ana2@acme.example'] } };
    await service.ask('PUT', '/api/v1/users/ana/email-addresses', entered);
    const { accountId, path } = await openOwn(service.anaToken, 'ana2@acme.example');
    provider.who = 'ana2@acme.example';
    await comeBack(await provider.goThrough(await begin(path, service.anaToken)));
    const { secret } = await grantOf(accountId);
    expect((await service.ask('DELETE', path, { token: service.anaToken })).status).toBe(200);
    expect(await service.mailcase.adapters.vault.get(secret)).toBeNull();
  });
});

describe('by a device code', () => {
  const poll = async (path: string) => (await service.post(`${path}/oauth/device/poll`)).body;
  const later = (seconds: number) => {
    ahead += seconds * 1_000 + 1;
  };

  test('asks at the pace of the provider, and is granted once somebody has agreed', async () => {
    const { path } = await open();
    const { status, body } = await service.post(`${path}/oauth/device`, { providerId: 'acme' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      userCode: expect.any(String),
      verificationUri: `${provider.issuer}/device`,
      interval: 5,
    });
    const before = provider.asked.length;
    expect(await poll(path)).toEqual({ status: 'pending', interval: 5 });
    expect(provider.asked.length).toBe(before);
    later(5);
    expect(await poll(path)).toEqual({ status: 'pending', interval: 5 });
    expect(provider.asked.length).toBe(before + 1);
    provider.instead = (_, response) =>
      Boolean(response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"slow_down"}'));
    later(5);
    expect(await poll(path)).toEqual({ status: 'pending', interval: 10 });
    provider.instead = null;
    await provider.type(body.userCode);
    later(10);
    expect(await poll(path)).toMatchObject({ status: 'granted', providerId: 'acme' });
    expect((await shown(path)).oauth).toMatchObject({ flow: 'device-code' });
    expect((await poll(path)).code).toBe('oauth-not-begun');
  });

  test('is over in time, or when somebody says no', async () => {
    const { path } = await open();
    await service.post(`${path}/oauth/device`, { providerId: 'acme' });
    provider.instead = (_, response) =>
      Boolean(response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"access_denied"}'));
    later(5);
    expect((await poll(path)).code).toBe('oauth-refused');
    provider.instead = null;
    await service.post(`${path}/oauth/device`, { providerId: 'acme' });
    later(3_600);
    expect((await poll(path)).code).toBe('oauth-expired');
    expect((await poll(path)).code).toBe('oauth-not-begun');
  });
});

describe("in the service's own name", () => {
  test("a group's account is opened, and asks again by itself", async () => {
    const { accountId, path } = await open();
    const { status, body } = await service.post(`${path}/oauth/client-credentials`, { providerId: 'acme' });
    expect(status, JSON.stringify(body)).toBe(200);
    const first = await service.mailcase.accessTokens.of(accountId, never);
    ahead = 3_600_000;
    const second = await service.mailcase.accessTokens.of(accountId, never);
    expect(second).not.toBe(first);
    expect((await shown(path)).oauth).toMatchObject({ flow: 'client-credentials', grantedBy: null });
  });

  test("none of users' own", async () => {
    const { path } = await openOwn(service.anaToken, 'ana3@acme.example');
    const answer = await service.post(`${path}/oauth/client-credentials`, { providerId: 'acme' });
    expect(answer.status).toBe(404);
  });
});

describe('an access token', () => {
  test('is renewed before its end, once for all who want it', async () => {
    const { accountId, path } = await open();
    await authorize(path);
    const { accessTokens } = service.mailcase;
    const first = await accessTokens.of(accountId, never);
    const before = provider.countOf('refresh_token');
    ahead = 3_600_000 - 100_000;
    const all = await Promise.all(Array.from({ length: 10 }, () => accessTokens.of(accountId, never)));
    expect(new Set(all).size).toBe(1);
    expect(all[0]).not.toBe(first);
    expect(provider.countOf('refresh_token')).toBe(before + 1);
  });

  test('is renewed by one of three nodes, whose refresh token is good for one time', async () => {
    const { accountId, path } = await open();
    await authorize(path);
    const { aggregates, adapters } = service.mailcase;
    const table = new LeaseTable();
    const leasesOf = async (name: string) => (await otherGround()?.of('three nodes'))?.leases ?? table.node(name);
    const nodes = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        return new AccessTokens(aggregates, adapters.vault, await leasesOf(name), adapters.oauth, clock, silent);
      }),
    );
    for (let round = 1; round <= 5; round++) {
      ahead += 3_600_000;
      const before = provider.countOf('refresh_token');
      const all = await Promise.all(nodes.map((one) => one.of(accountId, never)));
      expect(new Set(all).size).toBe(1);
      expect(provider.countOf('refresh_token')).toBe(before + 1);
    }
    expect((await shown(path)).oauth).toMatchObject({ refused: null });
  });

  test('that a server refuses is renewed once, and not again and again', async () => {
    const { accountId, path } = await open();
    await authorize(path);
    const { accessTokens } = service.mailcase;
    const first = await accessTokens.of(accountId, never);
    expect(await accessTokens.insteadOf(first, accountId, never)).toBeNull();
    ahead = 400_000;
    const second = await accessTokens.insteadOf(first, accountId, never);
    expect(second).not.toBe(first);
    expect(await accessTokens.insteadOf(first, accountId, never)).toBe(second);
    expect(await accessTokens.insteadOf(second ?? '', accountId, never)).toBeNull();
  });

  test('that the server for sending refuses is renewed once, within the same attempt', async () => {
    const { accountId, path } = await open();
    await authorize(path);
    const first = await service.mailcase.accessTokens.of(accountId, never);
    ahead = 400_000;
    const holds = (line: string) => Buffer.from(line.split(' ')[2] ?? '', 'base64').includes(first);
    const server = await ScriptedSmtp.start({
      ehlo: '250-here\r\n250 AUTH XOAUTH2',
      auth: (line) => (holds(line) ? '535 5.7.8 this token is none' : '235 in'),
    });
    try {
      const smtp = { host: '127.0.0.1', port: server.port, security: 'none' };
      expect((await service.ask('PATCH', path, { body: { smtp } })).status).toBe(200);
      const emailId = await queue(accountId, 'renewed');
      const state = () => stateOf(emailId);
      expect(await until(state, ({ status }) => status === 'sent')).toMatchObject({ attempts: 1 });
      expect(server.connections).toBe(2);
    } finally {
      await server.stop();
    }
  });

  test('of a grant that was revoked there is none until the account is authorized again', async () => {
    const { accountId, path } = await open();
    await authorize(path);
    const { accessTokens } = service.mailcase;
    const { refreshToken } = await tokensOf(accountId);
    await provider.takeBack(refreshToken);
    ahead = 3_600_000;
    await expect(accessTokens.of(accountId, never)).rejects.toMatchObject({ code: 'grant-revoked' });
    const before = provider.asked.length;
    await expect(accessTokens.of(accountId, never)).rejects.toMatchObject({ code: 'grant-revoked' });
    expect(provider.asked.length).toBe(before);
    expect((await shown(path)).oauth).toMatchObject({
      refused: { error: expect.stringContaining('invalid_grant') },
      authorize: `${path}/oauth/authorize`,
    });
    const tried = await service.post(`${path}/test-connection`);
    expect(tried.body).toMatchObject({
      ok: false,
      imap: { step: 'grant-revoked', message: expect.stringContaining('Authorize') },
    });
    // Where it was before: nobody has to name the provider again.
    const { url } = (await service.post(`${path}/oauth/authorize`, {})).body;
    expect((await comeBack(await provider.goThrough(url))).status).toBe(200);
    expect((await shown(path)).oauth).toMatchObject({ refused: null });
    expect(await accessTokens.of(accountId, never)).toEqual(expect.any(String));
  });

  test('of a grant that was revoked suspends what sends by it; its queue is kept, and leaves once it is authorized again', async () => {
    const { accountId, path } = await open();
    const server = await ScriptedSmtp.start({ ehlo: '250-here\r\n250 AUTH XOAUTH2' });
    try {
      await authorize(path);
      const smtp = { host: '127.0.0.1', port: server.port, security: 'none' };
      expect((await service.ask('PATCH', path, { body: { smtp } })).status).toBe(200);
      await provider.takeBack((await tokensOf(accountId)).refreshToken);
      ahead = 3_600_000;
      const emailId = await queue(accountId, 'revoked');
      const suspended = async () => (await shown(path)).outgoing.suspended;
      expect(await until(suspended, (one) => one !== null)).toMatchObject({
        ...{ code: 'login', error: expect.stringContaining('Authorize the account again') },
      });
      expect((await stateOf(emailId)).status).toBe('queued');
      expect(server.connections).toBe(0);
      await authorize(path);
      // As long as it waits after an attempt.
      ahead += 61_000;
      for (const what of ['pause', 'resume']) await service.post(`/api/v1/outbox/accounts/${accountId}/${what}`);
      await until(
        () => stateOf(emailId),
        ({ status }) => status === 'sent',
      );
      expect((await shown(path)).outgoing.suspended).toBeNull();
      expect(server.messages).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });

  test('waits for a provider that is away, and for one whose client is wrong', async () => {
    const { accountId, path } = await open();
    await authorize(path);
    ahead = 3_600_000;
    provider.instead = (_, response) => Boolean(response.writeHead(503).end());
    const { accessTokens } = service.mailcase;
    await expect(accessTokens.of(accountId, never)).rejects.toMatchObject({ code: 'unavailable' });
    provider.instead = null;
    await configure({ clientSecret: 'wrong' });
    await expect(accessTokens.of(accountId, never)).rejects.toMatchObject({ code: 'refused' });
    await configure();
    expect(await accessTokens.of(accountId, never)).toEqual(expect.any(String));
    expect((await shown(path)).oauth).toMatchObject({ refused: null });
  });
});
