import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountId, streams } from '../../src/domain/ids.js';
import { mailAccount } from '../../src/domain/mail-account/mail-account.js';
import { type Asking, mail, TestService } from '../support/http.js';

let service: TestService;
const imap = { host: 'imap.acme.example', userName: 'ana', password: 'correct horse' };
const settings = { name: 'My mail', emailAddress: 'Ana@acme.example', imap };
const path = '/api/v1/personal-accounts';
const as = (token: string, asking: Asking = {}) => ({ ...asking, token });

beforeAll(async () => {
  service = await TestService.start();
  await service.post('/api/v1/users', { userId: 'bor', name: 'Bor' });
});
afterAll(() => service.stop());

const open = (change: object = {}, token = service.anaToken) =>
  service.post(path, { ...settings, ...change }, { token });
const secretOf = async (accountId: string): Promise<string | null> => {
  const { state } = await service.mailcase.aggregates.load(
    mailAccount,
    streams.mailAccount(AccountId.parse(accountId)),
  );
  return state.status === 'absent' ? null : (state.imap?.secret ?? null);
};

describe("a user's own account", () => {
  test('is opened, shown, changed, paused and removed by its owner', async () => {
    const opened = await open();
    expect(opened.status).toBe(201);
    const { accountId, position } = opened.body;
    expect(opened.headers.get('location')).toBe(`${path}/${accountId}`);
    const { body } = await service.get(`${path}/${accountId}`, {
      ...as(service.anaToken),
      headers: { 'x-after-position': position },
    });
    expect(body).toMatchObject({
      ...{ accountId, userId: 'ana', emailAddress: 'ana@acme.example', status: 'active' },
      imap: { host: 'imap.acme.example', port: 993, security: 'tls', userName: 'ana' },
      filing: { folderId: null, folderMap: [], sentFolder: null },
    });
    expect(JSON.stringify(body)).not.toContain('correct horse');
    const changed = await service.ask('PATCH', `${path}/${accountId}`, {
      ...as(service.anaToken),
      body: { fetching: { keepUnread: false }, filing: { folderId: 'archive', sentFolder: 'Sent' } },
    });
    expect(changed.status).toBe(200);
    for (const what of ['deactivate', 'activate']) {
      expect((await service.post(`${path}/${accountId}/${what}`, undefined, as(service.anaToken))).status).toBe(200);
    }
    await service.mailcase.shown();
    expect((await service.get(path, as(service.anaToken))).body.items).toMatchObject([
      { accountId, fetching: { keepUnread: false }, filing: { folderId: 'archive', sentFolder: 'Sent' } },
    ]);

    await service.receive(AccountId.parse(accountId), mail('mine', 'For me alone'));
    const secret = await secretOf(accountId);
    expect(await service.mailcase.adapters.vault.get(secret ?? '')).toBe('correct horse');
    expect((await service.ask('DELETE', `${path}/${accountId}`, as(service.anaToken))).status).toBe(200);
    expect(await service.mailcase.adapters.vault.get(secret ?? '')).toBeNull();
    await service.mailcase.shown();
    expect((await service.get(path, as(service.anaToken))).body.items).toEqual([]);
    expect((await service.get(`${path}/${accountId}`, as(service.anaToken))).status).toBe(404);
    // Its mail stays.
    expect((await service.get('/api/v1/inbox?folder=archive', as(service.anaToken))).body.items).toMatchObject([
      { folderId: 'archive', email: { subject: 'For me alone' } },
    ]);
  });

  test('may be opened again after it was removed', async () => {
    const [first] = [await open({ emailAddress: 'again@acme.example' })];
    const { accountId } = first.body;
    expect((await open({ emailAddress: 'again@acme.example' })).body.code).toBe('account-exists');
    await service.ask('DELETE', `${path}/${accountId}`, as(service.anaToken));
    const second = await open({ emailAddress: 'again@acme.example' });
    expect([second.status, second.body.accountId]).toEqual([201, accountId]);
    await service.ask('DELETE', `${path}/${accountId}`, as(service.anaToken));
  });

  test('is no account of a group, and makes no cases', async () => {
    const { accountId } = (await open({ emailAddress: 'support@acme.example' })).body;
    const group = await service.post('/api/v1/accounts', { name: 'Support', emailAddress: 'support@acme.example' });
    expect(group.status).toBe(201);
    expect(group.body.accountId).not.toBe(accountId);
    await service.receive(AccountId.parse(accountId), mail('no-case', 'No case of it'));
    expect(
      (await service.get('/api/v1/accounts')).body.items.map((one: { accountId: string }) => one.accountId),
    ).toEqual([group.body.accountId]);
    expect((await service.get('/api/v1/cases')).body.items).toEqual([]);
    for (const [method, rest] of [
      ['GET', ''],
      ['PATCH', ''],
      ['POST', '/deactivate'],
      ['POST', '/test-connection'],
      ['POST', '/fetch'],
    ] as const) {
      const asking = method === 'PATCH' ? { body: { fetching: { keepUnread: true } } } : {};
      expect((await service.ask(method, `/api/v1/accounts/${accountId}${rest}`, asking)).status, rest).toBe(404);
      expect((await service.ask(method, `${path}/${group.body.accountId}${rest}`, asking)).status, rest).toBe(404);
    }
    await service.ask('DELETE', `${path}/${accountId}`, as(service.anaToken));
  });
});

