import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { live } from '../../src/application/ports/document-store.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { type Answer, mail, TestService } from '../support/http.js';

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
});
afterAll(() => service.stop());

/** Problem details of RFC 9457, with a stable code. */
function expectProblem({ status, headers, body }: Answer, wanted: number, code: string): void {
  expect({ status, code: body.code }).toEqual({ status: wanted, code });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ type: `urn:mailcase:problem:${code}`, status: wanted });
  expect(body.title).toEqual(expect.any(String));
  expect(body.detail).toEqual(expect.any(String));
}

const newUser = (userId: string) => ({ userId, name: userId.toUpperCase() });

describe('bad requests', () => {
  it('JSON that is none', async () => {
    expectProblem(await service.post('/api/v1/users', '{"userId":'), 400, 'bad-request');
  });

  it('no body where one is needed, and an empty one', async () => {
    expectProblem(await service.post('/api/v1/users'), 400, 'invalid');
    const headers = { 'content-type': 'application/json' };
    expectProblem(await service.post('/api/v1/users', undefined, { headers }), 400, 'bad-request');
  });

  it('wrong types, each with its path', async () => {
    const answer = await service.post('/api/v1/users', { userId: 'Ana!', name: 7, administrator: 'yes', more: 1 });
    expectProblem(answer, 400, 'invalid');
    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(['body.userId', 'body.name', 'body.administrator', 'body']);
    expect(answer.body.errors[3].message).toContain('more');
  });

  it('a wrong, unknown or repeated query parameter', async () => {
    for (const query of ['limit=0', 'limit=many', 'sort=color', 'status=Odd', 'nothing=1', 'limit=1&limit=2']) {
      expectProblem(await service.get(`/api/v1/cases?${query}`), 400, 'invalid');
    }
    const { body } = await service.get('/api/v1/cases?limit=1000');
    expect(body.errors[0].path).toBe('query.limit');
  });

  it('a cursor that is none, or of another query', async () => {
    expectProblem(await service.get('/api/v1/users?cursor=abc'), 400, 'invalid');
    const { body } = await service.get('/api/v1/users?limit=1');
    expectProblem(await service.get(`/api/v1/cases?cursor=${body.next}`), 400, 'invalid');
  });

  it('ids that nothing has', async () => {
    for (const [path, code] of [
      ['/api/v1/users/nobody', 'user-not-found'],
      ['/api/v1/teams/nowhere', 'team-not-found'],
      ['/api/v1/accounts/none', 'mail-account-not-found'],
      ['/api/v1/cases/4711', 'case-not-found'],
      ['/api/v1/cases/99999999999999999999', 'case-not-found'],
      ['/api/v1/cases/no-such-id/timeline', 'case-not-found'],
      ['/api/v1/cases/4711/why', 'case-not-found'],
      ['/api/v1/threads/none', 'thread-not-found'],
      ['/api/v1/emails/none', 'e-mail-not-found'],
      ['/api/v1/emails/none/source', 'e-mail-not-found'],
      ['/api/v1/emails/none/attachments/0', 'e-mail-not-found'],
    ] as const) {
      expectProblem(await service.get(path), 404, code);
    }
    for (const [path, body, code] of [
      ['/api/v1/users/nobody/deactivate', undefined, 'user-not-found'],
      ['/api/v1/cases/no-such-id/notes', { text: 'x' }, 'case-not-found'],
      ['/api/v1/cases/4711/priority', { priority: 'High' }, 'case-not-found'],
      ['/api/v1/accounts/none/fetch', undefined, 'mail-account-not-found'],
      ['/api/v1/accounts/none/test-connection', undefined, 'mail-account-not-found'],
      ['/api/v1/quarantine/none/retry', undefined, 'quarantined-message-not-found'],
      ['/api/v1/projections/none/rebuild', undefined, 'read-model-not-found'],
      ['/api/v1/projections/none/resume', undefined, 'read-model-not-found'],
      ['/api/v1/imports?account=no@acme.example', '', 'mail-account-not-found'],
    ] as const) {
      const headers: Record<string, string> = path.includes('imports')
        ? { 'content-type': 'application/x-ndjson' }
        : {};
      expectProblem(await service.post(path, body, { headers }), 404, code);
    }
  });

  it('an address that does not exist, and a method that it does not take', async () => {
    expectProblem(await service.get('/api/v1/nothing'), 404, 'no-such-route');
    expectProblem(await service.get('/nothing', { token: null }), 404, 'no-such-route');
    const answer = await service.ask('DELETE', '/api/v1/cases/1');
    expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.headers.get('allow')).toContain('GET');
    expectProblem(await service.ask('PATCH', '/api/v1/cases?x=1'), 405, 'method-not-allowed');
  });

  it('a body over the limit, announced or not', async () => {
    const body = { userId: 'big', name: 'x'.repeat(200_000) };
    const answer = await service.post('/api/v1/users', body);
    expectProblem(answer, 413, 'body-too-large');
    expect(answer.body.detail).toContain('http.bodyLimit');
    const { status } = await service.get('/api/v1/users/big');
    expect(status).toBe(404);
  });

  it('a content type that is not taken', async () => {
    const headers = { 'content-type': 'application/xml' };
    expectProblem(await service.post('/api/v1/users', '<user/>', { headers }), 415, 'unsupported-media-type');
    expectProblem(await service.post('/api/v1/imports', {}), 415, 'unsupported-media-type');
  });

  it('a prototype in the body, and a path that cannot be decoded', async () => {
    const answer = await service.post(
      '/api/v1/users',
      '{"userId":"evil","name":"x","__proto__":{"administrator":true}}',
    );
    expectProblem(answer, 400, 'bad-request');
    const odd = await service.get('/api/v1/cases/%ff');
    expect(odd.status).toBe(400);
    expect(odd.headers.get('content-type')).toMatch(/problem/);
  });

  it('headers that are none of ours', async () => {
    const at = '/api/v1/users/ana/activate';
    const asking = (name: string, value: string) => ({ headers: { [name]: value } });
    expectProblem(await service.post(at, undefined, asking('if-match', 'W/"1"')), 400, 'invalid');
    expectProblem(await service.post(at, undefined, asking('idempotency-key', 'a b')), 400, 'invalid');
    expectProblem(await service.get('/api/v1/users', asking('x-after-position', 'a/b')), 400, 'invalid');
  });

  it('a rule says no', async () => {
    await service.post('/api/v1/users', newUser('twice'));
    expectProblem(await service.post('/api/v1/users', newUser('twice')), 409, 'user-exists');
  });

  it('what was not foreseen is told to nobody, and found in the log by its id', async () => {
    const lines: { readonly id?: unknown; readonly stack?: unknown }[] = [];
    const error = (fields: Readonly<Record<string, unknown>>) => lines.push(fields);
    const failing = await TestService.start({ logger: { info: () => undefined, warn: () => undefined, error } });
    failing.mailcase.adapters.documents.find = () => Promise.reject(new Error('secret detail'));
    const answer = await failing.get('/api/v1/cases', { token: failing.rootToken });
    await failing.stop();
    expectProblem(answer, 500, 'unexpected');
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    const logged = lines.find(({ id }) => answer.body.instance === `urn:uuid:${id}`);
    expect(logged?.stack).toContain('secret detail');
  });
});

