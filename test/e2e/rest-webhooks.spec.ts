import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { HttpWebhookTransport } from '../../src/infrastructure/webhooks/http-webhook-transport.js';
import { mail, TestService } from '../support/http.js';
import { receiver as exampleOf } from '../support/webhook-example.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { until } from './until.js';

const HERE = { allowPrivate: false, allow: ['127.0.0.1'], timeout: 5_000, userAgent: 'Mailcase/test' };

let service: TestService;
let receiver: WebhookReceiver;
let accountId: AccountId;
let messages = 0;

beforeAll(async () => {
  service = await TestService.start({ webhooks: new HttpWebhookTransport(HERE) });
  await service.mailcase.startTelling();
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const caseCreation = { distribution: 'round-robin', teamId: 'support' };
  const account = { name: 'Support', emailAddress: 'support@acme.example', teamIds: ['support'], caseCreation };
  const opened = await service.post('/api/v1/accounts', account);
  accountId = AccountId.parse(opened.body.accountId);
});
afterAll(() => service.stop());
beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});
afterEach(async () => {
  const { body } = await service.get('/api/v1/webhooks');
  for (const { webhookId } of body.items) await service.ask('DELETE', `/api/v1/webhooks/${webhookId}`);
  await receiver.stop();
});

const ALL = ['case.created', 'case.assigned', 'case.status_changed', 'case.note_added', 'email.received'];

async function register(more: object = {}): Promise<{ webhookId: string; secret: string }> {
  const settings = { name: 'CRM', url: receiver.url, events: ALL, ...more };
  const { status, body } = await service.post('/api/v1/webhooks', settings);
  expect([status, body]).toMatchObject([201, {}]);
  return body;
}
const webhook = async (webhookId: string) => (await service.get(`/api/v1/webhooks/${webhookId}`)).body;
const heard = (count: number) =>
  until(
    () => receiver.heard,
    ({ length }) => length >= count,
  );
const write = async (subject: string, more = '') => {
  await service.receive(accountId, mail(`hook-${++messages}`, subject, more, 'The paper is stuck.\r\n'));
  const { body } = await service.get('/api/v1/cases?sort=number&direction=desc&limit=1');
  return body.items[0];
};

it('tells of a case from its message on, signed and in order', async () => {
  const { webhookId, secret } = await register();
  const { number, caseId } = await write('Printer');
  await service.post(`/api/v1/cases/${number}/status`, { status: 'Pending' });
  await service.post(`/api/v1/cases/${number}/notes`, { text: 'Called them back.' });
  await heard(5);
  expect([...receiver.types].sort()).toEqual([...ALL].sort());
  expect(receiver.types.filter((type) => type.startsWith('case.'))).toEqual([
    'case.created',
    'case.assigned',
    'case.status_changed',
    'case.note_added',
  ]);
  for (const { raw, headers, id } of receiver.heard) {
    expect(headers['webhook-id']).toBe(id);
    // Throws where it was not signed with this secret, or long ago.
    new Webhook(secret).verify(raw, headers as Record<string, string>);
  }
  const of = (type: string) => receiver.heard.find(({ body }) => body.type === type)?.body;
  expect(of('case.assigned')).toMatchObject({
    version: 1,
    data: {
      case: {
        id: caseId,
        number,
        subject: 'Printer',
        status: 'Assigned',
        assignee: 'ana',
        teamId: 'support',
        accountId,
      },
      previousAssignee: null,
      distribution: 'round-robin',
      by: null,
    },
  });
  expect(of('case.status_changed').data).toMatchObject({ from: 'Assigned', to: 'Pending', by: 'root' });
  expect(of('case.note_added').data.note).toMatchObject({ text: null });
  expect(of('email.received').data).toMatchObject({
    case: { id: caseId, number },
    email: { subject: 'Printer', from: { address: 'zoja@customer.example' }, accountId, text: null },
  });
  const shown = await until(
    () => webhook(webhookId),
    ({ health }) => health.delivered === 5,
  );
  expect(shown).toMatchObject({ status: 'active', health: { waiting: 0, failingSince: null, lastError: null } });
  expect(JSON.stringify(shown)).not.toContain('whsec_');
  const { body } = await service.get(`/api/v1/webhooks/${webhookId}/deliveries`);
  expect(body.items).toHaveLength(5);
  expect(body.items[0]).toMatchObject({ state: 'delivered', status: 204, attempts: 1 });
});

