import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mail, TestService } from '../support/http.js';
import { until } from './until.js';

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
  await service.receive(null, mail('a', 'One'), mail('b', 'Two'));
  await service.post('/api/v1/cases', { subject: 'By hand' });
  await service.mailcase.settled();
});
afterAll(() => service.stop());

interface Heard {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly position: string; readonly ids: Readonly<Record<string, unknown>> };
}

/** Listens until so many events were heard, then leaves. */
async function hear(count: number, from: string | null, query = '', token = service.rootToken): Promise<Heard[]> {
  const leaving = new AbortController();
  const response = await fetch(`${service.address}/api/v1/events${query}`, {
    headers: { authorization: `Bearer ${token}`, ...(from === null ? {} : { 'last-event-id': from }) },
    signal: leaving.signal,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const heard: Heard[] = [];
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(': ') + 2)]),
      );
      const [id, event, data] = [fields.get('id'), fields.get('event'), fields.get('data')];
      if (id !== undefined && event !== undefined && data !== undefined)
        heard.push({ id, event, data: JSON.parse(data) });
    }
    if (heard.length >= count) break;
  }
  leaving.abort();
  return heard;
}

/** All that is in the log, as it stands there. */
async function logged(): Promise<{ position: string; type: string }[]> {
  const events: { position: string; type: string }[] = [];
  for await (const batch of service.mailcase.log.store.readAll({ after: '' })) events.push(...batch.events);
  return events.map(({ position, type }) => ({ position, type }));
}

it('goes on exactly behind the last id, at every place of the log', async () => {
  const all = await logged();
  expect(all.length).toBeGreaterThan(10);
  for (let n = 0; n < all.length - 1; n++) {
    const rest = all.slice(n + 1);
    const heard = await hear(rest.length, all[n]?.position ?? null);
    expect(heard.map(({ id, event }) => ({ position: id, type: event }))).toEqual(rest);
  }
});

it('tells what happens, once the read models show it', async () => {
  const hearing = hear(3, (await logged()).at(-1)?.position ?? null, '?types=CaseRequested,CaseCreated,CaseNoteAdded');
  const { body } = await service.post('/api/v1/cases', { subject: 'Live' });
  await service.mailcase.settled();
  await service.post(`/api/v1/cases/${body.caseId}/notes`, { text: 'secret words' });
  const heard = await hearing;
  expect(heard.map(({ event }) => event)).toEqual(['CaseRequested', 'CaseCreated', 'CaseNoteAdded']);
  expect(heard.every(({ data }) => data.ids.caseId === body.caseId)).toBe(true);
  expect(JSON.stringify(heard)).not.toMatch(/secret|Live/);
});

it('whoever hears of a change can read it', async () => {
  const hearing = hear(1, (await logged()).at(-1)?.position ?? null, '?types=UserRegistered');
  await service.post('/api/v1/users', { userId: 'heard', name: 'Heard' });
  const [heard] = await hearing;
  expect(heard?.data.ids).toEqual({ userId: 'heard' });
  expect((await service.get('/api/v1/users/heard')).status).toBe(200);
});

it('agents hear of cases, e-mails and threads, and of nothing else', async () => {
  const types = new Set((await logged()).map(({ type }) => type));
  expect(types.has('ApiTokenIssued')).toBe(true);
  const cases = [...types].filter((type) => /^(Case(?!Routed)|Email(?!Routed|Parked))/.test(type));
  const count = (await logged()).filter(({ type }) => cases.includes(type)).length;
  const first = (await logged())[0]?.position ?? null;
  const heard = await hear(count, first, '', service.anaToken);
  expect(new Set(heard.map(({ event }) => event))).toEqual(new Set(cases));
  const wrong = await service.get('/api/v1/events?types=UserRegistered', { token: service.anaToken });
  expect(wrong.status).toBe(400);
});

it('refuses what is no place of this log, and unknown types', async () => {
  for (const id of ['x', '9999999999999999', 'a b']) {
    const { status, body } = await service.get('/api/v1/events', { headers: { 'last-event-id': id } });
    expect([id, status, body.errors?.[0]?.path]).toEqual([id, 400, 'header.Last-Event-ID']);
  }
  expect((await service.get('/api/v1/events?types=Nothing')).status).toBe(400);
});

