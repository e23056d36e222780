import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId, RecordId, streams } from '../../src/domain/ids.js';
import { NotificationKind } from '../../src/domain/notification/kinds.js';
import { createHttpApp } from '../../src/infrastructure/http/app.js';
import { type Answer, mail, TestService } from '../support/http.js';
import { until } from './until.js';

let service: TestService;
let accountId: AccountId;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  service = await TestService.start();
  tokens.ana = service.anaToken;
  for (const userId of ['bor', 'cene']) {
    await service.post('/api/v1/users', { userId, name: userId });
    tokens[userId] = (await service.post('/api/v1/tokens', { userId, name: 'test' })).body.token;
  }
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const caseCreation = { distribution: 'round-robin', teamId: 'support' };
  const account = { name: 'Support', emailAddress: 'support@acme.example', teamIds: ['support'], caseCreation };
  accountId = AccountId.parse((await service.post('/api/v1/accounts', account)).body.accountId);
  await service.receive(accountId, mail('a', 'Printer on fire'));
});
afterAll(() => service.stop());

const as = (name: string) => ({ token: tokens[name] ?? '' });
const get = (name: string, path: string): Promise<Answer> => service.get(`/api/v1/${path}`, as(name));
const post = (name: string, path: string, body?: unknown) => service.post(`/api/v1/${path}`, body, as(name));
const kinds = async (name: string, query = '') =>
  (await get(name, `notifications?${query}`)).body.items.map(({ kind }: { kind: string }) => kind);
const unread = async (name: string) => (await get(name, 'notifications/count')).body.unread;
const followers = async (path = 'cases/1') =>
  (await get('ana', `${path}/followers`)).body.items.map(
    ({ userId, because }: { userId: string; because: string }) => `${userId} ${because}`,
  );

it('whoever a case goes to is told, and follows it from then on', async () => {
  expect(await followers()).toEqual(['ana assigned']);
  const { body } = await get('ana', 'notifications');
  expect(body.items).toEqual([
    {
      id: expect.any(Number),
      kind: 'assignment',
      record: { type: 'Case', id: expect.any(String) },
      actor: null,
      at: expect.any(String),
      unread: true,
      facts: expect.objectContaining({ name: 'Printer on fire', number: 1, assignee: 'ana' }),
    },
  ]);
  expect((await get('ana', 'notifications/count')).body).toEqual({ unread: 1, latest: body.items[0].id });
  expect((await get('bor', 'notifications')).body).toEqual({ items: [], next: null });
});

it('a note tells followers and whom it mentions, each once, and never its author', async () => {
  await post('bor', 'cases/1/notes', { text: 'Do you know that one, @cene? (`@root` does not, nor nobody@ana)' });
  await service.mailcase.settled();
  expect(await kinds('ana')).toEqual(['note', 'assignment']);
  expect(await kinds('cene')).toEqual(['mention']);
  expect(await kinds('bor')).toEqual([]);
  expect(await followers()).toEqual(['ana assigned', 'bor note', 'cene mention']);
});

it('an e-mail of the case tells all who follow it', async () => {
  await service.receive(accountId, mail('b', 'Re: Printer on fire', 'In-Reply-To: <a@customer.example>\r\n'));
  expect(await kinds('ana')).toEqual(['email', 'note', 'assignment']);
  expect(await kinds('bor')).toEqual(['email']);
  const { body } = await get('bor', 'notifications');
  expect(body.items[0].facts).toMatchObject({ subject: 'Re: Printer on fire', from: 'zoja@customer.example' });
});

