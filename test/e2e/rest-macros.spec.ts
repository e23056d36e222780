import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApplyMacro } from '../../src/application/commands/index.js';
import { EVERYTHING } from '../../src/domain/access/permissions.js';
import { AccountId, MacroId, UserId } from '../../src/domain/ids.js';
import { type Asking, mail, TestService } from '../support/http.js';

/** Cases 1 to 3 came by mail and are Ana's or Bor's; the others are made by hand. */
let service: TestService;
let canned: string;

const asAna = (asking: Asking = {}): Asking => ({ token: service.anaToken, ...asking });
const put = (macroId: string, body: object, asking: Asking = {}) =>
  service.ask('PUT', `/api/v1/macros/${macroId}`, { body, ...asking });
const apply = (macroId: string, cases: readonly (string | number)[], asking: Asking = {}) =>
  service.post(`/api/v1/macros/${macroId}/apply`, { cases: cases.map(String) }, asking);
const preview = (macroId: string, cases: readonly (string | number)[], asking: Asking = {}) =>
  service.post(`/api/v1/macros/${macroId}/preview`, { cases: cases.map(String) }, asking);
const key = (name: string) => ({ headers: { 'idempotency-key': name } });
const everybody = { kind: 'all' };
const root = {
  userId: UserId.parse('root'),
  administrator: true,
  emailAddresses: [],
  teamIds: [],
  permissions: EVERYTHING,
};
const asked = { actor: 'user:root', cause: 'request that broke off', asker: root };

async function caseOf(name: string | number) {
  await service.mailcase.settled();
  return (await service.get(`/api/v1/cases/${name}`)).body;
}
async function timelineOf(name: string | number): Promise<readonly { kind: string; actor: string }[]> {
  await service.mailcase.settled();
  return (await service.get(`/api/v1/cases/${name}/timeline?limit=200`)).body.items;
}
async function ask(subject: string, teamId: string | null = 'support') {
  const { body } = await service.post('/api/v1/cases', { subject, teamId });
  return body.caseId as string;
}
const sentIn = async (caseNumber: number) => {
  await service.mailcase.settled();
  const { body } = await service.get(`/api/v1/emails?case=${caseNumber}`);
  return body.items.filter((one: { sending: unknown }) => one.sending !== null);
};

beforeAll(async () => {
  service = await TestService.start();
  for (const userId of ['bor', 'cene']) await service.post('/api/v1/users', { userId, name: userId });
  for (const teamId of ['support', 'sales']) await service.post('/api/v1/teams', { teamId, name: teamId });
  for (const userId of ['ana', 'bor']) {
    await service.ask('PUT', `/api/v1/teams/support/members/${userId}`, { body: {} });
  }
  const { body } = await service.post('/api/v1/accounts', {
    name: 'Acme Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    smtp: { host: 'smtp.acme.example', mechanism: 'none', shared: true },
    caseCreation: { distribution: 'round-robin', teamId: 'support' },
  });
  await service.receive(AccountId.parse(body.accountId), ...['a', 'b', 'c'].map((id) => mail(id, `Lamp ${id}`)));
  const template = { name: 'Sent', text: 'Hi {{person.firstName}}, #{{case.number}} is on its way.', scope: everybody };
  canned = (await service.post('/api/v1/templates', template)).body.templateId;
});
afterAll(() => service.stop());

