import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountId } from '../../src/domain/ids.js';
import { TestService } from '../support/http.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';
import { until } from './until.js';

const source = new MemoryMailboxes();
const path = '/api/v1/personal-accounts';
let service: TestService;
let accountId: AccountId;
beforeAll(async () => {
  source.folder('ana').put(message({ messageId: '<first@customer.example>' }));
  source.folder('root');
  service = await TestService.start({ source });
  const imap = { host: 'imap.acme.example', password: 'secret' };
  const fetching = { since: '2000-01-01T00:00:00Z' };
  const open = (userId: string) => {
    const account = {
      userId,
      name: userId,
      emailAddress: `${userId}@acme.example`,
      imap: { ...imap, userName: userId },
      fetching,
    };
    return service.post(path, account);
  };
  await open('root');
  accountId = AccountId.parse((await open('ana')).body.accountId);
  await service.mailcase.startFetching();
});
afterAll(() => service.stop());

const arrived = async (): Promise<number> => {
  await service.mailcase.settled();
  return (await service.get('/api/v1/inbox', { token: service.anaToken })).body.items?.length ?? 0;
};
const watched = () => service.mailcase.fetching.watched.length;
const account = async () => (await service.get(`${path}/${accountId}`)).body;
const jobOf = async () =>
  (await service.get('/api/v1/jobs')).body.items.find((one: { accountId: string }) => one.accountId === accountId);

it('the accounts of a user who is deactivated rest, say so, and go on when they are active again', async () => {
  await until(arrived, (count) => count === 1);
  expect(watched()).toBe(2);
  expect(await account()).toMatchObject({ status: 'active', paused: false });

  await service.post('/api/v1/users/ana/deactivate');
  await until(watched, (count) => count === 1);
  await service.mailcase.settled();
  source.folder('ana').put(message({ messageId: '<second@customer.example>' }));
  expect(await account()).toMatchObject({ status: 'active', paused: true });
  expect(await jobOf()).toMatchObject({ state: 'not-watched', failure: { code: 'owner-not-active' }, nextRunAt: null });
  const asked = await service.post(`${path}/${accountId}/fetch`);
  expect([asked.status, asked.body.code]).toEqual([409, 'owner-not-active']);
  // What is configured meanwhile starts nothing.
  await service.ask('PATCH', `${path}/${accountId}`, { body: { fetching: { keepUnread: false } } });
  await service.post(`${path}/${accountId}/activate`);
  await service.mailcase.settled();
  expect(watched()).toBe(1);

  await service.post('/api/v1/users/ana/activate');
  await until(watched, (count) => count === 2);
  await until(arrived, (count) => count === 2);
  expect(await account()).toMatchObject({ status: 'active', paused: false });
});
