import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { mail, TestService } from '../support/http.js';

let service: TestService;
let emailId = '';
beforeAll(async () => {
  service = await TestService.start();
  const { body } = await service.post('/api/v1/accounts', { name: 'Sales', emailAddress: 'sales@acme.example' });
  const record = { name: 'Zoja', emailAddresses: ['zoja@customer.example'], assignedUserId: 'ana' };
  expect((await service.ask('PUT', '/api/v1/records/Contact/17', { body: record })).status).toBeLessThan(300);
  await service.receive(AccountId.parse(body.accountId), mail('a', 'Offer'));
  const { items } = (await service.get('/api/v1/emails')).body;
  emailId = items[0].emailId;
  expect(items[0].parent).toMatchObject({ type: 'Contact', id: '17' });
});
afterAll(() => service.stop());

async function found(read: string): Promise<readonly boolean[]> {
  const permissions = { emails: { read }, records: { read: 'own' } };
  await service.ask('PUT', '/api/v1/roles/reader', { body: { name: 'Reader', permissions } });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['reader'] } });
  await service.mailcase.settled();
  const token = service.anaToken;
  const one = await service.get(`/api/v1/emails/${emailId}`, { token });
  const { body } = await service.get('/api/v1/emails?record=Contact/17', { token });
  return [one.status === 200, body.items?.length === 1];
}

it('an e-mail is nobody’s own by the record that it is about; whoever may read all, reads it', async () => {
  expect(await found('own')).toEqual([false, false]);
  expect(await found('team')).toEqual([false, false]);
  expect(await found('all')).toEqual([true, true]);
  const timeline = await service.get('/api/v1/records/Contact/17/timeline', { token: service.anaToken });
  expect(timeline.body.items).toContainEqual(
    expect.objectContaining({ kind: 'EmailLinked', facts: expect.objectContaining({ emailId }) }),
  );
  expect(JSON.stringify(timeline.body)).not.toContain('Offer');
});