describe('a macro', () => {
  it('is made, listed, changed and removed, by whom it is for', async () => {
    const steps = { addTags: ['VIP'], priority: 'High' };
    const made = await put('vip', { name: 'Important', steps }, asAna());
    expect(made.status).toBe(200);
    const seen = asAna({ headers: { 'x-after-position': made.body.position } });
    const shown = await service.get('/api/v1/macros/vip', seen);
    expect(shown.body).toMatchObject({
      name: 'Important',
      scope: { kind: 'own', userId: 'ana' },
      steps: { addTags: ['vip'] },
    });
    expect(shown.headers.get('etag')).toBe('"0"');
    expect((await service.get('/api/v1/macros', seen)).body.items).toMatchObject([{ macroId: 'vip' }]);
    const stale = await put('vip', { name: 'x', steps }, asAna({ headers: { 'if-match': '"7"' } }));
    expect(stale.status).toBe(412);
    // An administrator may word it; it stays hers.
    const { position } = (await put('vip', { name: 'Very important', steps })).body;
    const after = { headers: { 'x-after-position': position } };
    expect((await service.get('/api/v1/macros/vip', after)).body.scope).toEqual({ kind: 'own', userId: 'ana' });
    const removed = await service.ask('DELETE', '/api/v1/macros/vip', asAna());
    expect(removed.status).toBe(200);
    expect((await apply('vip', [1], asAna())).body.code).toBe('macro-not-found');
  });

  it('for others is for administrators to make; one of somebody else is not there', async () => {
    const steps = { priority: 'Low' };
    expect((await put('shared', { name: 'x', scope: everybody, steps }, asAna())).status).toBe(403);
    await put('roots', { name: 'x', steps });
    await put('sales', { name: 'x', steps, scope: { kind: 'team', teamId: 'sales' } });
    await put('shared', { name: 'x', scope: everybody, steps });
    await service.mailcase.settled();
    for (const macroId of ['roots', 'sales']) {
      expect((await service.get(`/api/v1/macros/${macroId}`, asAna())).status).toBe(404);
      expect((await apply(macroId, [1], asAna())).status).toBe(404);
      expect((await service.ask('DELETE', `/api/v1/macros/${macroId}`, asAna())).status).toBe(404);
      expect((await put(macroId, { name: 'x', steps }, asAna())).body.code).toBe('macro-exists');
    }
    expect((await put('shared', { name: 'mine', steps }, asAna())).status).toBe(403);
    expect((await service.get('/api/v1/macros', asAna())).body.items).toMatchObject([{ macroId: 'shared' }]);
  });

  it.each([
    ['no steps', {}, 400, 'invalid'],
    ['Duplicate', { status: 'Duplicate' }, 400, 'bad-request'],
    ['a user who is not there', { assign: { to: 'user', userId: 'nobody' } }, 404, 'user-not-found'],
    ['a template that is not there', { answer: 'x' }, 404, 'template-not-found'],
    ['a tag that is none', { addTags: ['a,b'] }, 400, 'bad-request'],
    ['an unknown step', { close: true }, 400, 'bad-request'],
  ])('is refused for %s', async (_, steps, status, code) => {
    const refused = await put('wrong', { name: 'x', steps });
    expect(refused.status).toBe(status);
    if (status !== 400) expect(refused.body.code).toBe(code);
  });

  it('for all takes no template of one alone', async () => {
    const { body } = await service.post('/api/v1/templates', { name: 'Mine', text: 'x' });
    const shared = await put('wrong', { name: 'x', scope: everybody, steps: { answer: body.templateId } });
    expect(shared.body.code).toBe('template-not-shared');
    expect((await put('own', { name: 'x', steps: { answer: body.templateId } })).status).toBe(200);
  });
});

