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
const configure = async (autoReply: object | null) => {
  const answer = await service.ask('PATCH', of(), { body: { autoReply } });
  await service.mailcase.shown();
  return answer;
};

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
    await service.mailcase.shown();
    const { body } = await service.get(of());
    expect(body.autoReply).toEqual({
      when: 'case-created',
      subject: 'Auto: {{email.subject|your message}}',
      text: 'Dear {{person.name|customer}}, this is case {{case.number}}.',
      templateId: null,
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
    [{ outOfHours: { calendarId: 'nothing' } }, 404, 'nothing'],
    [{ templateId: 'nothing' }, 404, 'nothing'],
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

  it('go by a calendar with its holidays, which stays as long as they do', async () => {
    const calendar = {
      name: 'Office',
      hours: { timeZone: 'UTC', days: Array.from({ length: 7 }, () => [{ from: '08:00', to: '16:00' }]) },
    };
    expect((await service.ask('PUT', '/api/v1/calendars/office', { body: calendar })).status).toBe(200);
    const both = await configure({ outOfHours: { calendarId: 'office', teamId: 'support' } });
    expect([both.status, JSON.stringify(both.body)]).toEqual([400, expect.stringContaining('outOfHours.calendarId')]);
    expect((await configure({ outOfHours: { calendarId: 'office' } })).status).toBe(200);
    await service.mailcase.settled();
    expect((await service.get(of())).body.autoReply.outOfHours).toEqual({
      teamId: null,
      calendarId: 'office',
      text: 'Back at eight.',
    });
    const refused = await service.ask('DELETE', '/api/v1/calendars/office');
    expect(refused.body).toMatchObject({ code: 'calendar-in-use' });
    expect((await configure({ outOfHours: { teamId: 'support' } })).status).toBe(200);
    await service.mailcase.settled();
    expect((await service.ask('DELETE', '/api/v1/calendars/office')).status).toBe(200);
  });

  it('have the words of a template as long as there is one', async () => {
    const template = { kind: 'auto-reply', name: 'Hello', subject: '', text: 'We have it as {{case.number}}.' };
    const canned = await service.post('/api/v1/templates', { ...template, kind: 'canned', scope: { kind: 'all' } });
    expect((await configure({ templateId: canned.body.templateId })).status).toBe(400);
    const { body } = await service.post('/api/v1/templates', { ...template, scope: { kind: 'all' } });
    expect((await configure({ templateId: body.templateId })).status).toBe(200);
    await arrives({ from: 'Iva <iva@outside.example>', subject: 'Rope' });
    const textOf = async (subject: string) =>
      (await service.get(`/api/v1/emails/${(await emailOf(subject)).emailId}`)).body.text.trim();
    const number = (await emailOf('Rope')).caseNumber;
    expect(await textOf(`[#${number}] Auto: Rope`)).toBe(`We have it as ${number}.`);
    expect((await service.ask('DELETE', `/api/v1/templates/${body.templateId}`)).status).toBe(200);
    await arrives({ from: 'Jan <jan@outside.example>', subject: 'Pole' });
    expect(await textOf(`[#${number + 1}] Auto: Pole`)).toBe(`Dear Jan, this is case ${number + 1}.`);
    expect((await configure({ templateId: null })).status).toBe(200);
  });

  it('stop when they are told to', async () => {
    expect((await configure(null)).status).toBe(200);
    await arrives({ from: 'eva@outside.example', subject: 'Stove' });
    expect((await emailOf('Stove')).autoReply).toBeNull();
    expect((await service.get(of())).body.autoReply).toBeNull();
  });
});