describe('what was seen', () => {
  it('an ETag is the revision; a stale If-Match changes nothing', async () => {
    const made = await service.post('/api/v1/teams', { teamId: 'etag', name: 'Etag' });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"0"');
    expect(made.headers.get('location')).toBe('/api/v1/teams/etag');
    const put = (tag: string) =>
      service.ask('PUT', '/api/v1/teams/etag/members/ana', { body: {}, headers: { 'if-match': tag } });
    const joined = await put('"0"');
    expect(joined.headers.get('etag')).toBe('"1"');
    const stale = await service.ask('DELETE', '/api/v1/teams/etag/members/ana', { headers: { 'if-match': '"0"' } });
    expectProblem(stale, 412, 'stale');
    const after = joined.headers.get('x-position') ?? '';
    const seen = await service.get('/api/v1/teams/etag', { headers: { 'x-after-position': after } });
    expect(seen.headers.get('etag')).toBe('"1"');
    expect(seen.body.members).toEqual([{ userId: 'ana', position: null }]);
    expect((await put('*')).status).toBe(200);
  });

  it('one reads what one wrote, by its position', async () => {
    for (let n = 0; n < 20; n++) {
      const { headers } = await service.post('/api/v1/users', newUser(`reader-${n}`));
      const after = headers.get('x-position') ?? '';
      const { status } = await service.get(`/api/v1/users/reader-${n}`, { headers: { 'x-after-position': after } });
      expect(status).toBe(200);
    }
  });

  it('a position that the read model does not reach: not yet', async () => {
    const pause = (milliseconds: number, signal?: AbortSignal) => systemClock.pause(Math.min(milliseconds, 50), signal);
    const impatient = await TestService.start({ clock: { ...systemClock, pause } });
    const headers = { 'x-after-position': '9'.repeat(16) };
    const answer = await impatient.get('/api/v1/users', { headers });
    await impatient.stop();
    expectProblem(answer, 503, 'not-yet');
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});

describe('the same request again', () => {
  const once = (key: string, path: string, body: unknown) =>
    service.post(path, body, { headers: { 'idempotency-key': key } });

  it('gives the same answer and does nothing more', async () => {
    const request = { subject: 'Once', distribution: 'none' };
    const first = await once('k1', '/api/v1/cases', request);
    const second = await once('k1', '/api/v1/cases', request);
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 201, body: first.body });
    for (const name of ['etag', 'x-position', 'location']) {
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    await service.mailcase.settled();
    const { body } = await service.get('/api/v1/cases?text=once');
    expect(body.items).toHaveLength(1);
  });

  it('with another body, path or method is refused', async () => {
    await once('k2', '/api/v1/users', newUser('keyed'));
    expectProblem(await once('k2', '/api/v1/users', newUser('other')), 422, 'idempotency-key-reused');
    expectProblem(await once('k2', '/api/v1/users/keyed/deactivate', undefined), 422, 'idempotency-key-reused');
    expect((await service.get('/api/v1/users/other')).status).toBe(404);
  });

  it('by another user is another request', async () => {
    const headers = { 'idempotency-key': 'k3' };
    const body = { subject: 'Mine' };
    const [mine, theirs] = [
      await service.post('/api/v1/cases', body, { headers }),
      await service.post('/api/v1/cases', body, { headers, token: service.anaToken }),
    ];
    expect(theirs.status).toBe(201);
    expect(theirs.body.caseId).not.toBe(mine.body.caseId);
  });

  it('after a crash between the log and the answer, does nothing more', async () => {
    const { documents } = service.mailcase.adapters;
    const write = documents.write.bind(documents);
    let answers = 0;
    documents.write = (collection, writes, checkpoint) => {
      const isAnswer = collection.name === 'idempotency-keys' && writes.some(({ document }) => document?.answer);
      if (isAnswer && answers++ === 0) return Promise.reject(new Error('power cut'));
      return write(collection, writes, checkpoint);
    };
    const { body: made } = await service.post('/api/v1/cases', { subject: 'Crash' });
    await service.mailcase.settled();
    const path = `/api/v1/cases/${made.caseId}/notes`;
    const broken = await once('k4', path, { text: 'Only once' });
    expectProblem(broken, 500, 'unexpected');
    const again = await once('k4', path, { text: 'Only once' });
    documents.write = write;
    expect(again.status).toBe(201);
    expectProblem(await once('k4', path, { text: 'Other' }), 422, 'idempotency-key-reused');
    await service.mailcase.settled();
    const { body } = await service.get(`/api/v1/cases/${made.caseId}/timeline`);
    expect(body.items.filter(({ kind }: { kind: string }) => kind === 'CaseNoteAdded')).toHaveLength(1);
  });

  it('at the same time is carried out once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => once('k5', '/api/v1/cases', { subject: 'Race' })),
    );
    const codes = answers.map(({ status }) => status);
    expect(codes.filter((status) => status === 201).length).toBeGreaterThan(0);
    expect(codes.every((status) => status === 201 || status === 409)).toBe(true);
    await service.mailcase.settled();
    expect((await service.get('/api/v1/cases?text=race')).body.items).toHaveLength(1);
  });

  it('is known again without the kept answer, and another one under that key is carried out', async () => {
    const { documents } = service.mailcase.adapters;
    const forget = async () => {
      const kept = live({ name: 'idempotency-keys', version: 1 });
      const { items } = await documents.find(kept, { limit: 200 });
      const gone = items.map(({ id }) => ({ id, document: null, position: '9' }));
      await documents.write(kept, gone);
    };
    const first = await once('k7', '/api/v1/cases', { subject: 'Last week' });
    await forget();
    const again = await once('k7', '/api/v1/cases', { subject: 'Last week' });
    expect(again).toMatchObject({ status: 201, body: { caseId: first.body.caseId } });
    expect(again.headers.get('idempotent-replayed')).toBeNull();
    await forget();
    const other = await once('k7', '/api/v1/cases', { subject: 'This week' });
    expect(other.status).toBe(201);
    expect(other.body.caseId).not.toBe(first.body.caseId);
    await service.mailcase.settled();
    for (const week of ['last', 'this']) {
      expect((await service.get(`/api/v1/cases?text=${week}%20week`)).body.items).toHaveLength(1);
    }
  });

  it('with a stream needs no key: what an import holds is known again by itself', async () => {
    const raw = Buffer.from(mail('keyed', 'Keyed')).toString('base64');
    const headers = { 'idempotency-key': 'k8', 'content-type': 'application/x-ndjson' };
    const bring = async () => {
      const response = await service.fetch('POST', '/api/v1/imports', {
        headers,
        body: `{"name":"one","raw":"${raw}"}`,
      });
      return { status: response.status, text: await response.text() };
    };
    expect(await bring()).toEqual({ status: 200, text: expect.stringContaining('"received":1') });
    expect(await bring()).toEqual({ status: 200, text: expect.stringContaining('"duplicates":1') });
  });

  it('for a token is refused: no answer with a secret is kept', async () => {
    const first = await once('k6', '/api/v1/tokens', { name: 'laptop' });
    expect(first.body.token).toMatch(/^mc_/);
    expectProblem(await once('k6', '/api/v1/tokens', { name: 'laptop' }), 409, 'token-already-issued');
  });
});

it('every answer is hardened', async () => {
  for (const path of ['/api/v1/cases', '/api/v1/nothing', '/health/live']) {
    const { headers } = await service.get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});