it('notifications are read, made unread and read all at once; reading again changes nothing', async () => {
  const [newest, middle] = (await get('ana', 'notifications')).body.items;
  expect(await unread('ana')).toBe(3);
  const mark = async (id: number, how: string) => {
    const { status } = await post('ana', `notifications/${id}/${how}`);
    expect(status).toBe(200);
    await service.mailcase.settled();
  };
  await mark(middle.id, 'read');
  await mark(middle.id, 'read');
  expect(await unread('ana')).toBe(2);
  expect(await kinds('ana', 'unread=true')).toEqual(['email', 'assignment']);
  await mark(middle.id, 'unread');
  await mark(middle.id, 'unread');
  expect(await unread('ana')).toBe(3);
  await post('ana', 'notifications/read-all', { upTo: middle.id });
  await service.mailcase.settled();
  expect([await unread('ana'), await kinds('ana', 'unread=true')]).toEqual([1, ['email']]);
  await mark(middle.id, 'unread');
  expect([await unread('ana'), await kinds('ana', 'unread=true')]).toEqual([2, ['note', 'email']]);
  await post('ana', 'notifications/read-all');
  await service.mailcase.settled();
  expect([await unread('ana'), await kinds('ana', 'unread=true')]).toEqual([0, []]);
  await mark(newest.id, 'unread');
  expect([await unread('ana'), await kinds('ana', 'unread=true')]).toEqual([1, ['email']]);
  expect((await get('ana', 'notifications')).body.items[0].unread).toBe(true);
  await post('ana', 'notifications/read-all', { upTo: 4_000_000 });
  await service.mailcase.settled();
  expect([await unread('ana'), await kinds('ana', 'unread=true')]).toEqual([0, []]);
  await post('bor', 'cases/1/notes', { text: 'What comes later was not seen.' });
  await service.mailcase.settled();
  expect(await unread('ana')).toBe(1);
});

it('nobody reads what others were told', async () => {
  const { items } = (await get('cene', 'notifications')).body;
  const mine = items.find(({ kind }: { kind: string }) => kind === 'mention');
  const other = await post('bor', `notifications/${mine.id}/read`);
  expect(other).toMatchObject({ status: 404, body: { code: 'notification-not-found' } });
  expect(await post('bor', 'notifications/99999/read')).toMatchObject({ status: 404 });
  for (const id of ['x', '-1', '1.5', '1e30']) {
    expect([id, (await post('bor', `notifications/${id}/read`)).status]).toEqual([id, 400]);
  }
});

it('page by page, newest first', async () => {
  const seen: number[] = [];
  let cursor = '';
  for (let n = 0; n < 9; n++) {
    const { body } = await get('ana', `notifications?limit=2${cursor}`);
    seen.push(...body.items.map(({ id }: { id: number }) => id));
    if (body.next === null) break;
    cursor = `&cursor=${encodeURIComponent(body.next)}`;
  }
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  expect(new Set(seen).size).toBe(4);
});

describe('following', () => {
  const follow = (name: string, who = 'me', path = 'cases/1') =>
    service.ask('PUT', `/api/v1/${path}/followers/${who}`, as(name));
  const leave = (name: string, who = 'me', path = 'cases/1') =>
    service.ask('DELETE', `/api/v1/${path}/followers/${who}`, as(name));

  it('whoever leaves stays away, but for a later assignment', async () => {
    expect((await leave('bor')).status).toBe(200);
    expect((await leave('bor')).status).toBe(200);
    await service.mailcase.settled();
    expect(await followers()).toEqual(['ana assigned', 'cene mention']);
    await post('bor', 'cases/1/notes', { text: 'Once more' });
    await service.mailcase.settled();
    expect(await followers()).toEqual(['ana assigned', 'cene mention']);
    await service.post('/api/v1/cases/1/assign', { userId: 'bor' });
    await service.mailcase.settled();
    expect(await followers()).toEqual(['ana assigned', 'bor assigned', 'cene mention']);
    expect((await leave('bor')).status).toBe(200);
    expect((await follow('bor')).status).toBe(200);
    await service.mailcase.settled();
    expect(await followers()).toContain('bor user');
  });

  it('does not change the revision that If-Match names', async () => {
    const before = (await get('ana', 'cases/1')).headers.get('etag');
    await leave('cene');
    await follow('cene');
    await service.mailcase.settled();
    expect((await get('ana', 'cases/1')).headers.get('etag')).toBe(before);
  });

  it('a record of the CRM, by all who may read it', async () => {
    const record = { type: 'Contact', id: RecordId.parse('17') } as const;
    const facts = {
      accountId: null,
      contactId: null,
      convertedTo: null,
      stage: null,
      teamIds: [],
      skills: [],
      emailAddresses: [],
    };
    const data = { ...record, ...facts, name: 'Zoja', assignedUserId: null };
    await service.mailcase.log.append({
      stream: streams.crmRecord(record.type, record.id),
      expectedRevision: 'no-stream',
      events: [{ type: 'RecordRegistered', data }],
      by: { actor: 'test', cause: 'register' },
    });
    expect((await follow('bor', 'me', 'records/Contact/17')).status).toBe(200);
    expect((await follow('bor', 'cene', 'records/Contact/17')).status).toBe(200);
    await service.mailcase.settled();
    expect(await followers('records/Contact/17')).toEqual(['bor user', 'cene user']);
    expect((await follow('bor', 'me', 'records/Contact/18')).status).toBe(404);
    expect((await follow('bor', 'me', 'records/Invoice/17')).status).toBe(400);
  });

  it('what is not there, and who is not', async () => {
    expect(await follow('bor', 'me', 'cases/4711')).toMatchObject({ status: 404 });
    expect(await follow('bor', 'me', 'cases/nothing')).toMatchObject({ status: 404, body: { code: 'case-not-found' } });
    expect(await follow('bor', 'nobody')).toMatchObject({ status: 404, body: { code: 'user-not-found' } });
    expect((await follow('bor', 'No_Name!')).status).toBe(400);
  });
});