it('tells texts only to whom they are chosen for', async () => {
  await register({ bodies: true, events: ['email.received', 'case.note_added'] });
  const { number } = await write('Scanner');
  await service.post(`/api/v1/cases/${number}/notes`, { text: 'Ask for the model.' });
  await heard(2);
  const texts = receiver.heard.map(({ body }) => (body.data.email ?? body.data.note).text.trim());
  expect(texts.sort()).toEqual(['Ask for the model.', 'The paper is stuck.']);
});

it('tells of a team alone, where that is chosen', async () => {
  await service.post('/api/v1/teams', { teamId: 'sales', name: 'Sales' });
  await register({ events: ['case.created'], teamIds: ['sales'] });
  await write('Of support');
  await service.post('/api/v1/cases', { subject: 'Of sales', teamId: 'sales', distribution: 'round-robin' });
  await service.mailcase.settled();
  await heard(1);
  expect(receiver.heard.map(({ body }) => body.data.case.subject)).toEqual(['Of sales']);
});

it('sends what did not arrive again, the same message under the same id, and the rest of its case after it', async () => {
  const { webhookId } = await register({ events: ['case.created', 'case.assigned', 'case.status_changed'] });
  receiver.answer = ({ body }) =>
    body.data.case.subject === 'Stubborn' ? { status: 503, headers: { 'retry-after': '3600' } } : { status: 200 };
  await write('Stubborn');
  await heard(1);
  // It asked for patience, for all of its messages.
  await until(
    async () => (await service.get(`/api/v1/webhooks/${webhookId}/deliveries`)).body.items,
    (items) => items[0]?.attempts === 1 && Date.parse(items[0].nextAt) > Date.now() + 3_000_000,
  );
  expect((await webhook(webhookId)).health).toMatchObject({ delivered: 0, waiting: 2, lastError: 'It answered 503.' });
  receiver.answer = () => ({ status: 200 });
  await service.post(`/api/v1/webhooks/${webhookId}/pause`);
  await service.post(`/api/v1/webhooks/${webhookId}/resume`, {});
  await heard(3);
  const [first, again, next] = receiver.heard;
  expect([again?.id, again?.raw]).toEqual([first?.id, first?.raw]);
  expect(next?.body.type).toBe('case.assigned');
});

it('is suspended where it says that it is gone, and what happens waits', async () => {
  const { webhookId } = await register({ events: ['case.created'] });
  receiver.answer = () => ({ status: 410 });
  await write('Nobody there');
  const shown = await until(
    () => webhook(webhookId),
    ({ status }) => status === 'suspended',
  );
  expect(shown.suspended).toMatchObject({ reason: 'gone', error: 'It answered 410.' });
  await write('Meanwhile');
  receiver.answer = () => ({ status: 200 });
  receiver.heard.length = 0;
  await service.post(`/api/v1/webhooks/${webhookId}/resume`, {});
  await heard(2);
  expect(receiver.heard.map(({ body }) => body.data.case.subject).sort()).toEqual(['Meanwhile', 'Nobody there']);
});

it('leaves out what it missed, where somebody wants that', async () => {
  const { webhookId } = await register({ events: ['case.created'] });
  await service.post(`/api/v1/webhooks/${webhookId}/pause`);
  await write('While it slept');
  await service.post(`/api/v1/webhooks/${webhookId}/resume`, { skipMissed: true });
  await write('Awake');
  await heard(1);
  expect(receiver.heard.map(({ body }) => body.data.case.subject)).toEqual(['Awake']);
});

