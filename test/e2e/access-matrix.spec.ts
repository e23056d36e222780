import { afterAll, beforeAll, expect, it } from 'vitest';
import { Action, type Level, Level as Levels, Scope } from '../../src/domain/access/permissions.js';
import type { TokenScope } from '../../src/domain/access/token-scopes.js';
import { AccountId } from '../../src/domain/ids.js';
import { otherGround } from '../support/ground.js';
import { TestService } from '../support/http.js';
import { type Entry, table } from './access-table.js';

/**
 * Every route, asked by somebody of every level and by an administrator, about what is their own, their team's and others'.
 * Ana is asked for with one role after the other. Nothing is changed: what is let through to a handler finds the revision
 * stale, which is the last thing that is looked at.
 */
const RELATIONS = ['own', 'team', 'other'] as const;
type Relation = (typeof RELATIONS)[number];
const REACH: Readonly<Record<Level, readonly Relation[]>> = {
  no: [],
  own: ['own'],
  team: ['own', 'team'],
  all: RELATIONS,
};

let service: TestService;
/** Of each relation the ids of a case with an e-mail, by the names that paths have for them. */
const ids = new Map<Relation, Readonly<Record<string, string>>>();

beforeAll(async () => {
  service = await TestService.start();
  for (const userId of ['bor', 'cene']) await service.post('/api/v1/users', { userId, name: userId });
  for (const teamId of ['support', 'sales']) await service.post('/api/v1/teams', { teamId, name: teamId });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const whose = { own: ['ana', null], team: ['bor', 'support'], other: ['cene', 'sales'] } as const;
  for (const relation of RELATIONS) {
    const [userId, teamId] = whose[relation];
    const caseCreation = { distribution: 'direct-assignment', userId, teamId };
    const account = { name: relation, emailAddress: `${relation}@acme.example`, caseCreation };
    const { body } = await service.post('/api/v1/accounts', account);
    await service.receive(AccountId.parse(body.accountId), mail(relation));
  }
  const { body } = await service.get('/api/v1/emails');
  for (const { emailId, threadId, caseNumber, subject } of body.items) {
    ids.set(subject, { emailId, threadId, case: String(caseNumber), attachment: '0' });
  }
});
afterAll(() => service.stop());

/** A message with an attachment, whose subject is the relation. */
const mail = (relation: Relation): string =>
  [
    `From: ${relation}@customer.example`,
    `To: ${relation}@acme.example`,
    `Message-ID: <${relation}@customer.example>`,
    'Date: Tue, 3 Mar 2026 10:00:00 +0000',
    `Subject: ${relation}`,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\nContent-Type: text/csv; name=a.csv',
    'Content-Disposition: attachment; filename=a.csv',
    '',
    '1,2\r\n--b--\r\n',
  ].join('\r\n');

/** Levels of all scopes: one for reading, and one for everything else. */
async function anaMay(read: Level, change: Level): Promise<void> {
  const levels = Object.fromEntries(Action.options.map((action) => [action, action === 'read' ? read : change]));
  const permissions = Object.fromEntries(Scope.options.map((scope) => [scope, levels]));
  await service.ask('PUT', '/api/v1/roles/level', { body: { name: 'Level', permissions } });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['level'] } });
  await service.mailcase.settled();
}

interface Asked {
  readonly status: number;
  readonly code: string | undefined;
  readonly subjects: readonly string[];
}

async function ask(route: string, relation: Relation, body: object | undefined, token: string | null): Promise<Asked> {
  const [method = '', path = ''] = route.split(' ');
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids.get(relation)?.[name] ?? 'nothing');
  const asking = { token, headers: { 'if-match': '"999999"' }, ...(body ? { body } : {}) };
  const response = await service.fetch(method, url, asking);
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('event-stream')) await response.body?.cancel();
  const answer: { code?: string; items?: unknown } = JSON.parse(type.includes('json') ? await response.text() : '{}');
  return { status: response.status, code: answer.code, subjects: subjectsOf(answer.items) };
}

/** What a list tells of: subjects are the relations; of an assignment, whose it is. */
function subjectsOf(items: unknown): readonly string[] {
  if (!Array.isArray(items)) return [];
  const known: Readonly<Record<string, string>> = { ana: 'own', bor: 'team', cene: 'other' };
  return items.map(({ subject, userId }) => String(subject ?? known[userId])).sort();
}

const routes = async (): Promise<readonly string[]> => {
  const { body } = await service.get('/docs/openapi.json');
  const paths: readonly [string, object][] = Object.entries(body.paths);
  return paths.flatMap(([path, operations]) => Object.keys(operations).map((one) => `${one.toUpperCase()} ${path}`));
};

it('every route has a line in the table, and every line is a route', async () => {
  expect(Object.keys(table).sort()).toEqual([...(await routes())].sort());
});

it('without a token nobody gets anywhere but where it is open', async () => {
  for (const [route, { kind }] of Object.entries(table)) {
    const { status } = await ask(route, 'own', undefined, null);
    expect([route, status === 401]).toEqual([route, kind !== 'open']);
  }
});

/** Whatever else may be wrong with what was asked. */
const isLet = ({ status, code }: Asked): boolean =>
  status !== 401 && code !== 'not-allowed' && code !== 'administrators-only';
const REFUSED = { status: 403 };

it.each(Levels.options)('level %s reaches what it says', async (level) => {
  await anaMay(level, level);
  for (const [route, entry] of Object.entries(table)) await checkAll(route, entry, level, service.anaToken);
});

it('an administrator reaches everything', async () => {
  for (const [route, entry] of Object.entries(table)) {
    if (entry.kind === 'administrators')
      expect([route, isLet(await askOf(route, entry, 'own'))]).toEqual([route, true]);
    else await checkAll(route, entry, 'all', service.rootToken);
  }
});

