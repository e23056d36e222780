import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { mail, TestService } from '../support/http.js';

interface Told {
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly actor: string; readonly at: string; readonly $correlationId: string };
}

let service: TestService;
let borToken = '';
let caseId = '';
let emailId = '';
beforeAll(async () => {
  service = await TestService.start();
  for (const userId of ['bor', 'cene']) await service.post('/api/v1/users', { userId, name: `${userId} Zupan` });
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  for (const userId of ['ana', 'bor'])
    await service.ask('PUT', `/api/v1/teams/support/members/${userId}`, { body: {} });
  const caseCreation = { distribution: 'round-robin', teamId: 'support' };
  const account = { name: 'Support', emailAddress: 'support@acme.example', teamIds: ['support'], caseCreation };
  const imap = { host: 'mail.acme.example', userName: 'support', password: 'open sesame' };
  const { body } = await service.post('/api/v1/accounts', { ...account, imap });
  await service.receive(AccountId.parse(body.accountId), mail('a', 'Printer on fire'));
  borToken = (await service.post('/api/v1/tokens', { userId: 'bor', name: 'x' })).body.token;
  await service.mailcase.settled();
  const { body: one } = await service.get('/api/v1/cases/1');
  caseId = one.caseId;
  emailId = (await service.get('/api/v1/emails')).body.items[0].emailId;
  await service.post('/api/v1/cases/1/notes', { text: 'Call Zoja' }, { token: service.anaToken });
  await service.post('/api/v1/cases/1/priority', { priority: 'High' }, { token: borToken });
  await service.post('/api/v1/cases/1/notes', { text: 'From the top' });
  await service.ask('PUT', '/api/v1/records/Contact/17', { body: { name: 'Zoja', emailAddresses: ['z@c.example'] } });
  await service.mailcase.settled();
});
afterAll(() => service.stop());

async function events(query = '', token = service.rootToken): Promise<readonly Told[]> {
  const { status, body } = await service.get(`/api/v1/audit/events?limit=200&${query}`, { token });
  expect([query, status, body]).toMatchObject([query, 200, {}]);
  return body.items;
}
const types = (all: readonly Told[]): readonly string[] => all.map(({ type }) => type);

async function anaAudits(level: string): Promise<void> {
  const permissions = { cases: { read: 'all', edit: 'all' }, audit: { read: level } };
  await service.ask('PUT', '/api/v1/roles/auditor', { body: { name: 'Auditor', permissions } });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['auditor'] } });
  await service.mailcase.settled();
}

it('tells who did what and when, the latest first, as it stands in the log', async () => {
  const [last, ...rest] = await events('case=1');
  expect(last).toMatchObject({
    type: 'CaseNoteAdded',
    stream: `case-${caseId}`,
    data: { caseId, text: 'From the top' },
    metadata: { actor: 'user:root' },
  });
  expect(types(rest)).toEqual(['CasePriorityChanged', 'CaseNoteAdded']);
  const forwards = await events('case=1&direction=asc');
  expect(forwards).toEqual([...rest].reverse().concat(last ?? []));
});

it.each([
  ['actor=user:bor', ['CasePriorityChanged']],
  ['type=RecordRegistered', ['RecordRegistered']],
  ['about=Contact/17', ['RecordRegistered']],
  ['about=Team/support&type=TeamMemberAdded', ['TeamMemberAdded', 'TeamMemberAdded']],
  ['category=team', ['TeamMemberAdded', 'TeamMemberAdded', 'TeamCreated']],
  ['stream=crmRecord-Contact-17', ['RecordRegistered']],
  ['category=case&actor=user:ana', ['CaseNoteAdded']],
  ['about=Contact/18', []],
  ['from=2999-01-01T00:00:00Z', []],
  ['to=2020-01-01T00:00:00Z', []],
])('finds by %s', async (query, expected) => {
  expect(types(await events(query))).toEqual(expected);
});

it('finds by time, and by what started it', async () => {
  const all = await events();
  const note = all.find(({ data }) => data.text === 'Call Zoja');
  const { at = '', $correlationId = '' } = note?.metadata ?? {};
  expect(await events(`correlationId=${encodeURIComponent($correlationId)}`)).toEqual([note]);
  const until = await events(`to=${at}`);
  const since = await events(`from=${at}`);
  expect(since).toContainEqual(note);
  expect(until).not.toContainEqual(note);
  expect([...since, ...until]).toEqual(all);
});

