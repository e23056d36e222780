import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AccountId, type EmailId, streams } from '../../src/domain/ids.js';
import { outgoing } from '../../src/domain/outgoing/outgoing.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';
import { type Asking, mail, TestService } from '../support/http.js';
import { ScriptedSmtp } from '../support/scripted-smtp.js';
import { until } from './until.js';

let service: TestService;
let server: ScriptedSmtp;
let account: string;
/** Milliseconds by which it is later than it is. */
let ahead = 0;
const clock = { ...systemClock, now: () => new Date(Date.now() + ahead) };

const asAna = (asking: Asking = {}): Asking => ({ token: service.anaToken, ...asking });
const post = async (path: string, body: object) => (await service.post(`/api/v1/${path}`, body, asAna())).body;
async function get(path: string, asking: Asking = asAna()) {
  await service.mailcase.settled();
  return (await service.get(`/api/v1/${path}`, asking)).body;
}
async function becomes(emailId: EmailId, status: string) {
  const look = async () => (await service.mailcase.aggregates.load(outgoing, streams.email(emailId))).state.status;
  await until(look, (one) => one === status);
}
const answer = (text: string) => post('cases/1/reply', { text });
const later = (text: string) =>
  post('cases/1/reply', { text, sendAt: new Date(Date.now() + 86_400_000).toISOString() });
const entryOf = async (path: string, emailId: string) =>
  (await get(`${path}/timeline?limit=100`)).items.find(
    ({ facts, kind }: { facts: { emailId?: string }; kind: string }) =>
      facts.emailId === emailId && /CaseEmailAdded|EmailLinked/.test(kind),
  );

beforeAll(async () => {
  server = await ScriptedSmtp.start();
  const transport = new NodemailerTransport({ silenceTimeout: 2_000, attemptTimeout: 5_000 });
  service = await TestService.start({ transport, clock });
  await service.mailcase.startSending();
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  for (const user of ['ana', 'root']) await service.ask('PUT', `/api/v1/teams/support/members/${user}`, { body: {} });
  const contact = { name: 'Zoja', emailAddresses: ['zoja@customer.example'], teamIds: ['support'] };
  expect((await service.ask('PUT', '/api/v1/records/Contact/1', { body: contact })).status).toBe(200);
  const about = {
    name: 'Acme Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    smtp: { host: '127.0.0.1', port: server.port, security: 'none', mechanism: 'none', shared: true },
    caseCreation: { distribution: 'round-robin', teamId: 'support' },
  };
  const opened = await service.post('/api/v1/accounts', about);
  expect(opened.status).toBe(201);
  account = opened.body.accountId;
  const sending = { sending: { undoSeconds: 0 } };
  expect((await service.ask('PATCH', `/api/v1/accounts/${account}`, { body: sending })).status).toBe(200);
  await service.receive(AccountId.parse(account), mail('lamp', 'Lamp'));
});
beforeEach(() => {
  server.replies = {};
});
afterAll(async () => {
  await service.stop();
  await service.mailcase.adapters.transport.close();
  await server.stop();
});

describe('timelines', () => {
  it('show who answered, and that it was sent', async () => {
    const { emailId } = await answer('It is on its way');
    await becomes(emailId, 'sent');
    const sending = { userId: 'ana', status: 'sent', sentAt: expect.any(String), refused: [], doubt: null };
    expect(await entryOf('cases/1', emailId)).toMatchObject({ kind: 'CaseEmailAdded', sending });
    expect(await entryOf('records/Contact/1', emailId)).toMatchObject({ kind: 'EmailLinked', sending });
  });

  it("show what failed, with the server's words", async () => {
    server.replies = { rcpt: '550 5.1.1 no such user' };
    const { emailId } = await answer('To nobody');
    await becomes(emailId, 'failed');
    const refused = [{ recipient: 'zoja@customer.example', code: 550, text: expect.stringContaining('no such user') }];
    expect(await entryOf('cases/1', emailId)).toMatchObject({ sending: { status: 'failed', refused } });
  });

  it('show what waits, and what was taken back', async () => {
    const { emailId } = await later('Too soon');
    expect(await entryOf('cases/1', emailId)).toMatchObject({ sending: { status: 'queued' } });
    await post(`emails/${emailId}/cancel`, {});
    expect(await entryOf('cases/1', emailId)).toMatchObject({ sending: { status: 'cancelled', dueAt: null } });
  });

  it.each([
    ['send-again', 'sent-again', 2],
    ['count-as-sent', 'assumed', 1],
  ])(
    'say that it was in doubt whether a message had left, and what was done about it: %s',
    async (afterDoubt, doubt, times) => {
      await service.ask('PATCH', `/api/v1/accounts/${account}`, { body: { smtp: { afterDoubt } } });
      const before = server.messages.length;
      server.replies = { end: null };
      const { emailId } = await answer(`Doubtful: ${afterDoubt}`);
      await until(
        async () => server.messages.length,
        (count) => count > before,
      );
      expect(await entryOf('cases/1', emailId)).toMatchObject({ sending: { status: 'attempted', doubt: null } });
      server.replies = {};
      ahead += 10 * 60_000;
      for (const what of ['pause', 'resume']) await service.post(`/api/v1/outbox/accounts/${account}/${what}`);
      await becomes(emailId, 'sent');
      expect(server.messages).toHaveLength(before + times);
      expect(await entryOf('cases/1', emailId)).toMatchObject({ sending: { status: 'sent', doubt } });
      expect(await entryOf('records/Contact/1', emailId)).toMatchObject({ sending: { status: 'sent', doubt } });
    },
  );

  it('say nothing of sending where a message came from outside', async () => {
    const { items } = await get('cases/1/timeline');
    const received = items.find(({ facts }: { facts: { direction?: string } }) => facts.direction === 'in');
    expect(received).toMatchObject({ kind: 'CaseEmailAdded', sending: null });
  });
});

