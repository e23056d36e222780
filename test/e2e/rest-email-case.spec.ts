import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { type Asking, mail, TestService } from '../support/http.js';

let service: TestService;
let support: AccountId;
let archive: AccountId;

async function account(name: string, more: object): Promise<AccountId> {
  const about = { name, emailAddress: `${name}@acme.example`, teamIds: ['support'], ...more };
  return AccountId.parse((await service.post('/api/v1/accounts', about)).body.accountId);
}

beforeAll(async () => {
  service = await TestService.start();
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  support = await account('support', { caseCreation: { distribution: 'round-robin', teamId: 'support' } });
  archive = await account('archive', {});
  await service.receive(support, mail('tent', 'Tent'), mail('lamp', 'Lamp'));
  await service.receive(archive, mail('stove', 'Stove'));
});
afterAll(() => service.stop());

const path = async (subject: string) => {
  const { body } = await service.get('/api/v1/emails');
  const found = body.items.find((one: { subject: string }) => one.subject === subject);
  return `/api/v1/emails/${found.emailId}`;
};
async function put(subject: string, name: string, asking: Asking = {}) {
  const answer = await service.ask('PUT', `${await path(subject)}/case`, { body: { case: name }, ...asking });
  await service.mailcase.settled();
  return answer;
}
const emailOf = async (subject: string) => (await service.get(await path(subject))).body;
const caseOf = async (number: number) => (await service.get(`/api/v1/cases/${number}`)).body;
const kindsOf = async (number: number): Promise<string[]> =>
  (await service.get(`/api/v1/cases/${number}/timeline`)).body.items.map(({ kind }: { kind: string }) => kind);

describe('a user', () => {
  it('puts an e-mail without a case into one, where it shows, with the reason', async () => {
    expect((await emailOf('Stove')).caseNumber).toBeNull();
    expect((await put('Stove', '1')).status).toBe(200);
    expect(await emailOf('Stove')).toMatchObject({ caseNumber: 1, linkReason: 'user' });
    expect((await caseOf(1)).emailCount).toBe(2);
    expect((await kindsOf(1)).filter((kind) => kind === 'CaseEmailAdded')).toHaveLength(2);
    const { body } = await service.get('/api/v1/emails?case=1');
    expect(body.items).toHaveLength(2);
  });

  it('whose answers follow it there', async () => {
    const answer = mail('more', 'Re: Stove', 'In-Reply-To: <stove@customer.example>\r\n');
    await service.receive(support, answer);
    expect(await emailOf('Re: Stove')).toMatchObject({ caseNumber: 1, linkReason: 'reply' });
  });

  it('moves it to another case, by its id, which stays closed if it is', async () => {
    const { caseId } = await caseOf(2);
    expect((await service.post('/api/v1/cases/2/status', { status: 'Closed' })).status).toBe(200);
    expect((await put('Stove', caseId)).status).toBe(200);
    expect(await emailOf('Stove')).toMatchObject({ caseNumber: 2 });
    expect(await caseOf(2)).toMatchObject({ status: 'Closed', emailCount: 2 });
    expect((await caseOf(1)).emailCount).toBe(2);
    expect(await kindsOf(1)).toContain('CaseEmailRemoved');
    const thread = (await service.get(`/api/v1/threads/${(await emailOf('Stove')).threadId}`)).body;
    expect(thread.caseIds).toContain(caseId);
  });

  it('does so once: the same again changes nothing', async () => {
    const before = await service.mailcase.log.head();
    expect((await put('Stove', '2')).status).toBe(200);
    expect(await service.mailcase.log.head()).toBe(before);
  });

  it('takes it out of its case', async () => {
    const { status } = await service.ask('DELETE', `${await path('Stove')}/case`);
    expect(status).toBe(200);
    await service.mailcase.settled();
    expect(await emailOf('Stove')).toMatchObject({ caseId: null, caseNumber: null, linkReason: null });
    expect((await caseOf(2)).emailCount).toBe(1);
  });

  it('is told of a case that is not there', async () => {
    expect((await put('Stove', '99')).status).toBe(404);
    expect((await put('Stove', 'no-such-case')).status).toBe(404);
  });

  it('may do it where they may edit both', async () => {
    const permissions = { emails: { read: 'team', edit: 'team' }, cases: { read: 'team' } };
    await service.ask('PUT', '/api/v1/roles/reader', { body: { name: 'Reader', permissions } });
    await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['reader'] } });
    await service.mailcase.settled();
    const { status, body } = await put('Stove', '1', { token: service.anaToken });
    expect(status, JSON.stringify(body)).toBe(403);
    expect(body.code).toBe('not-allowed');
    const wider = { ...permissions, cases: { read: 'team', edit: 'team' } };
    await service.ask('PUT', '/api/v1/roles/reader', { body: { name: 'Reader', permissions: wider } });
    await service.mailcase.settled();
    expect((await put('Stove', '1', { token: service.anaToken })).status).toBe(200);
    expect(await emailOf('Stove')).toMatchObject({ caseNumber: 1 });
  });
});