it.each([
  ['its token is revoked', (tokenId: string) => service.ask('DELETE', `/api/v1/tokens/${tokenId}`)],
  ['its user is deactivated', () => service.post('/api/v1/users/cene/deactivate')],
])('ends for a client when %s, and for nobody else', async (_, shutOut) => {
  await service.post('/api/v1/users', { userId: 'cene', name: 'Cene' });
  await service.post('/api/v1/users/cene/activate');
  const { body } = await service.post('/api/v1/tokens', { userId: 'cene', name: 'x' });
  const theirs = await service.fetch('GET', '/api/v1/events', { token: body.token });
  const ours = hear(1, (await logged()).at(-1)?.position ?? null, '?types=CaseRequested');
  expect((await shutOut(body.tokenId)).status).toBe(200);
  await service.post('/api/v1/cases', { subject: 'Not for them' });
  // It comes to its end, and what happened later is not in it.
  expect(await theirs.text()).not.toContain('CaseRequested');
  expect(await ours).toHaveLength(1);
});

it.each([
  ['their roles change', () => service.ask('PUT', '/api/v1/users/dora/roles', { body: { roleIds: ['other'] } })],
  [
    'what a role of theirs allows changes',
    () =>
      service.ask('PUT', '/api/v1/roles/some', { body: { name: 'Some', permissions: { emails: { read: 'own' } } } }),
  ],
  ['they leave a team', () => service.ask('DELETE', '/api/v1/teams/readers/members/dora')],
  [
    'they are made an administrator',
    () => service.ask('PUT', '/api/v1/users/dora/administrator', { body: { administrator: true } }),
  ],
])('ends for a client when %s, which hears what it may by then when it comes again', async (_, change) => {
  await service.post('/api/v1/users', { userId: 'dora', name: 'Dora' });
  await service.post('/api/v1/teams', { teamId: 'readers', name: 'Readers' });
  await service.ask('PUT', '/api/v1/teams/readers/members/dora', { body: {} });
  const permissions = { cases: { read: 'all' } };
  for (const role of ['some', 'other']) {
    const may = role === 'some' ? permissions : {};
    await service.ask('PUT', `/api/v1/roles/${role}`, { body: { name: role, permissions: may } });
  }
  await service.ask('PUT', '/api/v1/users/dora/roles', { body: { roleIds: ['some'] } });
  await service.ask('PUT', '/api/v1/users/dora/administrator', { body: { administrator: false } });
  await service.mailcase.settled();
  const { body } = await service.post('/api/v1/tokens', { userId: 'dora', name: 'x' });
  const theirs = await service.fetch('GET', '/api/v1/events', { token: body.token });
  expect(theirs.status).toBe(200);
  // A change that concerns somebody else ends nothing.
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: [] } });
  await service.post('/api/v1/cases', { subject: 'Heard' });
  await service.mailcase.settled();
  expect((await change()).status).toBe(200);
  await service.post('/api/v1/cases', { subject: 'Not heard' });
  const heard = await theirs.text();
  expect(heard.match(/^event: CaseRequested$/gm)).toHaveLength(1);
});

it('says at once where it begins: who is cut off before the first event misses none', async () => {
  // Who is told of what went before is still being decided.
  await service.mailcase.settled();
  const opened = await service.fetch('GET', '/api/v1/events');
  const reader = opened.body?.getReader();
  const beginning = Buffer.from((await reader?.read())?.value ?? []).toString();
  await reader?.cancel();
  const id = beginning.match(/^id: (.+)$/m)?.[1];
  expect(id).toBe((await logged()).at(-1)?.position);
  await service.post('/api/v1/cases', { subject: 'Meanwhile' });
  expect((await hear(1, id ?? null, '?types=CaseRequested'))[0]?.event).toBe('CaseRequested');
});

it('clients that leave before they are answered take up no room', async () => {
  const { store } = service.mailcase.log;
  const readAll = store.readAll.bind(store);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let waiting = 0;
  store.readAll = async function* (options) {
    // This is how it is looked whether a place is one of the log.
    if (options.filter?.types?.length === 0) {
      waiting++;
      await released;
    }
    yield* readAll(options);
  };
  const headers = {
    authorization: `Bearer ${service.rootToken}`,
    'last-event-id': (await logged())[0]?.position ?? '',
  };
  const clients = Array.from({ length: 100 }, () =>
    request(`${service.address}/api/v1/events`, { headers, agent: false }).on('error', () => undefined),
  );
  for (const client of clients) client.end();
  await until(
    () => waiting,
    (count) => count === clients.length,
  );
  for (const client of clients) client.destroy();
  const server = service.app.getHttpServer();
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_: unknown, n: number) => resolve(n)));
  await until(connections, (count) => count < clients.length / 2);
  release();
  store.readAll = readAll;
  const answer = await service.fetch('GET', '/api/v1/events');
  expect(answer.status).toBe(200);
  await answer.body?.cancel();
});

it('a service with listeners can be stopped', async () => {
  const other = await TestService.start();
  const response = await other.fetch('GET', '/api/v1/events');
  await other.stop();
  await response.text().catch(() => undefined);
  expect(response.status).toBe(200);
});
