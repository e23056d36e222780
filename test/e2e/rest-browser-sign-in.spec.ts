import type { MutableToken } from 'oauth2-mock-server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestService } from '../support/http.js';
import { TestProvider } from '../support/oidc/provider.js';
import { Browser, startSignIn } from '../support/oidc/service.js';

let provider: TestProvider;
let service: TestService;
let browser: Browser;
/** What the provider says of whoever signs in. */
let claims: Record<string, unknown>;
beforeEach(async () => {
  provider = await TestProvider.start();
  service = await startSignIn(provider);
  browser = new Browser();
  claims = { preferred_username: 'ana' };
  provider.server.service.on('beforeTokenSigning', ({ payload }: MutableToken) => Object.assign(payload, claims));
});
afterEach(async () => {
  await service.stop();
  await provider.stop();
});

const cases = () => browser.ask(`${service.address}/api/v1/cases`);
async function refused(response: Response): Promise<string> {
  const { code } = (await response.json()) as { readonly code: string };
  return `${response.status} ${code}`;
}

it('a browser signs in, is known again, and signs out', async () => {
  expect((await cases()).status).toBe(401);
  const back = await browser.throughProvider(service, '?returnTo=/docs/index.html');
  const done = await browser.ask(back);
  expect([done.status, done.headers.get('location')]).toEqual([302, '/docs/index.html']);
  expect(browser.names).toEqual(['mailcase']);
  expect((await cases()).status).toBe(200);
  const out = `${service.address}/api/v1/auth/sign-out`;
  expect(await refused(await browser.ask(out, { method: 'POST' }))).toBe('403 cross-site');
  expect((await browser.ask(out, { method: 'POST', headers: { 'x-requested-with': 'x' } })).status).toBe(204);
  expect(browser.names).toEqual([]);
  expect((await cases()).status).toBe(401);
});

it('the cookie is not for scripts, not for other sites, and by TLS alone where there is TLS', async () => {
  const done = await browser.ask(await browser.throughProvider(service));
  const [session = '', flow = ''] = done.headers.getSetCookie();
  expect(session).toMatch(/^mailcase=[\w.-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
  expect(flow).toBe('mailcase-sign-in=; Path=/api/v1/auth/oidc; Max-Age=0; HttpOnly; SameSite=Lax');
  await service.stop();
  service = await startSignIn(provider, { redirectUri: 'https://mail.acme.example/api/v1/auth/oidc/callback' });
  const secure = await new Browser().ask(await secondBrowser(service));
  expect(secure.status).toBe(403);
  const begun = await new Browser().ask(`${service.address}/api/v1/auth/oidc`);
  expect(begun.headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
});

/** Where another browser was sent back to. */
const secondBrowser = (to: TestService): Promise<string> => new Browser().throughProvider(to);

it('changes by a cookie need a header that other sites cannot send', async () => {
  await browser.ask(await browser.throughProvider(service));
  const address = `${service.address}/api/v1/tokens`;
  const init = { method: 'POST', body: JSON.stringify({ name: 'x' }) };
  const headers = { 'content-type': 'application/json' };
  expect(await refused(await browser.ask(address, { ...init, headers }))).toBe('403 cross-site');
  const own = { ...headers, 'x-requested-with': 'dashboard' };
  expect((await browser.ask(address, { ...init, headers: own })).status).toBe(201);
});

it('nobody can end what another browser has begun', async () => {
  const elsewhere = await secondBrowser(service);
  expect(await refused(await browser.ask(elsewhere))).toBe('403 sign-in-not-begun');
  const back = new URL(await browser.throughProvider(service));
  back.searchParams.set('state', 'x');
  expect(await refused(await browser.ask(back.href))).toBe('403 sign-in-not-begun');
});

it('a sign-in cookie is no session, and what was changed is none', async () => {
  await browser.throughProvider(service);
  browser.put('mailcase', browser.valueOf('mailcase-sign-in'));
  expect((await cases()).status).toBe(401);
  await browser.ask(await browser.throughProvider(service));
  browser.put('mailcase', `${browser.valueOf('mailcase').slice(0, -4)}AAAA`);
  expect((await cases()).status).toBe(401);
});

it.each([
  ['another nonce', { nonce: 'x' }, '403 sign-in-refused'],
  ['another audience', { aud: 'payroll' }, '403 sign-in-refused'],
  ['the audience of the API and not of the client', { aud: 'mailcase' }, '403 sign-in-refused'],
  ['another party', { azp: 'payroll' }, '403 sign-in-refused'],
  ['another issuer', { iss: 'https://evil.example' }, '403 sign-in-refused'],
  ['an end that has passed', { exp: 1 }, '403 sign-in-refused'],
  ['somebody who is no user', { preferred_username: 'eve' }, '403 user-unknown'],
])('an ID token of %s signs nobody in', async (_, wrong, expected) => {
  claims = { ...claims, ...wrong };
  expect(await refused(await browser.ask(await browser.throughProvider(service)))).toBe(expected);
  expect((await cases()).status).toBe(401);
});

it('a code is good once, and a refusal of the provider is told', async () => {
  const back = await browser.throughProvider(service);
  const kept = browser.valueOf('mailcase-sign-in');
  expect((await browser.ask(back)).status).toBe(302);
  browser.put('mailcase-sign-in', kept);
  expect((await browser.ask(back)).status).not.toBe(302);
  const denied = new URL(await browser.throughProvider(service));
  denied.searchParams.delete('code');
  denied.searchParams.set('error', 'access_denied');
  expect(await refused(await browser.ask(denied.href))).toBe('403 sign-in-refused');
});

it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/%0a/../x y', 'docs', '/a\tb'])(
  'a browser is sent to no other site: %s',
  async (returnTo) => {
    const query = `?returnTo=${encodeURIComponent(returnTo)}`;
    expect((await browser.ask(`${service.address}/api/v1/auth/oidc${query}`)).status).toBe(400);
  },
);

it('a session ends with its user', async () => {
  await browser.ask(await browser.throughProvider(service));
  await service.post('/api/v1/users/ana/deactivate');
  await service.mailcase.settled();
  expect((await cases()).status).toBe(401);
});

it('without a client, or a provider, nobody signs in by a browser', async () => {
  await service.stop();
  service = await startSignIn(provider, { clientId: '', redirectUri: '' });
  expect(await refused(await browser.ask(`${service.address}/api/v1/auth/oidc`))).toBe('404 no-sign-in');
  expect((await service.get('/api/v1/auth', { token: null })).body.oidc.signIn).toBeNull();
  await service.stop();
  service = await TestService.start();
  expect((await service.get('/api/v1/auth', { token: null })).body).toEqual({ apiTokens: true, oidc: null });
});