const askOf = (route: string, entry: Entry, relation: Relation, token = service.rootToken): Promise<Asked> =>
  ask(route, relation, 'body' in entry ? entry.body : undefined, token);

async function checkAll(route: string, entry: Entry, level: Level, token: string): Promise<void> {
  const asked = (relation: Relation) => askOf(route, entry, relation, token);
  if (entry.kind === 'open' || entry.kind === 'anybody' || entry.kind === 'own') {
    expect([route, isLet(await asked('own'))]).toEqual([route, true]);
  } else if (entry.kind === 'administrators') {
    expect([route, await asked('own')]).toMatchObject([route, { ...REFUSED, code: 'administrators-only' }]);
  } else if (level === 'no') {
    expect([route, await asked('own')]).toMatchObject([route, { ...REFUSED, code: 'not-allowed' }]);
  } else if (entry.kind === 'needs') {
    expect([route, isLet(await asked('own'))]).toEqual([route, true]);
  } else if (entry.kind === 'list') {
    const { status, subjects } = await asked('own');
    expect([route, level, status, subjects]).toEqual([route, level, 200, [...REACH[level]].sort()]);
  } else {
    for (const relation of RELATIONS) {
      const { status } = await asked(relation);
      const found = entry.action === 'read' ? 200 : 412;
      const expected = REACH[level].includes(relation) ? found : 404;
      expect([route, level, relation, status]).toEqual([route, level, relation, expected]);
    }
  }
}

it('what may be read and not changed is refused, and not absent', async () => {
  await anaMay('all', 'own');
  for (const [route, entry] of Object.entries(table)) {
    if (entry.kind !== 'thing' || entry.action === 'read') continue;
    for (const relation of RELATIONS) {
      const { status, code } = await askOf(route, entry, relation, service.anaToken);
      const expected = relation === 'own' ? [412, 'stale'] : [403, 'not-allowed'];
      expect([route, relation, status, code]).toEqual([route, relation, ...expected]);
    }
  }
});

/** Of whoever may all: what is left by the scopes of their token. On servers a few: what a token is for, no engine decides. */
const ALL_NARROWED: readonly (readonly TokenScope[])[] = [
  ['cases:read'],
  ['cases:read', 'cases:edit'],
  ['emails:read', 'self:read'],
  ['emails:read', 'self:edit'],
  ['records:read', 'records:edit', 'filters:read'],
  ['audit:read'],
  ['self:read', 'cases:read', 'emails:read', 'records:read'],
  ['self:read', 'self:edit'],
];
const NARROWED = otherGround() ? ALL_NARROWED.slice(0, 2) : ALL_NARROWED;
/** What is asked by POST and changes nothing. */
const QUESTIONS = ['POST /api/v1/filters/try'];

function isWithin(route: string, entry: Entry, scopes: readonly TokenScope[]): boolean {
  if (entry.kind === 'administrators') return false;
  if (entry.kind === 'open' || entry.kind === 'anybody') return true;
  const isReading = route.startsWith('GET ') || QUESTIONS.includes(route);
  const own = scopes.includes(isReading ? 'self:read' : 'self:edit');
  // What is heard there was decided for the user: it tells of all three.
  const told: readonly TokenScope[] = ['cases:read', 'emails:read', 'records:read'];
  if (route === 'GET /api/v1/notifications/stream') return own && told.every((scope) => scopes.includes(scope));
  if (entry.kind === 'own') return own;
  const { scope, action } = entry.kind === 'list' ? { ...entry, action: 'read' as const } : entry;
  if ('also' in entry && entry.also && !scopes.includes(entry.also)) return false;
  return scopes.includes(`${scope}:${action}`) && (action !== 'read' || isReading || own);
}

const tokenOf = async (userId: string, scopes: readonly TokenScope[]): Promise<string> => {
  const { status, body } = await service.post('/api/v1/tokens', { userId, name: 'narrow', scopes });
  expect(status).toBe(201);
  return body.token;
};

it.each(NARROWED.map((scopes) => [scopes.join(), scopes] as const))(
  'a token for %s reaches that',
  async (_, scopes) => {
    await anaMay('all', 'all');
    for (const userId of ['ana', 'root']) {
      const token = await tokenOf(userId, scopes);
      for (const [route, entry] of Object.entries(table)) {
        const asked = await askOf(route, entry, 'own', token);
        // What is wrong with the question may be told first.
        const isRefused = !isLet(asked) || asked.status === 400;
        if (isWithin(route, entry, scopes)) expect([userId, route, isLet(asked)]).toEqual([userId, route, true]);
        else expect([userId, route, isRefused]).toEqual([userId, route, true]);
      }
    }
  },
);

it('a token for administration is good for an administrator alone', async () => {
  await anaMay('all', 'all');
  const [roots, anas] = [await tokenOf('root', ['administrator']), await tokenOf('ana', ['administrator'])];
  for (const [route, entry] of Object.entries(table)) {
    expect([route, isLet(await askOf(route, entry, 'own', roots))]).toEqual([route, true]);
    if (entry.kind === 'open' || entry.kind === 'anybody') continue;
    expect([route, await askOf(route, entry, 'own', anas)]).toMatchObject([route, REFUSED]);
  }
});

it.each(['own', 'team'] as const)('a token gives nothing that its user may not: %s', async (level) => {
  await anaMay(level, level);
  const token = await tokenOf('ana', [
    'cases:read',
    'cases:edit',
    'cases:assign',
    'emails:read',
    'emails:edit',
    'self:edit',
  ]);
  for (const [route, entry] of Object.entries(table)) {
    const isReached = 'scope' in entry && ['cases', 'emails'].includes(entry.scope);
    if (isReached) await checkAll(route, entry, level, token);
  }
});
