import { afterAll, beforeAll, expect, it } from 'vitest';
import { KnownRoutes } from '../../src/infrastructure/http/problems/known-routes.js';
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

/** What the server takes, but for the description itself and for HEAD, which comes with every GET. */
function served(): string[] {
  const { all } = service.app.get(KnownRoutes);
  return all
    .filter((route) => !/^(HEAD|OPTIONS) | \/docs|\*/.test(route))
    .map((route) => route.replace(/:(\w+)/g, '{$1}'));
}

it('has every route that is served, and no other', () => {
  const documented = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  expect(documented.length).toBeGreaterThan(40);
  expect(documented.sort()).toEqual(served().sort());
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
    const done = Object.entries(operation.responses).filter(([status]) => /^[23]/.test(status));
    expect([path, done.length]).toEqual([path, 1]);
  }
});

it('offers If-Match where it is looked at, and nowhere else', async () => {
  const offering = operations().filter(({ operation }) =>
    operation.parameters?.some(({ name }) => name === 'If-Match'),
  );
  expect(offering.map(({ path, method }) => `${method} ${path.replace('/api/v1/', '')}`).sort()).toEqual([
    'delete accounts/{accountId}/oauth',
    'delete calendars/{calendarId}',
    'delete drafts/{draftId}',
    'delete drafts/{draftId}/files/{fileId}',
    'delete filters/{filterId}',
    'delete folders/{folderId}',
    'delete group-folders/{folderId}',
    'delete macros/{macroId}',
    'delete oauth-providers/{providerId}',
    'delete personal-accounts/{accountId}',
    'delete personal-accounts/{accountId}/oauth',
    'delete records/{type}/{id}',
    'delete roles/{roleId}',
    'delete system-mail',
    'delete teams/{teamId}/members/{userId}',
    'delete templates/{templateId}',
    'delete users/{userId}/away/{awayId}',
    'delete webhooks/{webhookId}',
    'patch accounts/{accountId}',
    'patch drafts/{draftId}',
    'patch folders/{folderId}',
    'patch group-folders/{folderId}',
    'patch personal-accounts/{accountId}',
    'post accounts/{accountId}/activate',
    'post accounts/{accountId}/deactivate',
    'post cases/{case}/assign',
    'post cases/{case}/merge',
    'post cases/{case}/notes',
    'post cases/{case}/priority',
    'post cases/{case}/reply',
    'post cases/{case}/split',
    'post cases/{case}/status',
    'post cases/{case}/tags',
    'post cases/{case}/unassign',
    'post cases/{case}/unmerge',
    'post drafts/{draftId}/send',
    'post macros/{macroId}/apply',
    'post personal-accounts/{accountId}/activate',
    'post personal-accounts/{accountId}/deactivate',
    'post users/{userId}/activate',
    'post users/{userId}/away',
    'post users/{userId}/deactivate',
    'put calendars/{calendarId}',
    'put filters/{filterId}',
    'put macros/{macroId}',
    'put me/notification-settings',
    'put oauth-providers/{providerId}',
    'put records/{type}/{id}',
    'put roles/{roleId}',
    'put signature',
    'put system-mail',
    'put teams/{teamId}/availability',
    'put teams/{teamId}/members/{userId}',
    'put templates/{templateId}',
    'put users/{userId}/administrator',
    'put users/{userId}/availability',
    'put users/{userId}/capacity',
    'put users/{userId}/email-addresses',
    'put users/{userId}/roles',
    'put users/{userId}/skills',
    'put webhooks/{webhookId}',
  ]);
  const stale = { headers: { 'if-match': '"99"' } };
  const { body: made } = await service.post('/api/v1/cases', { subject: 'Seen' });
  await service.post('/api/v1/teams', { teamId: 'seen', name: 'Seen' });
  const role = { name: 'Seen', permissions: {} };
  await service.ask('PUT', '/api/v1/roles/seen', { body: role });
  const account = { name: 'Seen', emailAddress: 'seen@acme.example' };
  const smtp = { host: 'smtp.acme.example', password: 'secret' };
  const { body: opened } = await service.post('/api/v1/accounts', { ...account, smtp });
  const own = { ...account, imap: { host: 'imap.acme.example', userName: 'root', password: 'secret' } };
  const { body: personal } = await service.post('/api/v1/personal-accounts', own);
  const { body: folder } = await service.post('/api/v1/folders', { name: 'Seen' });
  const { body: shared } = await service.post('/api/v1/group-folders', { name: 'Seen', teamIds: [] });
  const filter = { name: 'Seen', parameters: { subject: 'Seen' }, action: { kind: 'skip' } };
  const { body: filtering } = await service.post('/api/v1/filters', { ...filter, scope: { kind: 'global' } });
  await service.ask('PUT', '/api/v1/records/Contact/seen', { body: { name: 'Seen' } });
  const hook = { name: 'Seen', url: 'https://crm.example/hook', events: ['case.created'] };
  const { body: hooked } = await service.post('/api/v1/webhooks', hook);
  const days = Array.from({ length: 7 }, () => [{ from: '08:00', to: '16:00' }]);
  const calendar = { name: 'Seen', hours: { timeZone: 'UTC', days } };
  await service.ask('PUT', '/api/v1/calendars/seen', { body: calendar });
  const december = { from: '2026-12-01T00:00:00.000Z', to: '2026-12-02T00:00:00.000Z' };
  const { body: away } = await service.post('/api/v1/users/ana/away', december);
  const provider = { preset: 'google', clientId: 'seen' };
  await service.ask('PUT', '/api/v1/oauth-providers/seen', { body: provider });
  const written = { account: 'seen@acme.example', to: ['eva@customer.example'], send: false };
  const { body: draft } = await service.post('/api/v1/emails', written);
  const template = { name: 'Seen', text: 'Seen' };
  const macro = { name: 'Seen', steps: { priority: 'High' } };
  await service.ask('PUT', '/api/v1/macros/seen', { body: macro });
  const { body: kept } = await service.post('/api/v1/templates', template);
  await service.mailcase.settled();
  const bodies: Readonly<Record<string, unknown>> = {
    assign: { userId: 'ana' },
    merge: { into: made.caseId },
    split: { emails: ['one'] },
    notes: { text: 'x' },
    priority: { priority: 'High' },
    status: { status: 'Pending' },
    tags: { add: ['vip'] },
    unassign: {},
    'email-addresses': { emailAddresses: [] },
    'members/{userId}': {},
    roles: { roleIds: [] },
    '/api/v1/roles/{roleId}': role,
    '/api/v1/calendars/{calendarId}': calendar,
    '/api/v1/folders/{folderId}': { name: 'Again' },
    '/api/v1/personal-accounts/{accountId}': { fetching: { keepUnread: true } },
    administrator: { administrator: true },
    '/api/v1/me/notification-settings': {
      autoFollow: { assigned: true, replied: true, note: true, mention: true },
      ...{ list: [], email: [], delivery: 'off', digestHour: 8, timeZone: 'UTC' },
    },
    '/api/v1/filters/{filterId}': filter,
    '/api/v1/webhooks/{webhookId}': hook,
    '/api/v1/oauth-providers/{providerId}': provider,
    '/api/v1/records/{type}/{id}': { name: 'Seen' },
    '/api/v1/teams/{teamId}/availability': { capacity: null },
    availability: { hours: null },
    away: { from: '2026-12-24T00:00:00.000Z', to: '2026-12-27T00:00:00.000Z' },
    capacity: { capacity: null },
    skills: { skills: [] },
    '/api/v1/drafts/{draftId}': { subject: 'Again' },
    send: {},
    reply: { text: 'x' },
    '/api/v1/templates/{templateId}': { name: 'Again', text: 'Seen' },
    '/api/v1/macros/{macroId}': { ...macro, name: 'Again' },
    apply: { cases: [made.caseId] },
    '/api/v1/signature': { text: 'Seen' },
    '/api/v1/system-mail': { accountId: opened.accountId },
  };
  for (const { path, method } of offering) {
    const url = path
      .replace('{case}', made.caseId)
      .replace('{accountId}', path.includes('personal') ? personal.accountId : opened.accountId)
      .replace('{folderId}', path.includes('group') ? shared.folderId : folder.folderId)
      .replace('{filterId}', filtering.filterId)
      .replace('{providerId}', 'seen')
      .replace('{webhookId}', hooked.webhookId)
      .replace('{teamId}', 'seen')
      .replace('{roleId}', 'seen')
      .replace('{calendarId}', 'seen')
      .replace('{macroId}', 'seen')
      .replace('{type}/{id}', 'Contact/seen')
      .replace('{awayId}', away.awayId)
      .replace('{draftId}', draft.draftId)
      .replace('{templateId}', kept.templateId)
      .replace('{userId}', 'ana');
    const named = bodies[path] ?? bodies[path.replace(/^.*\}\/(?=[a-z])/, '')];
    const body = method === 'patch' ? (named ?? { teamIds: [] }) : named;
    const asking = method === 'delete' || body === undefined ? stale : { ...stale, body };
    const answer = await service.ask(method.toUpperCase(), url, asking);
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 412, 'stale']);
  }
});

it('answers are as described', async () => {
  const { body } = await service.get('/api/v1/users/root');
  expect(Object.keys(body).sort()).toEqual(Object.keys(document.components.schemas.User.properties).sort());
});
