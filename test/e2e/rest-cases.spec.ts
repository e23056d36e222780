import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { mail, TestService } from '../support/http.js';

let service: TestService;
let accountId: AccountId;

beforeAll(async () => {
  service = await TestService.start();
  await service.post('/api/v1/users', { userId: 'bor', name: 'Bor' });
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  for (const userId of ['ana', 'bor'])
    await service.ask('PUT', `/api/v1/teams/support/members/${userId}`, { body: {} });
  const caseCreation = { distribution: 'round-robin', teamId: 'support' };
  const account = { name: 'Support', emailAddress: 'support@acme.example', teamIds: ['support'], caseCreation };
  const opened = await service.post('/api/v1/accounts', account);
  accountId = AccountId.parse(opened.body.accountId);
  await service.receive(
    accountId,
    mail('a', 'Printer on fire'),
    mail('b', 'Re: Printer on fire', 'In-Reply-To: <a@customer.example>\r\n'),
    mail('c', 'Lamp'),
    mail('d', 'Čaj in piškoti'),
    mail('e', 'Door'),
  );
});
afterAll(() => service.stop());

const agent = () => ({ token: service.anaToken });
const numbers = (items: readonly { readonly number: number }[]) => items.map(({ number }) => number);

it('cases are listed by every filter and sort, page by page', async () => {
  const list = async (query: string) => numbers((await service.get(`/api/v1/cases?${query}`, agent())).body.items);
  expect(await list('')).toEqual([4, 3, 2, 1]);
  expect(await list('direction=asc')).toEqual([1, 2, 3, 4]);
  expect(await list('assignee=ana')).toEqual([3, 1]);
  expect(await list('assignee=none')).toEqual([]);
  expect(await list('team=support&status=Assigned')).toEqual([4, 3, 2, 1]);
  expect(await list('status=Closed,Rejected')).toEqual([]);
  expect(await list('open=true&sort=updatedAt&direction=asc')).toHaveLength(4);
  expect(await list('text=caj')).toEqual([3]);
  expect(await list('text=printer%20zoja')).toEqual([1]);
  const seen: number[] = [];
  let cursor = '';
  for (let pages = 0; pages < 4; pages++) {
    const { body } = await service.get(`/api/v1/cases?limit=2${cursor}`, agent());
    seen.push(...numbers(body.items));
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  expect(seen).toEqual([4, 3, 2, 1]);
});

it('a case by its number and its id, with timeline, history and why', async () => {
  const { body, headers } = await service.get('/api/v1/cases/1', agent());
  expect(body).toMatchObject({ number: 1, subject: 'Printer on fire', assignee: 'ana', emailCount: 2 });
  expect(headers.get('etag')).toBe(`"${body.revision}"`);
  expect((await service.get(`/api/v1/cases/${body.caseId}`, agent())).body).toEqual(body);
  const timeline = await service.get('/api/v1/cases/1/timeline', agent());
  expect(timeline.body.items.map(({ kind }: { kind: string }) => kind)).toEqual([
    'CaseCreated',
    'CaseAssigned',
    'CaseEmailAdded',
    'CaseEmailAdded',
  ]);
  const history = await service.get('/api/v1/cases/1/assignments', agent());
  expect(history.body.items).toMatchObject([{ userId: 'ana', distribution: 'round-robin' }]);
  const why = await service.get('/api/v1/cases/1/why', agent());
  expect(why.body.sentence).toContain('by round-robin in Support');
  const emails = await service.get('/api/v1/emails?case=1', agent());
  expect(emails.body.items).toHaveLength(2);
});

it('agents change cases, each change under If-Match', async () => {
  const at = (path: string) => `/api/v1/cases/2/${path}`;
  const etag = async () => (await service.get('/api/v1/cases/2', agent())).headers.get('etag') ?? '';
  const seen = await etag();
  const change = (path: string, body: unknown, tag?: string) =>
    service.post(at(path), body, { ...agent(), headers: tag === undefined ? {} : { 'if-match': tag } });
  const given = await change('assign', { userId: 'ana' }, seen);
  expect(given.status).toBe(200);
  const stale = await change('status', { status: 'Closed' }, seen);
  expect(stale).toMatchObject({ status: 412, body: { code: 'stale' } });
  const closed = await change('status', { status: 'Closed' }, given.headers.get('etag') ?? '');
  expect(closed.status).toBe(200);
  expect(await change('assign', { userId: 'bor' })).toMatchObject({ status: 409, body: { code: 'case-not-open' } });
  expect((await change('priority', { priority: 'Urgent' })).status).toBe(200);
  const note = await change('notes', { text: 'Called back' });
  expect(note).toMatchObject({ status: 201, body: { noteId: expect.any(String) } });
  const after = { ...agent(), headers: { 'x-after-position': note.headers.get('x-position') ?? '' } };
  const { body } = await service.get('/api/v1/cases/2', after);
  expect(body).toMatchObject({ status: 'Closed', open: false, assignee: 'ana', priority: 'Urgent', noteCount: 1 });
  const duplicate = { status: 'Duplicate', duplicateOf: 1 };
  expect((await service.post('/api/v1/cases/4/status', duplicate, agent())).status).toBe(200);
  const unknown = await service.post('/api/v1/cases/4/status', { ...duplicate, duplicateOf: 4711 }, agent());
  expect(unknown).toMatchObject({ status: 400, body: { errors: [{ path: 'duplicateOf' }] } });
  const gone = await service.post('/api/v1/cases/1/assign', { userId: 'nobody' }, agent());
  expect(gone).toMatchObject({ status: 404, body: { code: 'user-not-found' } });
});

it('agents tag cases, and find them by their tags', async () => {
  const etag = async () => (await service.get('/api/v1/cases/1', agent())).headers.get('etag') ?? '';
  const seen = await etag();
  const change = (body: unknown, tag?: string) =>
    service.post('/api/v1/cases/1/tags', body, { ...agent(), headers: tag === undefined ? {} : { 'if-match': tag } });
  const tagged = await change({ add: ['VIP', 'waits for parts'] }, seen);
  expect(tagged.status).toBe(200);
  expect(await change({ remove: ['vip'] }, seen)).toMatchObject({ status: 412, body: { code: 'stale' } });
  const again = await change({ add: ['vip'] });
  expect(again.body.revision).toBe(tagged.body.revision);
  expect((await change({ remove: ['Vip'], add: ['german'] })).status).toBe(200);
  await service.mailcase.settled();
  const { body } = await service.get('/api/v1/cases/1', agent());
  expect(body.tags).toEqual(['german', 'waits for parts']);
  const found = async (query: string) =>
    (await service.get(`/api/v1/cases?${query}`, agent())).body.items.map(({ number }: { number: number }) => number);
  expect(await found('tag=German')).toEqual([1]);
  expect(await found('tag=waits%20for%20parts&sort=updatedAt&team=support')).toEqual([1]);
  expect(await found('tag=vip')).toEqual([]);
  const { body: timeline } = await service.get('/api/v1/cases/1/timeline', agent());
  expect(timeline.items.at(-1)).toMatchObject({
    kind: 'CaseTagsSet',
    actor: 'user:ana',
    facts: { tags: ['german', 'waits for parts'], previous: ['vip', 'waits for parts'] },
  });
  expect(await change({ add: ['a,b'] })).toMatchObject({ status: 400, body: { errors: [{ path: 'body.add.0' }] } });
  const many = Array.from({ length: 49 }, (_, n) => `tag ${n}`);
  expect(await change({ add: many })).toMatchObject({ status: 409, body: { code: 'too-many-tags' } });
});

it('a case is given back to the distribution', async () => {
  const answer = await service.post('/api/v1/cases/3/unassign', { redistribute: true }, agent());
  expect(answer.status).toBe(200);
  await service.mailcase.settled();
  const { body } = await service.get('/api/v1/cases/3/assignments', agent());
  expect(body.items.length).toBeGreaterThan(1);
});

it('a case made by hand', async () => {
  const request = { subject: 'On the phone', teamId: 'support', distribution: 'less-busy', priority: 'High' };
  const made = await service.post('/api/v1/cases', request, agent());
  expect(made).toMatchObject({ status: 201, body: { caseId: expect.any(String) } });
  await service.mailcase.settled();
  const { body } = await service.get(made.headers.get('location') ?? '', agent());
  expect(body).toMatchObject({ number: 5, subject: 'On the phone', priority: 'High', status: 'Assigned' });
  const wrong = await service.post('/api/v1/cases', { subject: 'x', distribution: 'round-robin' }, agent());
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'teamId' }] } });
});

