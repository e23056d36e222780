import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { TestService } from '../support/http.js';
import { message } from '../support/messages.js';

let service: TestService;
let support: AccountId;
let uid = 0;
const of = () => `/api/v1/accounts/${support}`;

/** As it is fetched from a mailbox. */
async function arrives(parts: Parameters<typeof message>[0]) {
  const content = message({ to: 'support@acme.example', date: null, ...parts });
  const facts = { seen: false, size: content.length, content, headerOnly: false };
  const one = { uid: ++uid, key: `${uid}`, receivedAt: new Date().toISOString(), ...facts };
  const { intake } = service.mailcase;
  await intake.takeIn([await intake.store(one, { accountId: support, folder: 'INBOX', uidValidity: '1' })]);
  await service.mailcase.settled();
}
const emailOf = async (subject: string) => {
  const { body } = await service.get('/api/v1/emails');
  return body.items.find((one: { subject: string }) => one.subject === subject);
};
const configure = (autoReply: object | null) => service.ask('PATCH', of(), { body: { autoReply } });

beforeAll(async () => {
  service = await TestService.start();
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const about = {
    name: 'Acme Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    caseCreation: { distribution: 'round-robin', teamId: 'support' },
    autoReply: { text: 'Dear {{person.name|customer}}, this is case {{case.number}}.' },
  };
  support = AccountId.parse((await service.post('/api/v1/accounts', about)).body.accountId);
});
afterAll(() => service.stop());

describe('automatic answers of an account', () => {
  it('are configured when it is opened, with what is usual', async () => {
    const { body } = await service.get(of());
    expect(body.autoReply).toEqual({
      when: 'case-created',
      subject: 'Auto: {{email.subject|your message}}',
      text: 'Dear {{person.name|customer}}, this is case {{case.number}}.',
      outOfHours: null,
      onceInHours: 24,
      fromName: null,
      replyTo: null,
    });
  });

  it('are changed in part', async () => {
    expect((await configure({ outOfHours: { teamId: 'support', text: 'Back at nine.' } })).status).toBe(200);
    await configure({ outOfHours: { text: 'Back at eight.' }, fromName: 'Acme' });
    const { body } = await service.get(of());
    expect(body.autoReply).toMatchObject({
      outOfHours: { teamId: 'support', text: 'Back at eight.' },
      fromName: 'Acme',
      onceInHours: 24,
    });
  });

  it.each<[object, number, string]>([
    [{ text: '{{person.nmae}}' }, 400, 'autoReply.text'],
    [{ subject: 'Auto: {{case.number' }, 400, 'autoReply.subject'],
    [{ replyTo: 'nobody' }, 400, 'autoReply.replyTo'],
    [{ onceInHours: 0 }, 400, 'onceInHours'],
    [{ when: 'always' }, 400, 'when'],
    [{ outOfHours: { teamId: 'nobody' } }, 404, 'nobody'],
  ])('%j is refused', async (settings, status, named) => {
    const answer = await configure(settings);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(named);
  });

  it('the text must be there, and a team whose hours count', async () => {
    const sales = (autoReply: object) =>
      service.post('/api/v1/accounts', { name: 'Sales', emailAddress: 'sales@acme.example', autoReply });
    expect(JSON.stringify((await sales({ when: 'both' })).body)).toContain('autoReply.text');
    const withoutTeam = await sales({ text: 'Hello', outOfHours: { text: 'Later' } });
    expect(JSON.stringify(withoutTeam.body)).toContain('autoReply.outOfHours.teamId');
  });

  it('show at the message that they answer, and in its case; or why there is none', async () => {
    await arrives({ from: 'Zoja <zoja@outside.example>', subject: 'Tent' });
    await arrives({ from: 'Zoja <zoja@outside.example>', subject: 'Lamp' });
    const tent = await emailOf('Tent');
    expect(tent.autoReply).toMatchObject({
      accountId: support,
      answered: true,
      to: 'zoja@outside.example',
      outOfHours: false,
      reason: 'case-created',
    });
    expect((await emailOf('Lamp')).autoReply).toMatchObject({ answered: false, reason: 'answered-lately', to: null });
    const answer = await emailOf('[#1] Auto: Tent');
    expect(answer).toMatchObject({ caseNumber: 1, from: { name: 'Acme', address: 'support@acme.example' } });
    expect(answer.autoReply).toBeNull();
    expect((await service.get(`/api/v1/emails/${answer.emailId}`)).body.text.trim()).toBe('Dear Zoja, this is case 1.');
    expect((await service.get('/api/v1/cases/1')).body).toMatchObject({ emailCount: 2, status: 'Assigned' });
  });

  it('stop when they are told to', async () => {
    expect((await configure(null)).status).toBe(200);
    await arrives({ from: 'eva@outside.example', subject: 'Stove' });
    expect((await emailOf('Stove')).autoReply).toBeNull();
    expect((await service.get(of())).body.autoReply).toBeNull();
  });
});
