import { afterAll, beforeAll, expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { createHttpApp } from '../../src/infrastructure/http/app.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { freshAdapters } from '../support/ground.js';
import { TestService } from '../support/http.js';
import { until } from './until.js';

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
});
afterAll(() => service.stop());

it('without a token nothing is told but health and the description of the API', async () => {
  for (const path of ['/health/live', '/health/ready', '/docs/openapi.json', '/docs']) {
    expect([path, (await service.get(path, { token: null })).status]).toEqual([path, 200]);
  }
  for (const path of ['/api/v1/cases', '/api/v1/users', '/api/v1/events', '/api/v1/tokens', '/metrics']) {
    const answer = await service.get(path, { token: null });
    expect(answer).toMatchObject({ status: 401, body: { code: 'not-authenticated' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="mailcase"');
  }
});

it('a wrong token, a wrong scheme', async () => {
  const wrong = await service.get('/api/v1/cases', { token: 'mc_wrong' });
  expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid-token' } });
  expect(wrong.headers.get('www-authenticate')).toContain('invalid_token');
  const basic = await service.get('/api/v1/cases', { token: null, headers: { authorization: 'Basic cm9vdDp4' } });
  expect(basic.status).toBe(401);
});

it('agents see cases, e-mails, threads and loads, and administer nothing', async () => {
  const token = service.anaToken;
  for (const path of ['cases', 'emails', 'threads', 'assignments', 'workloads', 'cursors', 'tokens']) {
    expect([path, (await service.get(`/api/v1/${path}`, { token })).status]).toEqual([path, 200]);
  }
  for (const path of ['users', 'users/ana', 'teams', 'accounts', 'quarantine', 'projections', 'jobs']) {
    const { status, body } = await service.get(`/api/v1/${path}`, { token });
    expect([path, status, body.code]).toEqual([path, 403, 'administrators-only']);
  }
  expect((await service.get('/metrics', { token })).status).toBe(403);
  for (const [path, body] of [
    ['users', { userId: 'eve', name: 'Eve', administrator: true }],
    ['users/root/deactivate', undefined],
    ['teams', { teamId: 'mine', name: 'Mine' }],
    ['accounts', { name: 'x', emailAddress: 'x@acme.example' }],
    ['accounts/test-connection', { host: 'x', userName: 'x', password: 'x' }],
    ['projections/cases/rebuild', undefined],
    ['quarantine/x/retry', undefined],
    ['tokens', { userId: 'root', name: 'mine now' }],
  ] as const) {
    const { status } = await service.post(`/api/v1/${path}`, body, { token });
    expect([path, status]).toEqual([path, 403]);
  }
});

it('nobody who comes by a token of the API does something in the name of others', async () => {
  const headers = { 'x-mailcase-as': 'ana' };
  const refused = { status: 403, body: { code: 'not-allowed' } };
  expect(await service.get('/api/v1/me', { headers })).toMatchObject(refused);
  expect(await service.get('/api/v1/me', { headers, token: service.anaToken })).toMatchObject(refused);
});

it('everybody has tokens of their own, which are shown once and can be revoked', async () => {
  const token = service.anaToken;
  const { body: issued } = await service.post('/api/v1/tokens', { name: 'phone' }, { token });
  expect((await service.get('/api/v1/cases', { token: issued.token })).status).toBe(200);
  const listed = await service.get('/api/v1/tokens', { token });
  expect(listed.body.items.map(({ userId }: { userId: string }) => userId)).toEqual(['ana', 'ana']);
  expect(JSON.stringify(listed.body)).not.toMatch(/mc_|hash/);
  const all = await service.get('/api/v1/tokens');
  expect(all.body.items.length).toBe(3);
  const ofRoot = all.body.items.find(({ userId }: { userId: string }) => userId === 'root');
  expect((await service.ask('DELETE', `/api/v1/tokens/${ofRoot.tokenId}`, { token })).status).toBe(403);
  expect((await service.get('/api/v1/tokens?user=root', { token })).status).toBe(403);
  const revoked = await service.ask('DELETE', `/api/v1/tokens/${issued.tokenId}`, { token });
  expect(revoked.status).toBe(200);
  await service.mailcase.settled();
  expect((await service.get('/api/v1/cases', { token: issued.token })).status).toBe(401);
});

it('a token is good at once, and no more when its user is deactivated', async () => {
  await service.post('/api/v1/users', { userId: 'bor', name: 'Bor' });
  const { body } = await service.post('/api/v1/tokens', { userId: 'bor', name: 'x' });
  expect((await service.get('/api/v1/cases', { token: body.token })).status).toBe(200);
  await service.post('/api/v1/users/bor/deactivate');
  await service.mailcase.settled();
  expect((await service.get('/api/v1/cases', { token: body.token })).status).toBe(401);
  await service.post('/api/v1/users/bor/activate');
  await service.mailcase.settled();
  expect((await service.get('/api/v1/cases', { token: body.token })).status).toBe(200);
});

it('a token that is revoked while somebody is let in by it lets in nobody after that', async () => {
  const { body } = await service.post('/api/v1/tokens', { name: 'late' });
  await service.mailcase.settled();
  const { documents } = service.mailcase.adapters;
  const get = documents.get.bind(documents);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reading = new Promise<void>((resolve) => {
    documents.get = async (collection, ids) => {
      // The token was read; its user is about to be.
      documents.get = get;
      resolve();
      await released;
      return get(collection, ids);
    };
  });
  const late = service.get('/api/v1/cases', { token: body.token });
  await reading;
  await service.ask('DELETE', `/api/v1/tokens/${body.tokenId}`);
  await service.mailcase.settled();
  release();
  expect((await late).status).toBe(200);
  expect((await service.get('/api/v1/cases', { token: body.token })).status).toBe(401);
});

it('nothing takes from the last administrator what makes them one', async () => {
  const last = { status: 409, body: { code: 'last-administrator' } };
  const administrator = (value: boolean) => ({ body: { administrator: value } });
  expect(await service.post('/api/v1/users/root/deactivate')).toMatchObject(last);
  expect(await service.ask('PUT', '/api/v1/users/root/administrator', administrator(false))).toMatchObject(last);
  // A role narrows no administrator, whatever it leaves out.
  await service.ask('PUT', '/api/v1/roles/nothing', { body: { name: 'Nothing', permissions: {} } });
  expect((await service.ask('PUT', '/api/v1/users/root/roles', { body: { roleIds: ['nothing'] } })).status).toBe(200);
  await service.mailcase.settled();
  const { body } = await service.get('/api/v1/me');
  expect(body).toMatchObject({
    administrator: true,
    permissions: { cases: { delete: 'all' }, audit: { read: 'all' } },
  });
  expect((await service.get('/api/v1/users')).status).toBe(200);
  // One who is not active does not count.
  await service.post('/api/v1/users', { userId: 'second', name: 'Second', administrator: true });
  await service.post('/api/v1/users/second/deactivate');
  await service.mailcase.settled();
  expect(await service.post('/api/v1/users/root/deactivate')).toMatchObject(last);
  await service.post('/api/v1/users/second/activate');
  await service.mailcase.settled();
  const { token } = (await service.post('/api/v1/tokens', { userId: 'second', name: 'x' })).body;
  expect((await service.ask('PUT', '/api/v1/users/root/administrator', administrator(false))).status).toBe(200);
  await service.mailcase.settled();
  expect((await service.get('/api/v1/users')).status).toBe(403);
  expect(await service.post('/api/v1/users/second/deactivate', undefined, { token })).toMatchObject(last);
  await service.ask('PUT', '/api/v1/users/root/administrator', { ...administrator(true), token });
  await service.mailcase.settled();
});

it('no answer holds a password', async () => {
  const imap = { host: 'mail.acme.example', userName: 'support', password: 'open sesame' };
  const opened = await service.post('/api/v1/accounts', { name: 'S', emailAddress: 'support@acme.example', imap });
  expect(opened.status).toBe(201);
  const after = { headers: { 'x-after-position': opened.headers.get('x-position') ?? '' } };
  const one = await service.get(`/api/v1/accounts/${opened.body.accountId}`, after);
  const { password: _, ...shown } = imap;
  const others = { hasPassword: true, port: 993, security: 'tls', trustedFingerprint: null };
  expect(one.body.imap).toEqual({ ...shown, ...others });
  const list = await service.get('/api/v1/accounts', after);
  expect(JSON.stringify([opened.body, one.body, list.body])).not.toMatch(/sesame|imap-/);
  const refused = await service.post('/api/v1/accounts', { name: 'S', imap });
  expect(JSON.stringify(refused.body)).not.toMatch(/sesame/);
});

it('who tries many wrong tokens is told to wait; a right one is let in', async () => {
  const tries = Array.from({ length: 30 }, (_, n) => service.get('/api/v1/cases', { token: `mc_guess${n}` }));
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  const last = await service.get('/api/v1/cases', { token: 'mc_last' });
  expect(last).toMatchObject({ status: 429, body: { code: 'too-many-wrong-tokens' } });
  expect(last.headers.get('retry-after')).toBe('60');
  expect((await service.get('/api/v1/cases')).status).toBe(200);
});

it('while the read models are made anew nobody knows whose a token is: not yet', async () => {
  const { documents } = await freshAdapters();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const write = documents.write.bind(documents);
  documents.write = async (...given) => {
    await released;
    return write(...given);
  };
  const pause = (milliseconds: number, signal?: AbortSignal) => systemClock.pause(Math.min(milliseconds, 20), signal);
  const { events } = service.mailcase.adapters;
  const other = new Mailcase(await freshAdapters({ events, documents, clock: { ...systemClock, pause } }));
  await other.start({ fetch: false });
  const app = await createHttpApp(other, { bodyLimit: 100_000, version: '0.0.0' });
  const ask = (token: string) =>
    app.inject({ method: 'GET', url: '/api/v1/cases', headers: { authorization: `Bearer ${token}` } });
  // More than there may be wrong ones: these are none.
  for (let n = 0; n < 25; n++) {
    const answer = await ask(service.rootToken);
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'being-built' });
    expect(answer.headers['retry-after']).toBe('1');
  }
  release();
  await until(() => other.projections.isLive, Boolean);
  expect((await ask(service.rootToken)).statusCode).toBe(200);
  expect((await ask('mc_wrong')).statusCode).toBe(401);
  await app.close();
  await other.stop();
});