it('threads, loads, turns and the whole history', async () => {
  const threads = await service.get('/api/v1/threads', agent());
  expect(threads.body.items).toHaveLength(4);
  const [first] = threads.body.items.filter(({ emailCount }: { emailCount: number }) => emailCount === 2);
  const thread = await service.get(`/api/v1/threads/${first.threadId}`, agent());
  expect(thread.body.emails.items.map(({ subject }: { subject: string }) => subject)).toEqual([
    'Printer on fire',
    'Re: Printer on fire',
  ]);
  const loads = await service.get('/api/v1/workloads', agent());
  expect(loads.body.items).toMatchObject([{ teamId: 'support', users: [{ userId: 'ana' }, { userId: 'bor' }] }]);
  const cursors = await service.get('/api/v1/cursors?team=support', agent());
  expect(cursors.body.items[0].order).toHaveLength(2);
  const history = await service.get('/api/v1/assignments?user=bor', agent());
  expect(history.body.items.every(({ userId }: { userId: string }) => userId === 'bor')).toBe(true);
});

it('an account is configured, deactivated and tested', async () => {
  const path = `/api/v1/accounts/${accountId}`;
  const imap = { host: 'mail.acme.example', userName: 'support', password: 'x' };
  const patched = await service.ask('PATCH', path, { body: { imap, fetching: { folders: ['INBOX', 'Web'] } } });
  expect(patched.status).toBe(200);
  const after = { headers: { 'x-after-position': patched.headers.get('x-position') ?? '' } };
  expect((await service.get(path, after)).body).toMatchObject({
    imap: { host: 'mail.acme.example', port: 993 },
    fetching: { folders: ['INBOX', 'Web'], keepUnread: true },
  });
  const wrong = await service.ask('PATCH', path, { body: { fetching: { schedule: 'now and then' } } });
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'fetching.schedule' }] } });
  const tested = await service.post(`${path}/test-connection`);
  const imapTest = { ok: false, step: 'host', message: 'There are no mailboxes here.', advice: expect.any(String) };
  expect(tested.body).toEqual({ ok: false, imap: imapTest, smtp: null });
  const settings = await service.post('/api/v1/accounts/test-connection', imap);
  expect(settings.body).toMatchObject({ ok: false, step: 'host' });
  const fetched = await service.post(`${path}/fetch`);
  expect(fetched).toMatchObject({
    status: 503,
    body: { code: 'mailbox-host', detail: 'There are no mailboxes here.' },
  });
  expect((await service.post(`${path}/deactivate`)).status).toBe(200);
  expect(await service.post(`${path}/fetch`)).toMatchObject({ status: 409, body: { code: 'account-not-active' } });
  expect((await service.post(`${path}/activate`)).status).toBe(200);
  const jobs = await service.get('/api/v1/jobs');
  expect(jobs.body.items).toMatchObject([{ accountId, schedule: '*/5 * * * *', nextRunAt: expect.any(String) }]);
});

it('read models are listed, rebuilt and resumed', async () => {
  await service.mailcase.searchable();
  const { body } = await service.get('/api/v1/projections');
  expect(body.items.map(({ state }: { state: string }) => state)).toEqual(body.items.map(() => 'live'));
  const before = await service.get('/api/v1/cases');
  expect(await service.post('/api/v1/projections/cases/rebuild')).toMatchObject({
    status: 200,
    body: { names: ['cases'] },
  });
  expect((await service.get('/api/v1/cases')).body).toEqual(before.body);
  expect((await service.post('/api/v1/projections/cases/resume')).status).toBe(200);
});

it('health and metrics', async () => {
  const ready = await service.get('/health/ready', { token: null });
  expect(ready).toMatchObject({ status: 200, body: { status: 'ok', routing: { failure: null } } });
  const { body } = await service.get('/metrics');
  for (const name of [
    'mailcase_http_request_seconds',
    'mailcase_projection_behind',
    'mailcase_mailboxes',
    'mailcase_quarantine 0',
  ]) {
    expect(body).toContain(name);
  }
  expect(body).toContain('route="/api/v1/cases/:case"');
  expect(body).not.toContain('mc_');
});