describe('settings', () => {
  const usual = {
    autoFollow: { assigned: true, replied: true, note: true, mention: true },
    list: NotificationKind.options,
    email: NotificationKind.options,
    delivery: 'off',
    digestHour: 8,
    timeZone: 'UTC',
  };
  const put = (body: unknown, headers = {}) =>
    service.ask('PUT', '/api/v1/me/notification-settings', { ...as('cene'), body, headers });

  it('are what is usual until they are set', async () => {
    expect((await get('cene', 'me/notification-settings')).body).toEqual({
      ...usual,
      emailsLeave: false,
      revision: -1,
    });
    const wanted = { ...usual, list: ['status'], timeZone: 'Europe/Ljubljana', digestHour: 0, delivery: 'digest' };
    const set = await put(wanted);
    expect(set.status).toBe(200);
    await service.mailcase.settled();
    const { body, headers } = await get('cene', 'me/notification-settings');
    expect(body).toEqual({ ...wanted, emailsLeave: false, revision: 0 });
    expect(headers.get('etag')).toBe('"0"');
    expect((await put(wanted)).body.revision).toBe(0);
    expect((await put(usual, { 'if-match': '"7"' })).status).toBe(412);
  });

  it('go for what happens from then on', async () => {
    const before = (await kinds('cene')).length;
    await post('bor', 'cases/1/notes', { text: 'Not for @cene, who wants no notes' });
    await post('bor', 'cases/1/status', { status: 'Pending' });
    await service.mailcase.settled();
    const after = await kinds('cene');
    expect([after.length - before, after[0]]).toEqual([1, 'status']);
  });

  it.each([
    [{ ...usual, timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ ...usual, timeZone: '+01:00' }, 'timeZone'],
    [{ ...usual, timeZone: '' }, 'timeZone'],
    [{ ...usual, digestHour: 24 }, 'digestHour'],
    [{ ...usual, digestHour: -1 }, 'digestHour'],
    [{ ...usual, digestHour: 8.5 }, 'digestHour'],
    [{ ...usual, delivery: 'sometimes' }, 'delivery'],
    [{ ...usual, list: ['gossip'] }, 'list'],
    [{ ...usual, autoFollow: { assigned: true } }, 'autoFollow'],
    [{ ...usual, colour: 'red' }, ''],
  ])('%j are refused, naming %s', async (body, path) => {
    const answer = await put(body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body.errors)).toContain(path);
  });
});

describe('roles', () => {
  it('what somebody may not read any more is neither shown nor counted', async () => {
    const none = { read: 'no', edit: 'no', assign: 'no', delete: 'no' };
    const own = { ...none, read: 'own' };
    const scopes = ['records', 'groupAccounts', 'filters', 'personalAccounts', 'audit'];
    const permissions = {
      emails: { ...own, read: 'all' },
      cases: own,
      ...Object.fromEntries(scopes.map((one) => [one, none])),
    };
    const before = await kinds('ana');
    expect(before.length).toBeGreaterThan(0);
    await service.receive(accountId, mail('c', 'Another matter'));
    const role = await service.ask('PUT', '/api/v1/roles/narrow', { body: { name: 'Narrow', permissions } });
    expect(role.status).toBeLessThan(300);
    const given = await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['narrow'] } });
    expect(given.status).toBe(200);
    await service.mailcase.settled();
    // Case 1 is of somebody else by now; the new one is hers.
    expect(await kinds('ana')).toEqual(['assignment']);
    expect(await unread('ana')).toBe(1);
    expect((await service.ask('PUT', '/api/v1/cases/1/followers/me', as('ana'))).status).toBe(404);
    await post('bor', 'cases/1/notes', { text: 'Ana follows this and may not read it' });
    await service.mailcase.settled();
    expect(await kinds('ana')).toEqual(['assignment']);
    const last = (await get('ana', 'notifications')).body.items[0].id;
    expect((await get('ana', 'notifications/count')).body).toEqual({ unread: 1, latest: last });
    const other = await service.ask('PUT', '/api/v1/cases/2/followers/cene', as('ana'));
    expect(other).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });
});

