import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountId, derivedId } from '../../src/domain/ids.js';
import { type Asking, mail, TestService } from '../support/http.js';

let service: TestService;
let support: AccountId;
let bor: string;
const ana = () => service.anaToken;

beforeAll(async () => {
  service = await TestService.start();
  await service.post('/api/v1/users', { userId: 'bor', name: 'Bor' });
  bor = (await service.post('/api/v1/tokens', { userId: 'bor', name: 'test' })).body.token;
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  for (const name of ['ana', 'bor']) await service.ask('PUT', `/api/v1/teams/support/members/${name}`, { body: {} });
  const opened = await service.post('/api/v1/accounts', {
    name: 'Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
  });
  support = AccountId.parse(opened.body.accountId);
});
afterAll(() => service.stop());

let n = 0;
/** Messages to the team; their ids, in order. */
async function receive(...subjects: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const subject of subjects) {
    await service.receive(support, mail(`i${++n}`, subject, `X-N: ${n}\r\n`));
    const { body } = await service.get('/api/v1/inbox?limit=1', { token: ana() });
    expect(body.items[0].email.subject).toBe(subject);
    ids.push(body.items[0].emailId);
  }
  return ids;
}

/** Asks behind the last change. */
let seen: Asking['headers'] = {};
async function change(what: string, body: object, token: string = ana()) {
  const answer = await service.post(`/api/v1/inbox/${what}`, body, { token });
  seen = { 'x-after-position': answer.headers.get('x-position') ?? '' };
  return answer;
}
const get = (path: string, token: string = ana()) => service.get(`/api/v1/${path}`, { token, headers: seen ?? {} });
const idsIn = async (query: string, token: string = ana()): Promise<string[]> =>
  (await get(`inbox?limit=200&${query}`, token)).body.items.map((item: { emailId: string }) => item.emailId);
const countOf = async (folder: string, token: string = ana()) =>
  (await get('inbox/counts', token)).body.folders[folder] ?? { total: 0, unread: 0 };

describe('what comes to a group account', () => {
  test('stands unread in the inbox of each member of its teams, and of nobody else', async () => {
    const before = await countOf('inbox');
    const [id = ''] = await receive('For the team');
    for (const token of [ana(), bor]) {
      const { body } = await get('inbox?limit=1', token);
      expect(body.items[0]).toMatchObject({
        ...{ emailId: id, folderId: 'inbox', unread: true, starred: false, sent: false },
        email: { subject: 'For the team', from: { address: 'zoja@customer.example' } },
      });
    }
    expect((await get('inbox', service.rootToken)).body.items).toEqual([]);
    expect(await countOf('inbox')).toEqual({ total: before.total + 1, unread: before.unread + 1 });
  });

  test('stands in no inbox where the account says so, and in the folder of the group that it names', async () => {
    const [silent, shared] = [{ addAllTeamUsers: false }, { addAllTeamUsers: true }];
    const folder = await service.post('/api/v1/group-folders', { name: 'Orders', teamIds: ['support'] });
    expect(folder.status).toBe(201);
    const groupFolderId = folder.body.folderId;
    const set = (filing: object) =>
      service.ask('PATCH', `/api/v1/accounts/${support}`, { body: { filing } }).then(({ status }) => status);
    expect(await set(silent)).toBe(200);
    await service.receive(support, mail('silent', 'For nobody'));
    expect((await get('inbox?limit=1')).body.items[0].email.subject).not.toBe('For nobody');
    expect(await set({ ...shared, groupFolderId })).toBe(200);
    await service.receive(support, mail('ordered', 'An order'));
    expect((await get(`inbox?folder=${groupFolderId}`, bor)).body.items).toMatchObject([
      { email: { subject: 'An order' } },
    ]);
    expect(await countOf(groupFolderId)).toEqual({ total: 1, unread: 1 });
    expect(await set({ groupFolderId: 'nowhere' })).toBe(404);
    expect(await set({ groupFolderId: null })).toBe(200);
  });
});

