import { afterAll, beforeAll, expect, it } from 'vitest';
import { all, Mailcase, MailcaseProblem } from '../../clients/typescript/src/index.js';
import { TestService } from '../support/http.js';

let service: TestService;
let client: Mailcase;
beforeAll(async () => {
  service = await TestService.start();
  client = new Mailcase({ baseUrl: service.address, token: async () => service.rootToken });
  await client.api.POST('/api/v1/teams', { body: { teamId: 'support', name: 'Support' } });
});
afterAll(() => service.stop());

const refusal = async (asked: Promise<unknown>): Promise<MailcaseProblem> => {
  const error = await asked.catch((thrown: unknown) => thrown);
  if (!(error instanceof MailcaseProblem)) throw new Error(`It was not refused: ${String(error)}`);
  return error;
};

it('reads what it has written', async () => {
  for (let n = 0; n < 5; n++) {
    const userId = `user-${n}`;
    await client.api.POST('/api/v1/users', { body: { userId, name: userId } });
    const { data } = await client.api.GET('/api/v1/users/{userId}', { params: { path: { userId } } });
    expect(data?.name).toBe(userId);
  }
});

it('walks through a list, page by page', async () => {
  const names: string[] = [];
  const users = all((cursor) => client.api.GET('/api/v1/users', { params: { query: { limit: 2, cursor } } }));
  for await (const { userId } of users) names.push(userId);
  expect(names).toEqual(['ana', 'root', 'user-0', 'user-1', 'user-2', 'user-3', 'user-4']);
});

it('throws what the service says no to, and what something in between says', async () => {
  const none = { params: { path: { userId: 'nobody' } } };
  const absent = await refusal(client.api.GET('/api/v1/users/{userId}', none));
  expect([absent.status, absent.code, absent.problem?.type]).toEqual([
    404,
    'user-not-found',
    'urn:mailcase:problem:user-not-found',
  ]);
  const wrong = await refusal(client.api.POST('/api/v1/teams', { body: { teamId: 'NO', name: '' } }));
  expect(wrong.problem?.errors?.map(({ path }) => path)).toContain('body.teamId');
  const stranger = new Mailcase({ baseUrl: service.address, token: 'mc_wrong' });
  expect((await refusal(stranger.api.GET('/api/v1/me'))).status).toBe(401);
  const proxy = async () => new Response('<h1>Bad gateway</h1>', { status: 502 });
  const behind = new Mailcase({ baseUrl: service.address, token: 'x', fetch: proxy });
  expect(await refusal(behind.api.GET('/api/v1/me'))).toMatchObject({ status: 502, code: 'http-502', problem: null });
});

it('hears what happens, also behind what it heard last', async () => {
  const ended = new AbortController();
  const from = (await client.api.POST('/api/v1/teams', { body: { teamId: 'first', name: 'First' } })).data?.position;
  await client.api.POST('/api/v1/teams', { body: { teamId: 'second', name: 'Second' } });
  const options = { types: ['TeamCreated'], lastEventId: from ?? '', signal: ended.signal };
  for await (const { type, data } of client.events(options)) {
    expect([type, JSON.parse(data).ids.teamId]).toEqual(['TeamCreated', 'second']);
    ended.abort();
  }
  await expect(client.events({ types: ['Nonsense'] }).next()).rejects.toThrow(MailcaseProblem);
});