describe('applied', () => {
  it('it does its steps, and says the answer that it sent', async () => {
    const assign = { to: 'user', userId: 'bor' };
    const note = 'As @bor said';
    const steps = { priority: 'Urgent', addTags: ['parts'], assign, status: 'Pending', note, answer: canned };
    await put('sent', { name: 'Sent', scope: everybody, steps });
    const before = await timelineOf(1);
    const looked = await preview('sent', [1, 999]);
    expect(looked.body.results).toMatchObject([
      { case: '1', outcome: 'changes', notes: true, answers: true, redistributes: false, problem: null },
      { case: '999', caseId: null, outcome: 'refused', problem: { code: 'case-not-found' } },
    ]);
    expect(looked.body.results[0].changes).toContainEqual({ field: 'priority', from: 'Normal', to: 'Urgent' });
    expect(await timelineOf(1)).toEqual(before);
    expect(await sentIn(1)).toEqual([]);
    const { status, body } = await apply('sent', [1], key('sent'));
    expect(status).toBe(200);
    expect(body.results).toMatchObject([{ case: '1', outcome: 'done', emailId: expect.any(String), problem: null }]);
    const shown = await caseOf(1);
    expect(shown).toMatchObject({ priority: 'Urgent', tags: ['parts'], assignee: 'bor', status: 'Pending' });
    expect(await sentIn(1)).toMatchObject([{ emailId: body.results[0].emailId, subject: 'Re: Lamp a' }]);
  });

  it('again under its key it does nothing more', async () => {
    const timeline = await timelineOf(1);
    const again = await apply('sent', [1], key('sent'));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await timelineOf(1)).toEqual(timeline);
    expect(await sentIn(1)).toHaveLength(1);
  });

  it('each case has its own result, in the order that they were named', async () => {
    const foreign = await ask('Foreign', 'sales');
    const mine = await ask('By hand');
    await service.mailcase.settled();
    const edit = { cases: { read: 'team', edit: 'team', assign: 'team' }, emails: { read: 'team', edit: 'team' } };
    await service.ask('PUT', '/api/v1/roles/agent', { body: { name: 'Agent', permissions: edit } });
    await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['agent'] } });
    await service.post('/api/v1/cases/3/merge', { into: '2' });
    await service.mailcase.settled();
    const merged = (await service.get('/api/v1/cases?status=Duplicate')).body.items[0].caseId;
    const { body } = await apply('sent', [mine, foreign, 2, merged, 2, 12345, 3], asAna());
    expect(body.results).toMatchObject([
      { case: mine, outcome: 'refused', problem: { code: 'nothing-to-answer' } },
      { case: foreign, caseId: null, outcome: 'refused', problem: { code: 'case-not-found' } },
      { case: '2', outcome: 'done' },
      { case: merged, outcome: 'refused', problem: { code: 'case-merged' } },
      { case: '12345', outcome: 'refused', problem: { code: 'case-not-found' } },
    ]);
    // What was refused of its answer has none of the other steps.
    expect(await caseOf(mine)).toMatchObject({ priority: 'Normal', tags: [] });
    expect(await caseOf(foreign)).toMatchObject({ priority: 'Normal' });
    expect(await sentIn(2)).toHaveLength(1);
  });

  it('what somebody may read and not change, or not assign, is refused', async () => {
    const edit = { cases: { read: 'all', edit: 'team', assign: 'no' } };
    await service.ask('PUT', '/api/v1/roles/agent', { body: { name: 'Agent', permissions: edit } });
    await service.mailcase.settled();
    const foreign = (await service.get('/api/v1/cases?team=sales')).body.items[0].caseId;
    const low = await apply('shared', [foreign, 1], asAna());
    expect(low.body.results).toMatchObject([{ problem: { code: 'not-allowed' } }, { outcome: 'done' }]);
    await put('pass', { name: 'x', scope: everybody, steps: { assign: { to: 'distribution' } } });
    for (const asked of [preview, apply]) {
      const { body } = await asked('pass', [1], asAna());
      expect(body.results).toMatchObject([{ outcome: 'refused', problem: { code: 'not-allowed' } }]);
    }
  });

  it('as it was looked at, or not at all', async () => {
    await put('turn', { name: 'x', scope: everybody, steps: { priority: 'High' } });
    const { headers } = await preview('turn', [1]);
    const etag = headers.get('etag') ?? '';
    const first = await apply('turn', [1], { headers: { ...key('turn').headers, 'if-match': etag } });
    expect(first.body.results).toMatchObject([{ outcome: 'done' }]);
    await put('turn', { name: 'x', scope: everybody, steps: { priority: 'Low', note: 'No' } });
    const stale = await apply('turn', [1], { headers: { 'if-match': etag } });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale']);
    expect(await caseOf(1)).toMatchObject({ priority: 'High' });
  });

  it('by a request that broke off and comes again: nothing twice, and by the steps of the first time', async () => {
    const steps = { priority: 'Low', note: 'Once', answer: canned };
    await put('twice', { name: 'x', scope: everybody, steps });
    const run = () => service.app.get(CommandBus).execute(new ApplyMacro(MacroId.parse('twice'), ['1', '2'], asked));
    const [noted, sent] = [(await timelineOf(1)).length, (await sentIn(1)).length];
    const first = await run();
    expect(first.results).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
    await put('twice', { name: 'x', scope: everybody, steps: { ...steps, priority: 'Urgent', note: 'Twice' } });
    await service.post('/api/v1/cases/2/priority', { priority: 'High' });
    const again = await run();
    expect(again.results).toEqual(first.results);
    expect(await caseOf(1)).toMatchObject({ priority: 'Low' });
    expect(await caseOf(2)).toMatchObject({ priority: 'High' });
    expect(await sentIn(1)).toHaveLength(sent + 1);
    const kinds = (await timelineOf(1)).slice(noted).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'CaseNoteAdded')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'CaseEmailAdded')).toHaveLength(1);
  });

  it.each([
    ['none', []],
    ['more than 200', Array.from({ length: 201 }, (_, n) => n + 1)],
  ])('to %s it is refused', async (_, cases) => {
    expect((await apply('shared', cases)).status).toBe(400);
  });

  it('to 200 cases at once', async () => {
    const cases = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(`Many ${n}`)));
    await service.mailcase.settled();
    const unknown = Array.from({ length: 180 }, (_, n) => 10_000 + n);
    await put('many', { name: 'x', scope: everybody, steps: { addTags: ['many'], status: 'Closed', note: 'All' } });
    const { body } = await apply('many', [...cases, ...unknown], key('many'));
    const count = (outcome: string) =>
      body.results.filter((one: { outcome: string }) => one.outcome === outcome).length;
    expect([count('done'), count('refused')]).toEqual([20, 180]);
    await service.mailcase.settled();
    const closed = await service.get('/api/v1/cases?tag=many&status=Closed&limit=200');
    expect(closed.body.items).toHaveLength(20);
  });
});