describe('in their own inbox, a user', () => {
  test('reads and unreads, stars and unstars, and others see nothing of it', async () => {
    const [a = '', b = ''] = await receive('One', 'Two');
    const [unread, important] = [await countOf('inbox'), await countOf('important')];
    expect((await change('read', { emailIds: [a, b] })).body.items).toEqual([
      { emailId: a, outcome: 'changed' },
      { emailId: b, outcome: 'changed' },
    ]);
    expect((await change('read', { emailIds: [a] })).body.items).toEqual([{ emailId: a, outcome: 'unchanged' }]);
    expect(await countOf('inbox')).toEqual({ ...unread, unread: unread.unread - 2 });
    expect(await idsIn('unread=true')).not.toContain(a);
    expect(await idsIn('unread=true', bor)).toEqual(expect.arrayContaining([a, b]));
    await change('unread', { emailIds: [b] });
    await change('star', { emailIds: [a, b] });
    expect(await idsIn('folder=important')).toEqual([b, a]);
    expect(await idsIn('starred=true&unread=true')).toEqual([b]);
    expect(await countOf('important')).toEqual({ total: important.total + 2, unread: important.unread + 1 });
    await change('unstar', { emailIds: [a, b] });
    expect(await countOf('important')).toEqual(important);
  });

  test('archives, throws away and takes out of the trash again', async () => {
    const [a = '', b = ''] = await receive('One', 'Two');
    await change('archive', { emailIds: [a] });
    await change('star', { emailIds: [a] });
    const before = [await countOf('archive'), await countOf('trash'), await countOf('important')];
    await change('trash', { emailIds: [a, b] });
    expect(await idsIn('folder=trash')).toEqual([b, a]);
    expect(await idsIn('folder=important')).not.toContain(a);
    expect(await countOf('important')).toEqual({ total: before[2].total - 1, unread: before[2].unread - 1 });
    await change('restore', { emailIds: [a, b] });
    expect(await idsIn('folder=archive')).toContain(a);
    expect(await idsIn('')).toContain(b);
    expect([await countOf('archive'), await countOf('trash'), await countOf('important')]).toEqual(before);
  });

  test('has folders: made, renamed, filled and removed, and then all is back in the inbox', async () => {
    const made = await service.post('/api/v1/folders', { name: 'Work' }, { token: ana() });
    expect(made.status).toBe(201);
    const { folderId } = made.body;
    seen = { 'x-after-position': made.headers.get('x-position') ?? '' };
    expect((await get(`inbox?folder=${folderId}`)).body).toEqual({ items: [], next: null });
    for (const asked of [await get('inbox?folder=nowhere'), await get(`inbox?folder=${folderId}`, bor)]) {
      expect([asked.status, asked.body.code]).toEqual([404, 'folder-not-found']);
    }
    const [a = ''] = await receive('To be sorted');
    await change('move', { emailIds: [a], folderId });
    expect(await idsIn(`folder=${folderId}`)).toEqual([a]);
    const renamed = await service.ask('PATCH', `/api/v1/folders/${folderId}`, { token: ana(), body: { name: 'Play' } });
    seen = { 'x-after-position': renamed.body.position };
    const { items } = (await get('folders')).body;
    expect(items).toContainEqual({ folderId, kind: 'own', name: 'Play', total: 1, unread: 1, revision: 1 });
    expect(items.map((one: { folderId: string }) => one.folderId)).toEqual(
      expect.arrayContaining(['inbox', 'important', 'archive', 'trash']),
    );
    expect((await get('folders', bor)).body.items).not.toContainEqual(expect.objectContaining({ folderId }));
    // Out of the trash it comes back to the inbox where its folder is gone.
    const [b = ''] = await receive('Thrown away');
    await change('move', { emailIds: [b], folderId });
    await change('trash', { emailIds: [b] });
    const removed = await service.ask('DELETE', `/api/v1/folders/${folderId}`, { token: ana() });
    expect(removed.status).toBe(200);
    expect((await service.ask('DELETE', `/api/v1/folders/${folderId}`, { token: ana() })).status).toBe(200);
    await change('restore', { emailIds: [b] });
    expect((await idsIn('')).slice(0, 2)).toEqual([b, a]);
    expect(await countOf(folderId)).toEqual({ total: 0, unread: 0 });
  });

  test('marks a whole folder as read, and hears what is left', async () => {
    await receive('One', 'Two', 'Three');
    const { unread } = await countOf('inbox');
    expect((await change('read-folder', { folderId: 'inbox' })).body).toMatchObject({ read: unread, remaining: 0 });
    expect(await idsIn('unread=true')).toEqual([]);
    expect((await change('read-folder', { folderId: 'inbox' })).body).toMatchObject({ read: 0, remaining: 0 });
  });

  test('is told of each e-mail what became of it', async () => {
    const [a = ''] = await receive('There');
    const { body, status } = await change('read', { emailIds: [a, 'nowhere', a] });
    expect(status).toBe(200);
    expect(body.items).toEqual([
      { emailId: a, outcome: 'changed' },
      { emailId: 'nowhere', outcome: 'not-found' },
    ]);
    expect((await change('star', { emailIds: [a] }, service.rootToken)).body.items).toEqual([
      { emailId: a, outcome: 'not-found' },
    ]);
  });

  test('may ask for the same twice at once: it happens once', async () => {
    const [a = ''] = await receive('Read by two programs');
    const before = await countOf('inbox');
    const both = await Promise.all([change('read', { emailIds: [a] }), change('read', { emailIds: [a] })]);
    expect(both.map(({ body }) => body.items[0].outcome).sort()).toEqual(['changed', 'unchanged']);
    await service.mailcase.shown();
    expect(await countOf('inbox')).toEqual({ ...before, unread: before.unread - 1 });
  });

  test('gets a page after another', async () => {
    await receive('One', 'Two', 'Three');
    const all = await idsIn('');
    const first = (await get('inbox?limit=2')).body;
    const second = (await get(`inbox?limit=2&cursor=${encodeURIComponent(first.next)}`)).body;
    const ids = [...first.items, ...second.items].map((item: { emailId: string }) => item.emailId);
    expect(ids).toEqual(all.slice(0, 4));
  });
});

