import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeClock } from '../support/fake-clock.js';
import { mail, TestService } from '../support/http.js';
import { until } from './until.js';

const DAY = 86_400_000;
const clock = new FakeClock();
let service: TestService;
beforeAll(async () => {
  service = await TestService.start({ clock });
  await service.receive(null, mail('a', 'Printer'));
});
afterAll(() => service.stop());

interface Issued {
  readonly tokenId: string;
  readonly token: string;
}

async function issue(grant: object, by = service.rootToken): Promise<Issued> {
  const { status, body } = await service.post('/api/v1/tokens', { name: 'machine', ...grant }, { token: by });
  expect([status, body]).toMatchObject([201, {}]);
  await service.mailcase.settled();
  return body;
}

const listed = async (tokenId: string) => {
  const { body } = await service.get('/api/v1/tokens?limit=200');
  return body.items.find((one: Issued) => one.tokenId === tokenId);
};
const outcome = async (method: string, path: string, token: string, body?: object) => {
  const answer = await service.ask(method, `/api/v1/${path}`, { token, ...(body ? { body } : {}) });
  return answer.status < 400 ? answer.status : `${answer.status} ${answer.body.code}`;
};

it('a token may what it is for, and says so', async () => {
  const { tokenId, token } = await issue({ userId: 'ana', scopes: ['cases:read', 'cases:edit', 'cases:read'] });
  const me = await service.get('/api/v1/me', { token });
  expect(me.body).toMatchObject({
    userId: 'ana',
    administrator: false,
    permissions: { cases: { read: 'all', edit: 'all', assign: 'no' }, emails: { read: 'no' } },
    token: { scopes: ['cases:edit', 'cases:read'], expiresAt: null },
  });
  expect((await service.get('/api/v1/me')).body.token).toEqual({ scopes: null, expiresAt: null });
  expect(await listed(tokenId)).toMatchObject({ scopes: ['cases:edit', 'cases:read'], expiresAt: null });
  expect(await outcome('POST', 'cases', token, { subject: 'By a machine' })).toBe(201);
  expect(await outcome('GET', 'emails', token)).toBe('403 not-allowed');
  expect(await outcome('GET', 'notifications', token)).toBe('403 not-allowed');
});

it('reading alone changes nothing, not even what is read', async () => {
  const { token } = await issue({ userId: 'ana', scopes: ['emails:read', 'cases:read'] });
  const { body } = await service.get('/api/v1/emails', { token });
  const { emailId } = body.items[0];
  const asked = { emailIds: [emailId] };
  for (const change of ['read', 'star', 'archive', 'trash'])
    expect(await outcome('POST', `inbox/${change}`, token, asked)).toBe('403 not-allowed');
  expect(await outcome('POST', 'folders', token, { name: 'Mine' })).toBe('403 not-allowed');
  expect(await outcome('POST', 'tokens', token, { name: 'another' })).toBe('403 not-allowed');
  expect(await outcome('POST', 'cases/1/opened', token)).not.toBe(200);
  const try_ = { parameters: { subject: 'Printer' }, last: 10 };
  expect(await outcome('POST', 'filters/try', token, try_)).toBe(200);
});

it('an administrator’s token administers where it says so', async () => {
  const narrow = await issue({ scopes: ['cases:read', 'self:read'] });
  const wide = await issue({ scopes: ['administrator'] });
  expect(await outcome('GET', 'users', narrow.token)).toBe('403 administrators-only');
  expect(await outcome('GET', 'tokens?user=ana', narrow.token)).toBe('403 administrators-only');
  expect(await outcome('GET', 'cases', narrow.token)).toBe(200);
  for (const path of ['users', 'cases', 'notifications']) expect(await outcome('GET', path, wide.token)).toBe(200);
});

it('a token makes none that may more, or for longer', async () => {
  const { token } = await issue({ userId: 'ana', scopes: ['cases:read', 'self:edit'], expiresInDays: 10 });
  const make = (grant: object) => outcome('POST', 'tokens', token, { name: 'next', ...grant });
  expect(await make({ scopes: ['cases:read'], expiresInDays: 5 })).toBe(201);
  expect(await make({ scopes: ['cases:read', 'cases:edit'], expiresInDays: 5 })).toBe('403 token-too-wide');
  expect(await make({ scopes: ['cases:read'], expiresInDays: 11 })).toBe('403 token-too-wide');
  expect(await make({ scopes: ['cases:read'] })).toBe('403 token-too-wide');
  expect(await make({ expiresInDays: 5 })).toBe('403 token-too-wide');
});

it('an expired token lets nobody in, and is none that is guessed', async () => {
  const { token, tokenId } = await issue({ userId: 'ana', expiresInDays: 1 });
  expect((await listed(tokenId)).expiresAt).toBe(new Date(clock.now().getTime() + DAY).toISOString());
  expect(await outcome('GET', 'cases', token)).toBe(200);
  clock.advance(DAY - 1);
  expect(await outcome('GET', 'cases', token)).toBe(200);
  clock.advance(1);
  for (let n = 0; n < 30; n++) expect(await outcome('GET', 'cases', token)).toBe('401 token-expired');
  const { headers } = await service.get('/api/v1/cases', { token });
  expect(headers.get('www-authenticate')).toContain(
    'error="invalid_token", error_description="This token has expired."',
  );
});

it.each([
  [{ scopes: [] }, 'body.scopes'],
  [{ scopes: ['cases:fly'] }, 'body.scopes.0'],
  [{ expiresAt: 'tomorrow' }, 'body.expiresAt'],
  [{ expiresInDays: 0 }, 'body.expiresInDays'],
  [{ expiresInDays: 1, expiresAt: '2030-01-01T00:00:00Z' }, 'body.expiresInDays'],
  [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
])('%j is refused', async (grant, path) => {
  const { status, body } = await service.post('/api/v1/tokens', { name: 'x', ...grant });
  expect([status, body.errors[0].path]).toEqual([400, path]);
});

it('says when it was last used, within an hour, and notes no more than that', async () => {
  const { tokenId, token } = await issue({ userId: 'ana' });
  expect((await listed(tokenId)).lastUsedAt).toBeNull();
  const { documents } = service.mailcase.adapters;
  const write = documents.write.bind(documents);
  let notes = 0;
  documents.write = async (collection, ...rest) => {
    if (collection.name === 'token-uses') notes++;
    return write(collection, ...rest);
  };
  const first = clock.now().toISOString();
  await Promise.all(Array.from({ length: 20 }, () => service.get('/api/v1/cases', { token })));
  const used = async () => (await listed(tokenId)).lastUsedAt;
  await until(used, (at) => at === first);
  clock.advance(3_599_999);
  await service.get('/api/v1/cases', { token });
  expect(await used()).toBe(first);
  clock.advance(1);
  await service.get('/api/v1/cases', { token });
  await until(used, (at) => at !== first);
  documents.write = write;
  // The administrator looks as well, by a token.
  expect(notes).toBeLessThanOrEqual(4);
});

it.each(['events', 'notifications/stream'])('whoever listens to %s hears until the token expires', async (path) => {
  const { token } = await issue({ userId: 'ana', expiresInDays: 1 });
  const stream = await service.fetch('GET', `/api/v1/${path}`, { token });
  expect(stream.status).toBe(200);
  await until(
    () => clock.waiting,
    (waiting) => waiting.includes(DAY),
  );
  clock.advance(DAY);
  expect(await stream.text()).toMatch(/^retry: 2000/);
});