it('pages hold everything once, both ways', async () => {
  for (const direction of ['asc', 'desc']) {
    const all: Told[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await service.get(`/api/v1/audit/events?limit=3&direction=${direction}${cursor}`);
      all.push(...body.items);
      if (body.next === null) break;
      cursor = `&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(all).toEqual(await events(`direction=${direction}`));
  }
});

it('lists no secret, and what the service does with each message stands in the stream of the thing', async () => {
  const all = JSON.stringify(await events());
  expect(all).not.toMatch(/sesame|"hash"|"secret"/);
  expect(all).toContain('ImapConfigured');
  expect(types(await events())).not.toContain('EmailReceived');
  const { body } = await service.get(`/api/v1/audit/streams/case-${caseId}`);
  expect(types(body.items).slice(0, 2)).toEqual(['CaseCreated', 'CaseAssigned']);
  expect(body.items[0].data.subject).toBe('Printer on fire');
  const backwards = await service.get(`/api/v1/audit/streams/case-${caseId}?direction=desc&limit=1`);
  expect(types(backwards.body.items)).toEqual(['CaseNoteAdded']);
  const next = await service.get(
    `/api/v1/audit/streams/case-${caseId}?direction=desc&limit=1&cursor=${backwards.body.next}`,
  );
  expect(types(next.body.items)).toEqual(['CasePriorityChanged']);
});

it('what stands in an e-mail is read where e-mails are', async () => {
  const { body } = await service.get(`/api/v1/audit/streams/email-${emailId}`);
  expect(types(body.items)).toContain('EmailReceived');
  expect(body.items[0].data).toMatchObject({ emailId });
  expect(JSON.stringify(body)).not.toMatch(/Printer|Zoja|zoja@/);
});

it('own: what they did themselves; team: what was done by who was in it then', async () => {
  await anaAudits('own');
  const own = await events('', service.anaToken);
  expect(own.length).toBeGreaterThan(0);
  expect(new Set(own.map(({ metadata }) => metadata.actor))).toEqual(new Set(['user:ana']));
  const ofCase = `/api/v1/audit/streams/case-${caseId}`;
  const { body } = await service.get(ofCase, { token: service.anaToken });
  expect(types(body.items)).toEqual(['CaseNoteAdded']);
  // What tells of people is for those who may see all.
  expect(JSON.stringify(own)).not.toContain('Zoja');

  await anaAudits('team');
  const team = await events('', service.anaToken);
  expect(new Set(team.map(({ metadata }) => metadata.actor))).toEqual(new Set(['user:ana', 'user:bor']));
  expect(types((await service.get(ofCase, { token: service.anaToken })).body.items)).toEqual([
    'CaseNoteAdded',
    'CasePriorityChanged',
  ]);
  await service.ask('DELETE', '/api/v1/teams/support/members/bor');
  await service.post('/api/v1/cases/1/notes', { text: 'Outside' }, { token: borToken });
  await service.mailcase.settled();
  expect(await events('actor=user:bor', service.anaToken)).toHaveLength(1);
  expect(await events('actor=user:bor')).toHaveLength(2);
});

it('no: not at all; all: of everybody', async () => {
  await anaAudits('no');
  const { status, body } = await service.get('/api/v1/audit/events', { token: service.anaToken });
  expect([status, body.code]).toEqual([403, 'not-allowed']);
  await anaAudits('all');
  expect(await events('', service.anaToken)).toEqual(await events());
});

it.each([
  ['events?type=Nothing', 400],
  ['events?category=nothing', 400],
  ['events?about=zoja', 400],
  ['events?from=yesterday', 400],
  ['events?case=999', 404],
  ['events?cursor=x', 400],
  ['streams/case-nothing', 404],
  [`streams/routing?cursor=x`, 400],
  ['streams/routing?limit=1000', 400],
])('%s is answered with %i', async (path, status) => {
  expect((await service.get(`/api/v1/audit/${path}`)).status).toBe(status);
});