describe('a folder of the group', () => {
  test('takes any number of e-mails in steps of a hundred', async () => {
    const { folderId } = (await service.post('/api/v1/group-folders', { name: 'Many', teamIds: ['support'] })).body;
    const ids = await receive('One of many', 'Another of many');
    const others = Array.from({ length: 99 }, (_, i) => derivedId('nobody has it', i));
    const all = [...ids, ...others];
    const refused = await change('move', { emailIds: all, folderId });
    expect(refused.body).toMatchObject({ code: 'too-many', detail: expect.stringContaining('in steps') });
    for (const step of [all.slice(0, 100), all.slice(100)]) {
      const { status, body } = await change('move', { emailIds: step, folderId });
      expect(status).toBe(200);
      expect(body.items).toHaveLength(step.length);
    }
    expect(await idsIn(`folder=${folderId}`)).toEqual([...ids].reverse());
  });

  test('takes an e-mail for all of its members, but for those who threw it away', async () => {
    const made = await service.post('/api/v1/group-folders', { name: 'Returns', teamIds: ['support'] });
    const { folderId } = made.body;
    const [a = '', b = ''] = await receive('Coming back', 'Coming back too');
    await change('trash', { emailIds: [b] }, bor);
    await change('move', { emailIds: [a, b], folderId });
    expect(await idsIn(`folder=${folderId}`)).toEqual([b, a]);
    expect(await idsIn(`folder=${folderId}`, bor)).toEqual([a]);
    expect((await get('folders', bor)).body.items).toContainEqual(
      expect.objectContaining({ folderId, kind: 'group', name: 'Returns', total: 1, unread: 1 }),
    );
    expect((await change('move', { emailIds: [a], folderId: 'nowhere' })).status).toBe(404);
    const renamed = await service.ask('PATCH', `/api/v1/group-folders/${folderId}`, {
      body: { name: 'Back', teamIds: [] },
    });
    expect(renamed.status).toBe(200);
    seen = { 'x-after-position': renamed.body.position };
    expect((await get('group-folders', service.rootToken)).body.items).toContainEqual(
      expect.objectContaining({ folderId, name: 'Back', teamIds: [] }),
    );
    // Who shares it no more cannot put anything there; what stands there for them stays to be seen.
    expect((await change('move', { emailIds: [a], folderId })).status).toBe(404);
    expect((await service.ask('DELETE', `/api/v1/group-folders/${folderId}`)).status).toBe(200);
    for (const token of [ana(), bor]) expect(await idsIn('', token)).toContain(a);
    expect(await countOf(folderId, bor)).toEqual({ total: 0, unread: 0 });
  });

  test('is made by administrators alone', async () => {
    for (const [method, path] of [
      ['GET', 'group-folders'],
      ['POST', 'group-folders'],
      ['DELETE', 'group-folders/x'],
    ] as const) {
      const { status, body } = await service.ask(method, `/api/v1/${path}`, { token: ana() });
      expect([status, body.code]).toEqual([403, 'administrators-only']);
    }
  });
});

