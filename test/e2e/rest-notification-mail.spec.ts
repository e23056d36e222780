import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';
import { mail, TestService } from '../support/http.js';
import { ScriptedSmtp } from '../support/scripted-smtp.js';
import { until } from './until.js';

let service: TestService;
let server: ScriptedSmtp;
let accountId: AccountId;
const PATH = '/api/v1/system-mail';
const AT_ONCE = {
  autoFollow: { assigned: true, replied: true, note: true, mention: true },
  ...{ list: ['note', 'assignment'], email: ['note'], delivery: 'at-once', digestHour: 8, timeZone: 'UTC' },
};
const asAna = () => ({ token: service.anaToken });
const configure = (body: object, asking = {}) => service.ask('PUT', PATH, { body, ...asking });
const settings = async () => (await service.get('/api/v1/me/notification-settings', asAna())).body;

beforeAll(async () => {
  server = await ScriptedSmtp.start();
  const transport = new NodemailerTransport({ silenceTimeout: 2_000, attemptTimeout: 5_000 });
  service = await TestService.start({ transport });
  await service.mailcase.startSending();
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  await service.ask('PUT', '/api/v1/users/ana/email-addresses', { body: { emailAddresses: ['ana@acme.example'] } });
  const about = {
    name: 'Acme Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    smtp: { host: '127.0.0.1', port: server.port, security: 'none', mechanism: 'none', storeSent: true },
    caseCreation: { distribution: 'round-robin', teamId: 'support' },
  };
  accountId = AccountId.parse((await service.post('/api/v1/accounts', about)).body.accountId);
  await service.receive(accountId, mail('lamp', 'Lamp'));
});
afterAll(async () => {
  await service.stop();
  await service.mailcase.adapters.transport.close();
  await server.stop();
});

it('no user is written to before an administrator says from which account, and the settings say so', async () => {
  expect((await service.get(PATH)).body).toEqual({ accountId: null, recordUrl: null, revision: -1 });
  expect((await service.ask('PUT', '/api/v1/me/notification-settings', { body: AT_ONCE, ...asAna() })).status).toBe(
    200,
  );
  await service.mailcase.shown();
  expect(await settings()).toMatchObject({ delivery: 'at-once', emailsLeave: false });
  expect((await configure({ accountId }, asAna())).status).toBe(403);
});

it.each<[string, object, number, string]>([
  ['an account that there is not', { accountId: 'nobody' }, 404, 'not-found'],
  ['an address of records without their id', { recordUrl: 'https://crm.example/' }, 400, 'recordUrl'],
  ['an address that is none', { recordUrl: 'javascript:{type}{id}' }, 400, 'recordUrl'],
])('%s is refused', async (_, wrong, status, word) => {
  const answer = await configure({ accountId, ...wrong });
  expect(answer.status).toBe(status);
  expect(JSON.stringify(answer.body)).toContain(word);
});

it('an account that does not send, or is somebody’s own, is refused', async () => {
  const silent = { name: 'Silent', emailAddress: 'silent@acme.example' };
  const opened = await service.post('/api/v1/accounts', silent);
  expect((await configure({ accountId: opened.body.accountId })).body).toMatchObject({ code: 'no-smtp' });
  const imap = { host: 'imap.acme.example', userName: 'ana', password: 'secret' };
  const own = { name: 'Ana', emailAddress: 'ana@home.example', imap };
  const personal = await service.post('/api/v1/personal-accounts', own, asAna());
  expect((await configure({ accountId: personal.body.accountId })).status).toBe(404);
});

it('whoever wants it gets an e-mail of what they are told of, which nobody else sees', async () => {
  expect((await configure({ accountId, recordUrl: 'https://crm.example/#{type}/view/{id}' })).status).toBe(200);
  expect(await settings()).toMatchObject({ emailsLeave: true });
  await service.mailcase.settled();
  expect((await service.post('/api/v1/cases/1/notes', { text: 'Is it mended?' })).status).toBeLessThan(300);
  await until(async () => server.messages.length, Boolean);
  await service.mailcase.settled();
  expect(server.messages).toHaveLength(1);
  const [{ to = [], raw = '' } = {}] = server.messages;
  expect(to).toEqual(['ana@acme.example']);
  expect(raw).toMatch(/^Auto-Submitted: auto-generated$/m);
  expect(raw).toMatch(/^X-Auto-Response-Suppress: All$/m);
  expect(raw).toMatch(/^Subject: Case 1: Lamp$/m);
  expect(raw).toContain('- A note by root: Is it mended?');
  const ofNotifications = async (asking = {}) =>
    (await service.get('/api/v1/emails', asking)).body.items.filter(
      ({ subject }: { subject: string }) => subject === 'Case 1: Lamp',
    );
  expect(await ofNotifications()).toEqual([]);
  expect(await ofNotifications(asAna())).toHaveLength(1);
});

it('an answer to it makes no case', async () => {
  const [{ raw = '' } = {}] = server.messages;
  const id = /^Message-ID:\s*(<[^>]+>)/m.exec(raw)?.[1] ?? '';
  await service.receive(accountId, mail('answer', 'Re: Case 1: Lamp', `In-Reply-To: ${id}\r\n`));
  const { items } = (await service.get('/api/v1/cases')).body;
  expect(items).toHaveLength(1);
  expect(server.messages).toHaveLength(1);
});

it('it ends when an administrator says so', async () => {
  expect((await service.ask('DELETE', PATH)).status).toBe(200);
  expect(await settings()).toMatchObject({ emailsLeave: false });
  expect((await service.get(PATH)).body).toMatchObject({ accountId: null, revision: 1 });
});
