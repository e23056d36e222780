import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { FakeClock } from '../support/fake-clock.js';
import type { Asking } from '../support/http.js';
import { TestService } from '../support/http.js';
import { message } from '../support/messages.js';
import { until } from './until.js';

const PUBLIC = 'https://help.acme.example/mail';

const clock = new FakeClock();
let service: TestService;
let support: AccountId;
let uid = 0;
let cases = 0;

/** A case of a customer, closed; returns where the link of its question leads here. */
async function closed(parts: Parameters<typeof message>[0] = {}): Promise<{ number: number; path: string }> {
  // Each of another customer: nobody is asked often.
  const from = `Zoja <zoja${cases}@outside.example>`;
  const content = message({ to: 'support@acme.example', from, date: null, ...parts });
  const facts = { seen: false, size: content.length, content, headerOnly: false };
  const one = { uid: ++uid, key: `${uid}`, receivedAt: clock.now().toISOString(), ...facts };
  const { intake } = service.mailcase;
  await intake.takeIn([await intake.store(one, { accountId: support, folder: 'INBOX', uidValidity: '1' })]);
  await service.mailcase.settled();
  const number = ++cases;
  expect((await service.post(`/api/v1/cases/${number}/status`, { status: 'Closed' })).status).toBe(200);
  await service.mailcase.settled();
  const { body } = await service.get('/api/v1/emails');
  const asked = body.items.find(({ caseNumber, sending }: { caseNumber: number; sending: { kind: string } | null }) => {
    return caseNumber === number && sending?.kind === 'satisfaction';
  });
  const { text } = (await service.get(`/api/v1/emails/${asked.emailId}`)).body;
  const link = /https:\S+/.exec(text)?.[0] ?? '';
  expect(link.startsWith(`${PUBLIC}/satisfaction/`)).toBe(true);
  return { number, path: link.slice(PUBLIC.length) };
}
const caseOf = async (number: number) => (await service.get(`/api/v1/cases/${number}`)).body;
const give = (path: string, body: unknown, asking: Asking = {}) => service.post(path, body, { token: null, ...asking });
const configure = async (satisfaction: object | null) => {
  const answer = await service.ask('PATCH', `/api/v1/accounts/${support}`, { body: { satisfaction } });
  await service.mailcase.shown();
  return answer;
};
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const form = (fields: Record<string, string>) => ({
  token: null,
  headers: { ...HTML, 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

beforeAll(async () => {
  service = await TestService.start({ publicUrl: PUBLIC, clock });
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const about = {
    name: 'Acme <Support>',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    caseCreation: { distribution: 'round-robin', teamId: 'support' },
    satisfaction: {},
  };
  support = AccountId.parse((await service.post('/api/v1/accounts', about)).body.accountId);
  await service.mailcase.shown();
});
afterAll(() => service.stop());

describe('the setting of an account', () => {
  const of = async () => (await service.get(`/api/v1/accounts/${support}`)).body.satisfaction;

  it('is as usual, changed in part, and taken back', async () => {
    expect(await of()).toEqual({ templateId: null, days: 30 });
    await configure({ days: 14 });
    expect(await of()).toEqual({ templateId: null, days: 14 });
    await configure(null);
    expect(await of()).toBeNull();
    await configure({});
    expect(await of()).toEqual({ templateId: null, days: 30 });
  });

  it('names a template that asks, and that all may use', async () => {
    const texts = { name: 'Ask', text: 'Please: {{survey.link}}' };
    const template = async (more: object) => (await service.post('/api/v1/templates', { ...texts, ...more })).body;
    const canned = await template({ kind: 'canned', text: 'Hello', scope: { kind: 'all' } });
    expect(await configure({ templateId: canned.templateId })).toMatchObject({ status: 400 });
    expect(await configure({ templateId: '11111111-1111-4111-8111-111111111111' })).toMatchObject({ status: 404 });
    expect(await configure({ days: 0 })).toMatchObject({ status: 400 });
    const asks = await template({ kind: 'satisfaction', scope: { kind: 'all' } });
    expect((await configure({ templateId: asks.templateId })).status).toBe(200);
    expect(await template({ kind: 'satisfaction', scope: { kind: 'all' }, text: 'No link' })).toMatchObject({
      code: 'template-invalid',
    });
    const { path } = await closed();
    expect((await service.get(path, { token: null })).status).toBe(200);
    await configure({ templateId: null, days: 30 });
  });

  it('needs to know where customers reach the service', async () => {
    const unknown = await TestService.start();
    const about = { name: 'Sales', emailAddress: 'sales@acme.example', satisfaction: {} };
    const answer = await unknown.post('/api/v1/accounts', about);
    expect(answer).toMatchObject({ status: 409, body: { code: 'no-public-url' } });
    await unknown.stop();
  });
});

describe('a link', () => {
  let refusing = '';
  beforeAll(async () => {
    refusing = (await closed()).path;
  });

  it('shows what is asked, as JSON or as a page without scripts, and counts nothing however often it is followed', async () => {
    const { number, path } = await closed({ subject: 'A secret of Zoja' });
    for (let n = 0; n < 3; n++) await service.fetch('HEAD', path, { token: null });
    const asked = await service.get(path, { token: null });
    expect(asked.body).toEqual({
      ...{ caseNumber: number, accountName: 'Acme <Support>', answered: false },
      until: expect.any(String),
    });
    const page = await service.get(path, { token: null, headers: HTML });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-.*form-action/);
    expect(page.headers.get('x-robots-tag')).toBe('noindex');
    expect(page.body).toContain(`Acme &lt;Support&gt;: case ${number}`);
    expect(page.body).toContain('<form method="post">');
    expect(page.body).not.toMatch(/<script|secret|zoja/i);
    expect((await caseOf(number)).satisfaction).toMatchObject({ rating: null, answeredAt: null });
  });

  it('takes one answer, with words that stay words', async () => {
    const { number, path } = await closed();
    const before = (await caseOf(number)).revision;
    const comment = '<img src=x onerror=alert(1)> & "thanks"';
    const nothing = await service.ask('POST', path, form({ comment: 'no number' }));
    expect(nothing).toMatchObject({ status: 400, body: expect.stringContaining('<p>Choose one from 1 to 5.</p>') });
    const thanks = await service.ask('POST', path, form({ rating: '5', comment: `  ${comment}\r\n` }));
    expect(thanks.status).toBe(200);
    expect(thanks.body).toContain('Thank you');
    expect(thanks.body).not.toContain('<img');
    await service.mailcase.settled();
    const it = await caseOf(number);
    expect(it).toMatchObject({ status: 'Closed', satisfaction: { rating: 5, comment } });
    expect(it.revision).toBeGreaterThan(before);
    const { body } = await service.get(`/api/v1/cases/${number}/timeline`);
    const kinds = body.items.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['CaseSatisfactionRequested', 'CaseSatisfactionGiven']));
    expect(body.items.at(-1)).toMatchObject({ actor: 'system:satisfaction', facts: { rating: 5, comment } });
    const again = await give(path, { rating: 1 });
    expect(again).toMatchObject({ status: 409, body: { code: 'already-answered' } });
    expect((await service.ask('POST', path, form({ rating: '1' }))).body).toContain('answered already');
    expect((await service.get(path, { token: null, headers: HTML })).body).toContain('answered this already');
    expect((await caseOf(number)).satisfaction.rating).toBe(5);
  });

  it('takes one of two answers at the same moment', async () => {
    const { path } = await closed();
    const answers = await Promise.all([1, 2, 3, 4].map((rating) => give(path, { rating })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  it.each<[unknown, string]>([
    [{ rating: 6 }, 'body.rating'],
    [{ rating: 4.5 }, 'body.rating'],
    [{ rating: 3, comment: 'x'.repeat(2_001) }, 'body.comment'],
    [{ rating: 3, more: true }, 'more'],
    [{}, 'body.rating'],
    ['[]', 'body'],
  ])('refuses %j', async (body, named) => {
    const answer = await give(refusing, body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(named);
  });
  it('can be answered for as long as the account says', async () => {
    const { number, path } = await closed();
    clock.advance(30 * 86_400_000 + 1);
    expect(await service.get(path, { token: null })).toMatchObject({ status: 410, body: { code: 'question-expired' } });
    expect((await give(path, { rating: 5 })).status).toBe(410);
    const page = await service.ask('POST', path, form({ rating: '5' }));
    expect([page.status, page.body]).toEqual([410, expect.stringContaining('can be answered no more')]);
    expect((await caseOf(number)).satisfaction.rating).toBeNull();
  });

  it('that is none of ours leads nowhere, in words; who tries many is told to wait, and a right one is let in', async () => {
    const { path } = await closed();
    const forged = `${path.slice(0, -1)}${path.endsWith('a') ? 'b' : 'a'}`;
    expect(await service.get(forged, { token: null })).toMatchObject({
      ...{ status: 404, body: { code: 'question-not-found' } },
    });
    const page = await service.get(forged, { token: null, headers: HTML });
    expect(page.status).toBe(404);
    expect(page.body).toContain('There is no question of this link.');
    expect((await give('/satisfaction/x', { rating: 1 })).status).toBe(404);
    const tries = Array.from({ length: 25 }, () => give(forged, { rating: 1 }));
    expect((await Promise.all(tries)).at(-1)).toBeDefined();
    expect(await give(forged, { rating: 1 })).toMatchObject({ status: 429, body: { code: 'too-many-wrong-links' } });
    // That is no matter of tokens.
    expect((await service.get('/api/v1/cases', { token: 'wrong' })).status).toBe(401);
    expect((await give(path, { rating: 4 })).status).toBe(200);
  });
});

describe('the report', () => {
  it('says by team and user how many were asked, answered, and what', async () => {
    await service.mailcase.settled();
    const { body } = await service.get('/api/v1/satisfaction');
    expect(body.total.asked).toBe(cases);
    expect(body.total.answered).toBe(
      Object.values(body.total.ratings as Record<string, number>).reduce((a, b) => a + b),
    );
    expect(body.teams).toMatchObject([{ teamId: 'support', asked: cases, users: [{ userId: 'ana', asked: cases }] }]);
    const today = clock.now().toISOString().slice(0, 10);
    const only = async (query: string) => (await service.get(`/api/v1/satisfaction?${query}`)).body.total.asked;
    expect(await only(`user=ana&team=support&account=${support}&to=${today}`)).toBe(cases);
    expect(await only('user=bor')).toBe(0);
    expect(await only('to=2020-01-01')).toBe(0);
    for (const query of ['from=yesterday', 'from=2026-03-02&to=2026-03-01'])
      expect(await service.get(`/api/v1/satisfaction?${query}`)).toMatchObject({ status: 400 });
  });

  it('is of what one may read', async () => {
    await service.post('/api/v1/users', { userId: 'bor', name: 'Bor', emailAddresses: [] });
    await service.ask('PUT', '/api/v1/teams/support/members/bor', { body: {} });
    await service.mailcase.settled();
    const anas = cases;
    const its = [await closed(), await closed()];
    const theirs = await Promise.all(its.map(({ number }) => caseOf(number)));
    expect(theirs.map(({ assignee }) => assignee).sort()).toEqual(['ana', 'bor']);
    const asAna = () => service.get('/api/v1/satisfaction', { token: service.anaToken });
    const roles = async (permissions: object) => {
      await service.ask('PUT', '/api/v1/roles/reader', { body: { name: 'Reader', permissions } });
      await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['reader'] } });
      await service.mailcase.settled();
    };
    await roles({ cases: { read: 'own' } });
    expect((await asAna()).body.teams).toMatchObject([{ asked: anas + 1, users: [{ userId: 'ana' }] }]);
    await roles({ cases: { read: 'team' } });
    expect((await asAna()).body.total.asked).toBe(cases);
    await roles({ cases: { read: 'no' } });
    expect((await asAna()).status).toBe(403);
  });

  it('is no other after a merge, nor when that is undone', async () => {
    const before = (await service.get('/api/v1/satisfaction')).body;
    const [one, two] = [cases - 1, cases];
    expect((await service.post(`/api/v1/cases/${one}/merge`, { into: `${two}` })).status).toBe(200);
    await service.mailcase.settled();
    expect((await service.get('/api/v1/satisfaction')).body).toEqual(before);
    expect((await service.post(`/api/v1/cases/${one}/unmerge`)).status).toBe(200);
    await service.mailcase.settled();
    expect((await service.get('/api/v1/satisfaction')).body).toEqual(before);
  });

  it('is built anew from the log', async () => {
    const before = (await service.get('/api/v1/satisfaction')).body;
    const asked = await service.post('/api/v1/projections/satisfaction-results/rebuild');
    expect(asked.status).toBeLessThan(300);
    const states = async () => (await service.get('/api/v1/projections')).body.items;
    await until(states, (all: { name: string; state: string }[]) =>
      all.some(({ name, state }) => name === 'satisfaction-results' && state === 'live'),
    );
    expect((await service.get('/api/v1/satisfaction')).body).toEqual(before);
  });
});