describe('whoever follows a case', () => {
  const asRoot = (): Asking => ({ token: service.rootToken });
  /** Of a message. */
  const toldOf = async (emailId: string, asking: Asking) =>
    (await get('notifications?limit=100', asking)).items.filter(
      ({ facts }: { facts: { emailId: string | null } }) => facts.emailId === emailId,
    );
  beforeAll(async () => {
    expect((await service.ask('PUT', '/api/v1/cases/1/followers/root', { body: {} })).status).toBeLessThan(300);
  });

  it('hears of an answer once, when it has left; its writer does not', async () => {
    const { emailId } = await answer('Mended');
    await becomes(emailId, 'sent');
    expect(await toldOf(emailId, asRoot())).toMatchObject([
      { kind: 'email', actor: 'ana', record: { type: 'Case' }, facts: { from: 'support@acme.example' } },
    ]);
    expect(await toldOf(emailId, asAna())).toEqual([]);
  });

  it('hears nothing of what waits or was taken back', async () => {
    const { emailId } = await later('Rash');
    expect(await toldOf(emailId, asRoot())).toEqual([]);
    await post(`emails/${emailId}/cancel`, {});
    expect(await toldOf(emailId, asRoot())).toEqual([]);
  });

  it('hears nothing of what failed; its writer does', async () => {
    server.replies = { rcpt: '550 5.1.1 no such user' };
    const { emailId } = await answer('Lost');
    await becomes(emailId, 'failed');
    expect(await toldOf(emailId, asRoot())).toEqual([]);
    const sendingFailed = { recipients: 1, error: expect.stringContaining('no such user') };
    expect(await toldOf(emailId, asAna())).toMatchObject([{ kind: 'sending-failed', facts: { sendingFailed } }]);
  });
});

describe('what was sent', () => {
  const sentOf = async (query: string, asking = asAna()) => (await get(`sent?limit=100${query}`, asking)).items;
  const idsOf = (items: readonly { emailId: string }[]) => items.map(({ emailId }) => emailId);

  it('is listed for whoever wrote it, the latest first, with what became of it', async () => {
    const { emailId } = await answer('Listed');
    await becomes(emailId, 'sent');
    const [first] = await sentOf('');
    const email = { subject: expect.stringContaining('Lamp'), sending: { status: 'sent' } };
    expect(first).toMatchObject({ emailId, userId: 'ana', status: 'sent', email });
    const waiting = await later('Listed later');
    expect(idsOf(await sentOf('&status=queued'))).toContain(waiting.emailId);
    await post(`emails/${waiting.emailId}/cancel`, {});
    expect(idsOf(await sentOf('&status=queued'))).not.toContain(waiting.emailId);
    expect(idsOf(await sentOf('&status=cancelled'))).toContain(waiting.emailId);
    expect(await sentOf('', { token: service.rootToken })).toEqual([]);
  });

  it('is listed of an account and of others, as far as one may read it', async () => {
    const { emailId, accountId } = (await sentOf(''))[0];
    const root = { token: service.rootToken };
    expect(idsOf(await sentOf(`&accountId=${accountId}`, root))).toContain(emailId);
    expect(idsOf(await sentOf(`&accountId=${accountId}&userId=root`, root))).toEqual([]);
    expect(idsOf(await sentOf('&userId=ana', root))).toContain(emailId);
    const first = await get(`sent?limit=1&accountId=${accountId}`, root);
    expect(first.items).toHaveLength(1);
    const second = await get(`sent?limit=1&accountId=${accountId}&cursor=${encodeURIComponent(first.next)}`, root);
    expect(idsOf(second.items)).not.toEqual(idsOf(first.items));
    await service.post('/api/v1/users', { userId: 'out', name: 'Out' });
    const { token } = (await service.post('/api/v1/tokens', { userId: 'out', name: 'test' })).body;
    await service.ask('PUT', '/api/v1/roles/outside', {
      body: { name: 'Outside', permissions: { emails: { read: 'team' } } },
    });
    await service.ask('PUT', '/api/v1/users/out/roles', { body: { roleIds: ['outside'] } });
    expect(await sentOf(`&accountId=${accountId}`, { token })).toEqual([]);
  });
});

it('what was written is found, and what was taken back is not', async () => {
  const found = async (word: string) => {
    await service.mailcase.settled();
    await service.mailcase.searchable();
    return (await get(`search?q=${word}`)).items.map(({ email }: { email: { emailId: string } }) => email.emailId);
  };
  const { emailId } = await later('The heptagon is ready');
  expect(await found('heptagon')).toEqual([emailId]);
  const { draftId } = await post(`emails/${emailId}/cancel`, {});
  expect(await found('heptagon')).toEqual([]);
  const again = await post(`drafts/${draftId}/send`, {});
  expect(await found('heptagon')).toEqual([again.emailId]);
});

it('how far a message is tells those alone who may read it', async () => {
  const { emailId } = await later('Between us');
  const permissions = { cases: { read: 'all' }, records: { read: 'all' }, emails: { read: 'no' } };
  await service.ask('PUT', '/api/v1/roles/clerk', { body: { name: 'Clerk', permissions } });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['clerk'] } });
  expect(await entryOf('cases/1', emailId)).toMatchObject({ kind: 'CaseEmailAdded', sending: null });
  expect(await entryOf('records/Contact/1', emailId)).toMatchObject({ kind: 'EmailLinked', sending: null });
});