describe('its mail', () => {
  let accountId: AccountId;
  let emailId = '';
  let borToken = '';
  const readers = () =>
    [
      ['ana', service.anaToken],
      ['bor', borToken],
      ['an administrator', service.rootToken],
    ] as const;
  /** Who finds it: by itself, in lists, in threads and by words. */
  async function finders(): Promise<readonly string[]> {
    await service.mailcase.settled();
    await service.mailcase.searchable();
    const found: string[] = [];
    for (const [who, token] of readers()) {
      const { status } = await service.get(`/api/v1/emails/${emailId}`, { token });
      const lists = await Promise.all(
        ['emails?limit=200', 'search?q=surprise'].map((list) => service.get(`/api/v1/${list}`, { token })),
      );
      const inLists = lists.map(({ body }) => JSON.stringify(body).includes(emailId));
      const source = (await service.get(`/api/v1/emails/${emailId}/source`, { token })).status;
      // All of it or nothing.
      expect([who, ...inLists, source === 200]).toEqual([who, ...[1, 2, 3].map(() => status === 200)]);
      if (status === 200) found.push(who);
    }
    return found;
  }
  const parent = (method: string, token: string, body?: object) =>
    service.ask(method, `/api/v1/emails/${emailId}/parent`, { token, ...(body ? { body } : {}) });

  test('is its user’s alone until it is linked to a record, and again when it is linked no more', async () => {
    accountId = AccountId.parse((await open({ emailAddress: 'alone@acme.example' })).body.accountId);
    borToken = (await service.post('/api/v1/tokens', { userId: 'bor', name: 'x' })).body.token;
    await service.receive(accountId, mail('surprise', 'A surprise', '', 'Not yet for the others\r\n'));
    const { body } = await service.get('/api/v1/emails?limit=1', { token: service.anaToken });
    emailId = body.items[0].emailId;
    expect(await finders()).toEqual(['ana']);

    await service.ask('PUT', '/api/v1/records/Contact/17', { body: { name: 'Zoja' } });
    // Whoever cannot read it cannot link it either.
    for (const token of [borToken, service.rootToken]) {
      expect((await parent('PUT', token, { type: 'Contact', id: '17' })).status).toBe(404);
    }
    expect((await parent('PUT', service.anaToken, { type: 'Contact', id: '17' })).status).toBe(200);
    expect(await finders()).toEqual(['ana', 'bor', 'an administrator']);

    expect((await parent('DELETE', service.anaToken)).status).toBe(200);
    expect(await finders()).toEqual(['ana']);
  });

  test('is read by others as far as their roles reach', async () => {
    await parent('PUT', service.anaToken, { type: 'Contact', id: '17' });
    const role = (read: string) =>
      service.ask('PUT', '/api/v1/roles/reader', { body: { name: 'Reader', permissions: { emails: { read } } } });
    await role('team');
    await service.ask('PUT', '/api/v1/users/bor/roles', { body: { roleIds: ['reader'] } });
    expect(await finders()).toEqual(['ana', 'an administrator']);
    await role('all');
    expect(await finders()).toEqual(['ana', 'bor', 'an administrator']);
    await service.ask('PUT', '/api/v1/users/bor/roles', { body: { roleIds: [] } });
    await service.ask('DELETE', `${path}/${accountId}`, as(service.anaToken));
  });
});

describe('of others', () => {
  test('is seen and changed by administrators, and by nobody else', async () => {
    const forBor = await open({ userId: 'bor', emailAddress: 'bor@acme.example' }, service.rootToken);
    expect(forBor.status).toBe(201);
    const { accountId } = forBor.body;
    await service.mailcase.shown();
    expect((await service.get(path)).body.items).toMatchObject([{ accountId, userId: 'bor' }]);
    expect((await service.get(path, as(service.anaToken))).body.items).toEqual([]);
    for (const [method, rest] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/deactivate'],
      ['POST', '/test-connection'],
    ] as const) {
      expect((await service.ask(method, `${path}/${accountId}${rest}`, as(service.anaToken))).status, rest).toBe(404);
    }
    const refused = await open({ userId: 'bor', emailAddress: 'other@acme.example' });
    expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
    expect((await service.ask('DELETE', `${path}/${accountId}`)).status).toBe(200);
  });

  test('a user whose roles give no right to personal accounts hears so', async () => {
    const levels = (level: string) => ({ read: level, edit: level, assign: level, delete: level });
    const scopes = ['emails', 'cases', 'records', 'groupAccounts', 'filters', 'personalAccounts', 'audit'];
    const permissions = Object.fromEntries(
      scopes.map((scope) => [scope, levels(scope === 'personalAccounts' ? 'no' : 'all')]),
    );
    const defined = await service.ask('PUT', '/api/v1/roles/no-mailboxes', {
      body: { name: 'No mailboxes', permissions },
    });
    expect(defined.status).toBeLessThan(300);
    await service.post('/api/v1/users', { userId: 'cene', name: 'Cene' });
    const given = await service.ask('PUT', '/api/v1/users/cene/roles', { body: { roleIds: ['no-mailboxes'] } });
    expect(given.status).toBeLessThan(300);
    const { token } = (await service.post('/api/v1/tokens', { userId: 'cene', name: 'test' })).body;
    await service.mailcase.shown();
    const refused = await open({ emailAddress: 'cene@acme.example' }, token);
    expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
    expect((await service.get(path, { token })).status).toBe(403);
  });
});

test.each([
  ['a server', { imap: { userName: 'ana', password: 'x' } }, 'imap.host'],
  ['an address', { emailAddress: 'ana' }, 'emailAddress'],
  ['a schedule', { fetching: { schedule: 'now and then' } }, 'fetching.schedule'],
  [
    'each IMAP folder once',
    { filing: { folderMap: ['inbox', 'archive'].map((folderId) => ({ folder: 'A', folderId })) } },
    'filing.folderMap.1.folder',
  ],
])('needs %s', async (_, change, where) => {
  const { status, body } = await open({ emailAddress: 'wrong@acme.example', ...change });
  expect(status).toBe(400);
  expect(body.errors[0].path).toBe(where);
});
