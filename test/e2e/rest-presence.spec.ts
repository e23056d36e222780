import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXPIRES, Presence } from '../../src/application/presence/presence.js';
import { FakeClock } from '../support/fake-clock.js';
import { type Asking, TestService } from '../support/http.js';

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
  const permissions = { cases: { read: 'all', edit: 'no', assign: 'no' } };
  await service.ask('PUT', '/api/v1/roles/reader', { body: { name: 'Reader', permissions } });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['reader'] } });
  for (const subject of ['Lamp', 'Printer', 'Chair', 'Desk']) await service.post('/api/v1/cases', { subject });
  await service.mailcase.settled();
});
afterAll(() => service.stop());

const path = (number: number) => `/api/v1/cases/${number}/presence`;
const asAna = (): Asking => ({ token: service.anaToken });
const show = (number: number, activity: string, asking: Asking = {}) =>
  service.ask('PUT', path(number), { ...asking, body: { activity } });
const there = async (number: number) => (await service.get(path(number))).body.people;

it('shows who has a case on their screen, until they leave', async () => {
  const shown = await show(1, 'viewing');
  expect(shown).toMatchObject({ status: 200, body: { people: [{ userId: 'root', activity: 'viewing' }] } });
  expect((await show(1, 'writing', asAna())).body.people).toMatchObject([
    { userId: 'ana', activity: 'writing' },
    { userId: 'root', activity: 'viewing' },
  ]);
  expect(await there(2)).toEqual([]);
  const left = await service.ask('DELETE', path(1), asAna());
  expect(left.body.people.map(({ userId }: { userId: string }) => userId)).toEqual(['root']);
});

it('is of one case and of none beside it', async () => {
  await show(2, 'viewing');
  await show(3, 'writing');
  expect(await there(2)).toMatchObject([{ userId: 'root', activity: 'viewing' }]);
  expect(await there(3)).toMatchObject([{ userId: 'root', activity: 'writing' }]);
});

it('refuses what nobody does, and a case that is not there', async () => {
  expect((await show(1, 'sleeping')).status).toBe(400);
  expect((await show(99, 'viewing')).status).toBe(404);
  expect((await service.get(`${path(99)}/stream`)).status).toBe(404);
});

it('tells who comes and goes', async () => {
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${service.anaToken}` };
  const response = await fetch(`${service.address}${path(4)}/stream`, { headers, signal: leaving.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const told: string[] = [];
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [event, data] = block.split('\n');
      if (event !== 'event: presence' || !data) continue;
      told.push(
        JSON.parse(data.slice('data: '.length))
          .people.map((one: { activity: string }) => one.activity)
          .join(),
      );
      if (told.length === 1) await show(4, 'viewing');
      if (told.length === 2) await show(4, 'writing');
      if (told.length === 3) await service.ask('DELETE', path(4));
    }
    if (told.length === 4) break;
  }
  leaving.abort();
  expect(told).toEqual(['', 'viewing', 'writing', '']);
});

it('is shared by nodes, expires by itself, and is not written again for nothing', async () => {
  const { documents } = service.mailcase.adapters;
  let writes = 0;
  const counted = new Proxy(documents, {
    get(target, name) {
      if (name === 'write') writes++;
      const found: unknown = Reflect.get(target, name, target);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
  const clock = new FakeClock();
  const [here, elsewhere] = [new Presence(counted, clock), new Presence(documents, clock)];
  await here.show('desk', 'bor', 'writing');
  await here.show('desk', 'bor', 'writing');
  expect(writes).toBe(1);
  expect(await elsewhere.of('desk')).toMatchObject([{ userId: 'bor', activity: 'writing' }]);
  clock.advance(EXPIRES / 2);
  await here.show('desk', 'bor', 'writing');
  clock.advance(EXPIRES / 2);
  expect(await elsewhere.of('desk')).toHaveLength(1);
  clock.advance(EXPIRES / 2);
  expect(await elsewhere.of('desk')).toEqual([]);
});

it('of one user so many streams are open and no more, and others still listen', async () => {
  const leaving = new AbortController();
  const listen = (token: string) =>
    fetch(`${service.address}${path(4)}/stream`, {
      headers: { authorization: `Bearer ${token}` },
      signal: leaving.signal,
    });
  const opened = await Promise.all(Array.from({ length: 40 }, () => listen(service.anaToken)));
  expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([200]));
  const refused = await listen(service.anaToken);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'too-many-listeners' });
  expect((await listen(service.rootToken)).status).toBe(200);
  leaving.abort();
  const again = new AbortController();
  const listenAgain = () =>
    fetch(`${service.address}${path(4)}/stream`, {
      headers: { authorization: `Bearer ${service.anaToken}` },
      signal: again.signal,
    });
  await expect.poll(async () => (await listenAgain()).status).toBe(200);
  again.abort();
});