describe('live', () => {
  interface Heard {
    readonly id: string;
    readonly kind: string;
  }

  /** Listens; what is heard comes as it comes. */
  async function listen(name: string, last?: string) {
    const leaving = new AbortController();
    const headers = {
      authorization: `Bearer ${tokens[name]}`,
      ...(last === undefined ? {} : { 'last-event-id': last }),
    };
    const response = await fetch(`${service.address}/api/v1/notifications/stream`, { headers, signal: leaving.signal });
    const heard: Heard[] = [];
    let begin = '';
    let ended = false;
    const reading = (async () => {
      let text = '';
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const id = /^id: (.*)$/m.exec(block)?.[1] ?? '';
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data) heard.push({ id, kind: JSON.parse(data).kind });
          else if (id) begin = id;
        }
      }
    })().then(
      () => {
        ended = true;
      },
      () => undefined,
    );
    return {
      response,
      heard,
      begin: () => begin,
      hasEnded: () => ended,
      leave: async () => {
        leaving.abort();
        await reading;
      },
    };
  }
  const note = (text: string) => post('bor', 'cases/1/notes', { text });

  it('each hears their own, and goes on behind what they heard last', async () => {
    await service.ask('PUT', '/api/v1/cases/1/followers/root', {});
    tokens.root = service.rootToken;
    const [root, bor] = [await listen('root'), await listen('bor')];
    await until(root.begin, (begin) => begin !== '');
    await note('One');
    await until(
      () => root.heard.length,
      (count) => count === 1,
    );
    expect(root.heard).toMatchObject([{ kind: 'note' }]);
    await root.leave();
    await note('Two');
    await note('Three');
    await service.mailcase.settled();
    const later = await listen('root', root.heard[0]?.id);
    await until(
      () => later.heard.length,
      (count) => count === 2,
    );
    await note('Four');
    await until(
      () => later.heard.length,
      (count) => count === 3,
    );
    const ids = later.heard.map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    await service.mailcase.shown();
    const all = await service.get('/api/v1/notifications?limit=3');
    expect(all.body.items.map(({ id }: { id: number }) => id)).toEqual([...ids].reverse());
    expect(bor.heard).toEqual([]);
    await Promise.all([later.leave(), bor.leave()]);
  });

  it('an id that was never given', async () => {
    for (const last of ['x', '99999999', '-2', '1 2']) {
      const { response, leave } = await listen('bor', last);
      expect([last, response.status]).toEqual([last, 400]);
      await leave();
    }
  });

  it('whose token is revoked hears no more', async () => {
    const { tokenId, token } = (await service.post('/api/v1/tokens', { userId: 'bor', name: 'short' })).body;
    tokens.short = token;
    await service.mailcase.settled();
    const listening = await listen('short');
    expect(listening.response.status).toBe(200);
    await service.ask('DELETE', `/api/v1/tokens/${tokenId}`);
    await until(listening.hasEnded, (ended) => ended);
    await listening.leave();
  });

  it('so many and no more', async () => {
    const small = await createHttpApp(service.mailcase, { bodyLimit: 1_000, version: '0', notificationListeners: 1 });
    await small.listen({ port: 0, host: '127.0.0.1' });
    const url = `${(await small.getUrl()).replace('[::1]', '127.0.0.1')}/api/v1/notifications/stream`;
    const leaving = new AbortController();
    const asking = { headers: { authorization: `Bearer ${tokens.bor}` }, signal: leaving.signal };
    const first = await fetch(url, asking);
    const second = await fetch(url, asking);
    expect([first.status, second.status]).toEqual([200, 503]);
    expect(await second.json()).toMatchObject({ code: 'too-many-listeners' });
    expect(second.headers.get('retry-after')).toBe('10');
    leaving.abort();
    await small.close();
  });
});
