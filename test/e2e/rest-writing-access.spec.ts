import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId, type EmailId, streams } from '../../src/domain/ids.js';
import { outgoing } from '../../src/domain/outgoing/outgoing.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';
import { type Asking, mail, TestService } from '../support/http.js';
import { ScriptedSmtp } from '../support/scripted-smtp.js';
import { until } from './until.js';

let service: TestService;
let server: ScriptedSmtp;
let support: AccountId;
let borToken: string;

const as = (token: string, asking: Asking = {}): Asking => ({ token, ...asking });
const post = (path: string, body: object, token = service.anaToken) => service.post(`/api/v1/${path}`, body, { token });
async function get(path: string, token = service.anaToken) {
  await service.mailcase.settled();
  return (await service.get(`/api/v1/${path}`, { token })).body;
}
async function role(userId: string, permissions: object) {
  await service.ask('PUT', `/api/v1/roles/${userId}`, { body: { name: userId, permissions } });
  await service.ask('PUT', `/api/v1/users/${userId}/roles`, { body: { roleIds: [userId] } });
  await service.mailcase.settled();
}
const ALL = { read: 'all', edit: 'all', assign: 'all' } as const;

beforeAll(async () => {
  server = await ScriptedSmtp.start();
  const transport = new NodemailerTransport({ silenceTimeout: 2_000, attemptTimeout: 5_000 });
  service = await TestService.start({ transport });
  await service.mailcase.startSending();
  await service.post('/api/v1/users', { userId: 'bor', name: 'Bor' });
  borToken = (await service.post('/api/v1/tokens', { userId: 'bor', name: 'test' })).body.token;
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  for (const user of ['ana', 'bor']) await service.ask('PUT', `/api/v1/teams/support/members/${user}`, { body: {} });
  const about = {
    name: 'Acme Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    smtp: { host: '127.0.0.1', port: server.port, security: 'none', mechanism: 'none', shared: true },
    caseCreation: { distribution: 'round-robin', teamId: 'support' },
  };
  support = AccountId.parse((await service.post('/api/v1/accounts', about)).body.accountId);
  await service.ask('PATCH', `/api/v1/accounts/${support}`, { body: { sending: { undoSeconds: 0 } } });
  await service.receive(
    support,
    mail('lamp', 'Lamp'),
    mail('lamp2', 'Re: Lamp', 'In-Reply-To: <lamp@customer.example>\r\n'),
  );
});
afterAll(async () => {
  await service.stop();
  await service.mailcase.adapters.transport.close();
  await server.stop();
});

describe('those of Bcc', () => {
  const hidden = 'hidden@partner.example';
  let emailId: EmailId;
  beforeAll(async () => {
    server.replies = { rcpt: (line) => (line.includes(hidden) ? `550 5.1.1 <${hidden}> is nobody` : '250 ok') };
    emailId = (await post('cases/1/reply', { text: 'Hello', bcc: [hidden] })).body.emailId;
    const look = async () => (await service.mailcase.aggregates.load(outgoing, streams.email(emailId))).state.status;
    await until(look, (one) => one === 'sent');
    await service.receive(
      support,
      bounceOf(hidden, await messageIdOf()),
      bounceOf('zoja@customer.example', await messageIdOf()),
    );
  });

  const messageIdOf = async (): Promise<string> => (await get(`emails/${emailId}`)).messageId;
  const bounceOf = (recipient: string, messageId: string): string =>
    [
      'From: MAILER-DAEMON@customer.example',
      'To: support@acme.example',
      `Message-ID: <bounce-${recipient}>`,
      'Date: Wed, 4 Mar 2026 10:00:00 +0000',
      'Subject: Undelivered',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b\r\nContent-Type: text/plain\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status',
      '',
      `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ${recipient}\r\nAction: failed\r\nStatus: 5.1.1`,
      `\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${messageId}\r\n\r\nx\r\n--b--\r\n`,
    ].join('\r\n');
  const isOfReport = ({
    automatic,
    kind,
    facts,
  }: {
    automatic?: string;
    kind?: string;
    facts?: { automatic: string };
  }) => automatic === 'delivery-status' || (kind === 'CaseEmailAdded' && facts?.automatic === 'delivery-status');
  /** All that is said of it; the bounces themselves are e-mails like others. */
  const everywhere = async (token: string) => {
    const said = [
      await get(`emails/${emailId}`, token),
      await get('emails', token),
      await get('cases/1/timeline', token),
      await get(`threads/${(await get(`emails/${emailId}`, token)).threadId}`, token),
      await get('inbox?folder=sent', token),
    ];
    return JSON.stringify(said, (_, value) => (Array.isArray(value) ? value.filter((one) => !isOfReport(one)) : value));
  };

  it('are known to whoever wrote to them, and to administrators', async () => {
    for (const token of [service.anaToken, service.rootToken]) {
      const { sending, reported } = await get(`emails/${emailId}`, token);
      expect(sending.refused).toMatchObject([{ recipient: hidden }]);
      expect(reported.map((one: { recipient: string }) => one.recipient)).toEqual([hidden, 'zoja@customer.example']);
    }
    expect(await everywhere(service.anaToken)).toContain(hidden);
  });

  it('are told of to nobody else, by whatever became of it', async () => {
    expect(await everywhere(borToken)).not.toContain(hidden);
    const { sending, reported } = await get(`emails/${emailId}`, borToken);
    expect(sending).toMatchObject({ status: 'sent', recipients: 1, refused: [], error: null });
    expect(reported).toMatchObject([{ recipient: 'zoja@customer.example' }]);
  });
});