describe('is refused, saying where', () => {
  test.each([
    ['nothing', 'read', { emailIds: [] }, 'body.emailIds'],
    ['too many', 'read', { emailIds: Array.from({ length: 1_001 }, (_, i) => `e${i}`) }, 'body.emailIds'],
    ['no folder', 'move', { emailIds: ['e'] }, 'body.folderId'],
  ])('%s', async (_, what, body, path) => {
    const { status, body: problem } = await change(what, body);
    expect(status).toBe(400);
    expect(problem.errors[0].path).toBe(path);
  });

  test.each(['trash', 'important'])('moving to %s', async (folderId) => {
    const [a = ''] = await receive('Not to be moved there');
    const { status, body } = await change('move', { emailIds: [a], folderId });
    expect([status, body.code]).toEqual([409, 'not-a-folder']);
  });

  test('are made for others by administrators alone, and once under an id of their own choice', async () => {
    const folderId = '6f9619ff-8b86-5d01-b42d-00cf4fc964ff';
    const wanted = { name: 'Brought', folderId, userId: 'bor' };
    const refused = await service.post('/api/v1/folders', wanted, { token: ana() });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    const made = await service.post('/api/v1/folders', wanted);
    expect(made).toMatchObject({ status: 201, body: { folderId, revision: 0 } });
    expect((await service.post('/api/v1/folders', wanted)).body).toMatchObject({ folderId, revision: 0 });
    expect((await service.post('/api/v1/folders', { ...wanted, userId: 'nobody' })).status).toBe(404);
    expect((await service.post('/api/v1/folders', { ...wanted, folderId: 'inbox' })).status).toBe(400);
  });

  test('a folder of somebody else', async () => {
    const { folderId } = (await service.post('/api/v1/folders', { name: 'Mine' }, { token: bor })).body;
    const [a = ''] = await receive('Not for that folder');
    expect((await change('move', { emailIds: [a], folderId })).status).toBe(404);
    const renamed = await service.ask('PATCH', `/api/v1/folders/${folderId}`, { token: ana(), body: { name: 'Ours' } });
    expect(renamed.status).toBe(404);
    expect((await service.ask('DELETE', `/api/v1/folders/${folderId}`, { token: ana() })).status).toBe(404);
  });
});

/** The next events that somebody hears. */
async function hear(count: number, types: string, token: string, meanwhile: () => Promise<unknown>): Promise<object[]> {
  const response = await service.fetch('GET', `/api/v1/events?types=${types}`, { token });
  expect(response.status).toBe(200);
  const heard: object[] = [];
  let text = '';
  const done = meanwhile();
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice(6)));
    if (heard.length >= count) break;
  }
  await done;
  return heard;
}

test("everybody hears at once of their own inbox, and of nobody else's", async () => {
  const [a = '', b = ''] = await receive('Heard by one', 'Heard by the other');
  for (const [token, mine, theirs, userId] of [
    [ana(), a, b, 'ana'],
    [service.rootToken, '', b, 'root'],
  ] as const) {
    const types = 'InboxEmailRead,InboxEmailUnread,InboxEmailStarred,CaseRequested';
    const heard = await hear(mine ? 2 : 1, types, token, async () => {
      await change('read', { emailIds: [theirs] }, bor);
      await change('unread', { emailIds: [theirs] }, bor);
      if (mine) await change('star', { emailIds: [mine] }, token);
      await service.post('/api/v1/cases', { subject: 'Behind all of it' });
    });
    const cases = { type: 'CaseRequested' };
    const own = { type: 'InboxEmailStarred', ids: { userId, emailId: mine, folderId: 'inbox' } };
    expect(heard).toMatchObject(mine ? [own, cases] : [cases]);
  }
  await change('unstar', { emailIds: [a] });
});

test('counts what its list holds, whatever was done', async () => {
  for (const token of [ana(), bor]) {
    const { folders } = (await get('inbox/counts', token)).body;
    for (const [folder, { total, unread }] of Object.entries<{ total: number; unread: number }>(folders)) {
      expect(await idsIn(`folder=${folder}`, token), folder).toHaveLength(total);
      expect(await idsIn(`folder=${folder}&unread=true`, token), folder).toHaveLength(unread);
    }
  }
});