it('signs with both secrets for a while after a rotation', async () => {
  const { webhookId, secret } = await register({ events: ['case.created'] });
  const { body } = await service.post(`/api/v1/webhooks/${webhookId}/rotate-secret`, { hours: 1 });
  const tested = await service.post(`/api/v1/webhooks/${webhookId}/test`);
  expect(tested.body).toMatchObject({ ok: true, status: 204, error: null });
  const [{ raw, headers, body: ping } = { raw: '', headers: {}, body: null }] = receiver.heard;
  expect(ping).toMatchObject({ type: 'ping', data: { webhookId } });
  for (const one of [secret, body.secret]) new Webhook(one).verify(raw, headers as Record<string, string>);
  await service.post(`/api/v1/webhooks/${webhookId}/rotate-secret`, { hours: 0 });
  await service.post(`/api/v1/webhooks/${webhookId}/test`);
  const last = receiver.heard.at(-1);
  expect(() => new Webhook(secret).verify(last?.raw ?? '', last?.headers as Record<string, string>)).toThrow();
});

it('refuses what leads into a private network, and what is wrong, with words', async () => {
  const refused = async (more: object) => {
    const settings = { name: 'x', url: 'https://crm.example/', events: ['case.created'], ...more };
    const { status, body } = await service.post('/api/v1/webhooks', settings);
    return `${status} ${body.code} ${body.errors?.[0].path}`;
  };
  for (const url of [
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::ffff:192.168.1.1]/',
    'https://2130706434/',
    'https://localhost/',
    'http://crm.example/',
  ])
    expect([url, await refused({ url })]).toEqual([url, '400 invalid url']);
  expect(await refused({ url: 'https://user:secret@crm.example/' })).toBe('400 invalid url');
  expect(await refused({ url: 'ftp://crm.example/' })).toBe('400 invalid url');
  expect(await refused({ events: ['case.exploded'] })).toContain('400');
  expect(await refused({ teamIds: ['nobody'] })).toContain('404 team-not-found');
});

it('shows a secret once, and changes by If-Match', async () => {
  const headers = { 'idempotency-key': 'hook-once' };
  const settings = { name: 'Once', url: receiver.url, events: ['case.created'] };
  const first = await service.post('/api/v1/webhooks', settings, { headers });
  const again = await service.post('/api/v1/webhooks', settings, { headers });
  expect([first.status, again.body.code]).toEqual([201, 'secret-already-shown']);
  const { webhookId } = first.body;
  const path = `/api/v1/webhooks/${webhookId}`;
  const stale = await service.ask('PUT', path, { body: settings, headers: { 'if-match': '"7"' } });
  expect(stale.status).toBe(412);
  const changed = await service.ask('PUT', path, { body: { ...settings, name: 'Twice' } });
  expect(changed.status).toBe(200);
  const after = { 'x-after-position': changed.headers.get('x-position') ?? '' };
  expect((await service.get(path, { headers: after })).body.name).toBe('Twice');
  expect((await service.get('/api/v1/webhooks/none')).status).toBe(404);
  const unknown = await service.post(`${path}/replay`, { deliveryIds: ['msg_1'] });
  expect(unknown.body.code).toBe('failed-delivery-not-found');
});

it('the example of the page about webhooks works, and is what stands there', async () => {
  const page = await readFile(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
  const code = await readFile(new URL('../support/webhook-example.ts', import.meta.url), 'utf8');
  expect(page).toContain(`\`\`\`ts\n${code}\`\`\``);
  const { webhookId, secret } = await register();
  const got: string[] = [];
  const example = exampleOf(secret, ({ type }) => got.push(type));
  example.listen(0, '127.0.0.1');
  await once(example, 'listening');
  const address = example.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  await service.ask('PUT', `/api/v1/webhooks/${webhookId}`, { body: { name: 'x', url, events: ALL } });
  expect((await service.post(`/api/v1/webhooks/${webhookId}/test`)).body).toMatchObject({ ok: true, status: 204 });
  await service.post(`/api/v1/webhooks/${webhookId}/rotate-secret`, { hours: 0 });
  const wrong = await service.post(`/api/v1/webhooks/${webhookId}/test`);
  expect(wrong.body).toMatchObject({ ok: false, status: 401, error: 'It answered 401.' });
  expect(got).toEqual(['ping']);
  example.closeAllConnections();
  example.close();
});

it('names every type on the page about webhooks', async () => {
  const page = await readFile(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
  const { body } = await service.get('/docs/openapi.json', { token: null });
  const types: readonly string[] = body.components.schemas.WebhookSettings.properties.events.items.enum;
  expect(types.length).toBeGreaterThan(5);
  for (const type of types) expect(page).toContain(`| \`${type}\` |`);
});