it('whoever writes to an address where nothing can be delivered is warned', async () => {
  const warnings = [{ address: 'zoja@customer.example', code: 'bounced', words: expect.stringContaining('5.1.1') }];
  const begun = await post('cases/1/reply', { text: 'Still there?', send: false });
  expect(begun.body).toMatchObject({ warnings });
  const path = `drafts/${begun.body.draftId}`;
  expect(await get(path)).toMatchObject({ warnings });
  const changed = await service.ask(
    'PATCH',
    `/api/v1/${path}`,
    as(service.anaToken, { body: { to: ['eva@x.example'] } }),
  );
  expect(changed.body.warnings).toEqual([]);
  const back = { to: ['eva@x.example'], cc: ['Zoja@customer.example'] };
  await service.ask('PATCH', `/api/v1/${path}`, as(service.anaToken, { body: back }));
  expect((await post(`${path}/send`, {})).body).toMatchObject({ emailId: expect.any(String), warnings });
});

describe('with roles', () => {
  it('a case that somebody may not read is not told of where they would write in it', async () => {
    await role('bor', { cases: { read: 'no' }, emails: ALL });
    const written = { to: ['eva@x.example'], text: 'x' };
    for (const name of ['1', '999']) {
      const refused = await post('emails', { ...written, case: name }, borToken);
      expect(refused).toMatchObject({ status: 404, body: { detail: `There is no case ${name}.` } });
    }
  });

  it('an answer in a case takes what answering its message takes', async () => {
    const answer = { text: 'x', send: false };
    await role('bor', { cases: ALL, emails: { read: 'all', edit: 'no' } });
    expect(await post('cases/1/reply', answer, borToken)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    await role('bor', { cases: ALL, emails: { read: 'all', edit: 'own' }, groupAccounts: { read: 'team' } });
    expect((await post('cases/1/reply', answer, borToken)).status).toBe(201);
  });

  it.each<[string, boolean, boolean]>([
    // level of reading group accounts, whether their server is shared, whether one may write from that of one's team
    ['no', true, false],
    ['team', true, true],
    ['all', true, true],
    ['team', false, false],
    ['all', false, false],
  ])(
    'of level %s, and a server that is shared (%s), one may write from an account of one’s team: %s',
    async (level, shared, may) => {
      await service.ask('PATCH', `/api/v1/accounts/${support}`, { body: { smtp: { shared } } });
      await role('bor', { emails: ALL, cases: ALL, groupAccounts: { read: level } });
      const letter = { account: support, to: ['eva@x.example'], subject: 'x', text: 'x' };
      const sent = await post('emails', letter, borToken);
      expect([sent.status, sent.body.code]).toEqual(may ? [201, undefined] : [403, 'not-allowed']);
      // What is answered in a case goes from its group whatever they may of the account.
      expect((await post('cases/1/reply', { text: 'x', send: false }, borToken)).status).toBe(201);
      if (!shared) expect(sent.body.detail).toContain('is not shared');
    },
  );

  it.each<[string, boolean]>([
    ['team', false],
    ['all', true],
  ])('of level %s, from an account of another team: %s', async (level, may) => {
    const smtp = { host: '127.0.0.1', port: server.port, security: 'none', mechanism: 'none', shared: true };
    const emailAddress = `others-${level}@acme.example`;
    expect((await service.post('/api/v1/accounts', { name: 'Others', emailAddress, smtp })).status).toBe(201);
    await role('bor', { emails: ALL, cases: ALL, groupAccounts: { read: level } });
    const letter = { account: emailAddress, to: ['eva@x.example'], subject: 'x', text: 'x' };
    const sent = await post('emails', letter, borToken);
    expect([sent.status, sent.body.code]).toEqual(may ? [201, undefined] : [403, 'not-allowed']);
  });

  it('to split messages off to somebody takes the permission to assign', async () => {
    await role('bor', { cases: { read: 'all', edit: 'all', assign: 'no' }, emails: ALL });
    const items: { emailId: string; subject: string }[] = (await get('emails', borToken)).items;
    const emails = items.filter(({ subject }) => subject === 'Re: Lamp').map(({ emailId }) => emailId);
    const named = await post('cases/1/split', { emails, userId: 'bor' }, borToken);
    expect(named).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect((await post('cases/1/split', { emails }, borToken)).status).toBe(201);
  });

  it('what is held against an address is cleared by those who may edit a record that has it', async () => {
    const path = '/api/v1/address-marks/zoja%40customer.example/bounced';
    const clear = () => service.ask('DELETE', path, as(borToken));
    await role('bor', { records: { read: 'all', edit: 'team' } });
    const contact = { name: 'Zoja', emailAddresses: ['zoja@customer.example'] };
    await service.ask('PUT', '/api/v1/records/Contact/1', { body: { ...contact, teamIds: [] } });
    await service.mailcase.settled();
    expect(await clear()).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    await service.ask('PUT', '/api/v1/records/Contact/1', { body: { ...contact, teamIds: ['support'] } });
    await service.mailcase.settled();
    expect((await clear()).status).toBe(200);
  });
});
