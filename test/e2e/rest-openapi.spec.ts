import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestService } from '../support/http.js';

let service: TestService;
// biome-ignore lint/suspicious/noExplicitAny: a JSON document of a shape that these specs check.
let document: any;
beforeAll(async () => {
  service = await TestService.start();
  document = (await service.get('/docs/openapi.json', { token: null })).body;
});
afterAll(() => service.stop());

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: unknown }>> }>>;
}

function operations(): { path: string; method: string; operation: Operation }[] {
  return Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
  );
}

it('is OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info).toMatchObject({ title: 'Mailcase', version: '0.0.0' });
  expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
});

it('has every route that is served, and no other', async () => {
  const served = service.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  expect(served).toContain('api/v1/cases');
  const paths = [
    ...['users', 'teams', 'teams/{teamId}/members/{userId}', 'accounts', 'accounts/test-connection'],
    ...['accounts/{accountId}/fetch', 'cases', 'cases/{case}', 'cases/{case}/why', 'cases/{case}/assign', 'emails'],
    ...['emails/{emailId}/source', 'emails/{emailId}/attachments/{index}', 'threads', 'assignments', 'workloads'],
    ...['cursors', 'quarantine/{id}/retry', 'projections/{name}/rebuild', 'jobs', 'imports', 'events', 'tokens'],
  ];
  for (const path of paths) expect(document.paths).toHaveProperty([`/api/v1/${path}`]);
  for (const { path, method } of operations()) {
    const url = path.replace(/\{\w+\}/g, 'x').replace('/imports', '/imports');
    const { status, body } = await service.ask(method.toUpperCase(), url, { token: null });
    expect([path, method, status, body.code === 'no-such-route']).toEqual([path, method, expect.any(Number), false]);
    expect(status).not.toBe(405);
  }
});

it('refers to nothing that it does not have, and names what it has', () => {
  const names = Object.keys(document.components.schemas);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
  expect(references.length).toBeGreaterThan(50);
  for (const reference of references) expect(names.map((name) => `#/components/schemas/${name}`)).toContain(reference);
  for (const name of ['Case', 'Cases', 'Email', 'Thread', 'User', 'Team', 'Account', 'Why', 'Problem']) {
    expect(names).toContain(name);
  }
  expect(names.some((name) => /^_|schema\d/i.test(name))).toBe(false);
  expect(JSON.stringify(document)).not.toContain('$defs');
});

it('says of each operation what it takes and answers with, problems included', () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations()) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
    expect([path, parameters.sort()]).toEqual([path, named.sort()]);
    if (!path.startsWith('/api/')) continue;
    expect(operation.responses.default?.content).toHaveProperty(['application/problem+json']);
    const done = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    expect([path, done.length]).toEqual([path, 1]);
  }
});

it('answers are as described', async () => {
  const { body } = await service.get('/api/v1/users/root');
  expect(Object.keys(body).sort()).toEqual(Object.keys(document.components.schemas.User.properties).sort());
});
