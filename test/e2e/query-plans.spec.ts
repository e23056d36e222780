import { setImmediate } from 'node:timers/promises';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstTokenOf } from '../../src/application/first-token.js';
import type { CollectionSpec, Query } from '../../src/application/ports/document-store.js';
import { ListEmails, ListReports } from '../../src/application/queries/index.js';
import { type QueryPlan, queryPlans } from '../../src/application/queries/query-plans.js';
import { ThreadListing } from '../../src/application/queries/thread-listing.js';
import { RoutingIndex } from '../../src/application/reactions/routing-index.js';
import { AccountId } from '../../src/domain/ids.js';
import { checkQuery } from '../../src/infrastructure/documents/query.js';
import { orderOf, pageFilters } from '../../src/infrastructure/mongodb/document-filter.js';
import { indexKeys, keyName } from '../../src/infrastructure/mongodb/document-indexes.js';
import type { Row } from '../../src/infrastructure/mongodb/document-row.js';
import { MongoDocumentStore } from '../../src/infrastructure/mongodb/mongo-document-store.js';
import { readModels } from '../../src/projections/index.js';
import { FakeClock } from '../support/fake-clock.js';
import { mail, TestService } from '../support/http.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { realMongodb, TestMongodb, withoutMongodb } from '../support/mongodb/index.js';
import { type QueryShape, RecordingDocumentStore } from '../support/recorded-queries.js';

const recorded = new RecordingDocumentStore();
const source = new MemoryMailboxes();
source.folder('root');
let service: TestService;

/** Every list of the API with every filter and sort that it offers, and what looks things up on the way. */
beforeAll(async () => {
  const clock = new FakeClock();
  service = await TestService.start({ documents: recorded, clock, source });
  for (const token of [service.rootToken, service.anaToken]) {
    await service.get('/api/v1/drafts', { token });
    await service.get('/api/v1/templates', { token });
    await service.get('/api/v1/macros', { token });
  }
  await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
  await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
  const caseCreation = { distribution: 'round-robin', teamId: 'support' };
  // Whether it is the first message of its sender is asked for each.
  const autoReply = { when: 'first-contact', text: 'Hello' };
  const account = {
    name: 'Support',
    emailAddress: 'support@acme.example',
    teamIds: ['support'],
    caseCreation,
    autoReply,
  };
  const opened = await service.post('/api/v1/accounts', account, { headers: { 'idempotency-key': 'open-support' } });
  const accountId = AccountId.parse(opened.body.accountId);
  const days = Array.from({ length: 7 }, () => [{ from: '08:00', to: '16:00' }]);
  const define = (name: string) =>
    service.ask('PUT', '/api/v1/calendars/office', { body: { name, hours: { timeZone: 'UTC', days } } });
  await define('Office');
  const serviceLevel = { calendarId: 'office', firstResponseMinutes: 600 };
  await service.ask('PATCH', `/api/v1/accounts/${accountId}`, { body: { serviceLevel } });
  await service.receive(accountId, mail('a', 'Printer'), mail('b', 'Lamp'));
  // Cases that go by it are looked at.
  await define('Offices');
  await service.mailcase.settled();

  await service.post('/api/v1/users', { userId: 'gone', name: 'Gone' });
  await service.post('/api/v1/users/gone/deactivate');
  // Once as somebody who sees all, and once as somebody who does not: some of what is asked depends on that.
  const ofTeam = {
    cases: { read: 'team' },
    emails: { read: 'team' },
    personalAccounts: { read: 'own' },
    filters: { read: 'own', edit: 'own' },
  };
  await service.ask('PUT', '/api/v1/roles/team', { body: { name: 'Team', permissions: ofTeam } });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['team'] } });
  await service.mailcase.settled();
  const get = async (path: string) => {
    const { status, body } = await service.get(`/api/v1/${path}`);
    expect(status, path).toBe(200);
    return body;
  };
  const getBoth = async (path: string) => {
    const { status } = await service.get(`/api/v1/${path}`, { token: service.anaToken });
    expect(status, path).toBe(200);
    return get(path);
  };
  for (const list of [
    'users',
    'roles',
    'oauth-providers',
    'teams',
    'accounts',
    'tokens',
    'tokens?user=ana',
    'quarantine',
    'outbox/summary',
    'filters',
    'skipped',
    'address-marks',
    'jobs',
    'calendars',
    'service-levels',
    'satisfaction',
    `service-levels?account=${opened.body.accountId}`,
    'workloads',
    'cursors',
  ]) {
    await get(list);
  }
  for (const filter of subsets(['accountId=x', 'status=queued'])) {
    await get(`outbox?${filter.join('&')}`);
    for (const user of ['', '&userId=x']) await get(`sent?${filter.join('&')}${user}`);
  }
  for (const filter of subsets(['status=New,Assigned', 'team=support', 'assignee=ana', 'tag=vip', 'text=lamp'])) {
    for (const sort of ['number', 'updatedAt', 'createdAt']) {
      for (const direction of ['asc', 'desc'])
        await getBoth(`cases?${[...filter, `sort=${sort}`, `direction=${direction}`].join('&')}`);
    }
    await getBoth(`cases?${[...filter, 'sort=dueAt'].join('&')}`);
    for (const sort of ['number', 'dueAt']) {
      await getBoth(`cases?${[...filter, 'serviceLevel=breached', `sort=${sort}`].join('&')}`);
    }
  }
  await getBoth('cases?status=New');
  await getBoth('cases?open=true');
  for (const part of ['', '/timeline', '/assignments', '/why']) await getBoth(`cases/1${part}`);
  for (const filter of subsets(['user=ana', 'team=support'])) await getBoth(`assignments?${filter.join('&')}`);
  await getBoth('emails');
  await getBoth('emails?case=1');
  // What is tried again waits for this clock.
  let isSearchable = false;
  const searchable = service.mailcase.searchable().then(() => {
    isSearchable = true;
  });
  for (; !isSearchable; await setImmediate()) clock.advance(250);
  await searchable;
  for (const filter of subsets(['has:attachment', 'after:2026-01-01', 'lamp', 'is:unread']))
    for (const token of [service.rootToken, service.anaToken])
      expect((await service.get(`/api/v1/search?q=${filter.join('+')}`, { token })).status).toBe(200);
  for (const filter of subsets(['unread=true', 'starred=true'])) await get(`inbox?${filter.join('&')}`);
  for (const filter of ['', '&unread=true']) await get(`inbox?folder=important${filter}`);
  for (const list of ['folders', 'inbox/counts', 'group-folders', 'personal-accounts']) await get(list);
  await service.ask('GET', '/api/v1/personal-accounts', { token: service.anaToken });
  const personal = await service.post('/api/v1/personal-accounts', {
    ...{ name: 'Mine', emailAddress: 'root@acme.example', fetching: { keepUnread: false } },
    imap: { host: 'imap.acme.example', userName: 'root', password: 'secret' },
  });
  const fetched = await service.post(`/api/v1/personal-accounts/${personal.body.accountId}/fetch`);
  expect(fetched.status).toBe(200);
  const folder = await service.post('/api/v1/group-folders', { name: 'Orders', teamIds: ['support'] });
  await service.ask('DELETE', `/api/v1/group-folders/${folder.body.folderId}`);
  const spam = { name: 'Spam', scope: { kind: 'global' }, parameters: { subject: 'Spam' }, action: { kind: 'skip' } };
  await service.post('/api/v1/filters', spam);
  await service.receive(AccountId.parse(opened.body.accountId), mail('spam', 'Spam'));
  // What a draft has dropped is looked for elsewhere before it is removed.
  const draft = await service.post('/api/v1/emails', { account: 'support@acme.example', text: 'x', send: false });
  await service.ask('PATCH', `/api/v1/drafts/${draft.body.draftId}`, { body: { text: 'y' } });
  await service.mailcase.settled();
  clock.advance(31 * 86_400_000);
  await service.mailcase.skippedRetention.expire();
  await service.mailcase.settled();
  const filter = {
    name: 'Mine',
    scope: { kind: 'user' },
    parameters: { from: 'a@b.example' },
    action: { kind: 'skip' },
  };
  for (const path of ['filters', 'skipped']) await service.get(`/api/v1/${path}`, { token: service.anaToken });
  await service.post('/api/v1/filters', filter, { token: service.anaToken });
  const hook = { name: 'CRM', url: 'https://crm.example/hook', events: ['case.created'] };
  const { body: hooked } = await service.post('/api/v1/webhooks', hook);
  await service.mailcase.settled();
  await get('webhooks');
  await get(`webhooks/${hooked.webhookId}/failed`);
  await service.post(`/api/v1/webhooks/${hooked.webhookId}/replay`, {});
  await getBoth('delivery-reports');
  await getBoth('delivery-reports?outcome=open');
  const { items } = await getBoth('threads');
  await getBoth(`threads/${items[0].threadId}`);
  await service.ask('PUT', '/api/v1/users/root/administrator', { body: { administrator: false } });
  await get('notifications');
  await get('notifications?unread=true');
  await narrow();
  for (const list of ['notifications', 'notifications?unread=true'])
    await service.get(`/api/v1/${list}`, { token: service.anaToken });
  // What a client has missed that goes on listening.
  for (const token of [service.rootToken, service.anaToken]) {
    const missed = await service.fetch('HEAD', '/api/v1/notifications/stream', {
      token,
      headers: { 'last-event-id': '0' },
    });
    expect(missed.status).toBe(200);
  }
  const record = { name: 'Zoja', emailAddresses: ['zoja@customer.example'] };
  await service.ask('PUT', '/api/v1/records/Contact/1', { body: record });
  const none = { read: 'no', edit: 'no', assign: 'no', delete: 'no' };
  const scopes = ['emails', 'cases', 'groupAccounts', 'filters', 'personalAccounts', 'audit'];
  const permissions = {
    ...Object.fromEntries(scopes.map((scope) => [scope, none])),
    records: { ...none, read: 'team' },
  };
  await service.ask('PUT', '/api/v1/roles/seller', { body: { name: 'Seller', permissions } });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['seller'] } });
  await service.mailcase.settled();
  for (const token of [service.rootToken, service.anaToken]) {
    for (const filter of subsets(['type=Contact', 'email=zoja@customer.example', 'text=zoja'])) {
      await service.get(`/api/v1/records?${filter.join('&')}`, { token });
    }
  }
  await service.ask('PUT', '/api/v1/roles/auditor', {
    body: { name: 'Auditor', permissions: { audit: { read: 'team' } } },
  });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['auditor'] } });
  await service.mailcase.settled();
  for (const filter of subsets(['actor=user:ana', 'from=2026-01-01T00:00:00Z']))
    await getBoth(`audit/events?${filter.join('&')}`);
  await getBoth('audit/events?type=RoleDefined');
  await get('records/Contact/1');
  await get('records/Contact/1/timeline');
  await get('emails?record=Contact/1');
  // Asked only where very many messages depend on one record.
  const index = new RoutingIndex(recorded);
  await index.open();
  await index.askedFrom('zoja@customer.example', '', 10);
  await service.get('/metrics');

  await service.app.get(QueryBus).execute(new ListEmails());
  await service.app.get(QueryBus).execute(new ListReports());
  const listing = service.app.get(ThreadListing);
  for await (const _ of listing.threads());
  for await (const _ of listing.cases());
  await firstTokenOf(service.mailcase, service.app.get(CommandBus), 'test');
});
afterAll(() => service.stop());

/** From now on ana may read her own cases and no e-mails: her notifications are those of some records and kinds. */
async function narrow(): Promise<void> {
  const none = { read: 'no', edit: 'no', assign: 'no', delete: 'no' };
  const scopes = ['emails', 'records', 'groupAccounts', 'filters', 'personalAccounts', 'audit'];
  const others = Object.fromEntries(scopes.map((scope) => [scope, none]));
  const permissions = { ...others, cases: { ...none, read: 'own' } };
  await service.ask('PUT', '/api/v1/roles/narrow', { body: { name: 'Narrow', permissions } });
  await service.ask('PUT', '/api/v1/users/ana/roles', { body: { roleIds: ['narrow'] } });
  await service.mailcase.settled();
}

/** All ways to choose some of them. */
function subsets([first, ...rest]: readonly string[]): readonly (readonly string[])[] {
  if (first === undefined) return [[]];
  return subsets(rest).flatMap((few) => [few, [first, ...few]]);
}

const specs = (): readonly CollectionSpec[] => [...recorded.specs.values()];
const plansFor = (shape: QueryShape): readonly QueryPlan[] => queryPlans.filter((plan) => answers(plan, shape));
const inWords = (plan: QueryPlan): string => JSON.stringify(plan);

function answers(plan: QueryPlan, { collection, counts, fixed, ranges, words, sort }: QueryShape): boolean {
  const { by, also = [], range, sorts, index } = plan;
  return (
    plan.collection === collection &&
    (plan.counts ?? false) === counts &&
    (index === 'words') === words &&
    by.every((field) => fixed.includes(field)) &&
    fixed.every((field) => by.includes(field) || also.includes(field)) &&
    ranges.join() === (range ?? '') &&
    (sort === null || sorts.includes(sort))
  );
}

/** Equality, then the sort, then what is looked at on the way. */
function serves({ index, by, also = [], sorts, range, counts, finds }: QueryPlan): boolean {
  if (index === 'words') return true;
  if (index === 'id') return counts === true || sorts.every((sort) => sort === 'id');
  const first = index.slice(0, by.length);
  if (!by.every((field) => first.includes(field))) return false;
  if (finds === 'few' || counts) return by.length > 0 && also.every((field) => index.includes(field));
  const [sort] = sorts;
  const ordered = index[by.length] ?? 'id';
  return sorts.length === 1 && sort === ordered && (range === undefined || range === sort);
}

it('every query that is issued has exactly one line in the table', () => {
  const shapes = new Map(recorded.queries.map(({ shape }) => [JSON.stringify(shape), shape]));
  expect(shapes.size).toBeGreaterThan(40);
  for (const shape of shapes.values()) expect(plansFor(shape), JSON.stringify(shape)).toHaveLength(1);
});

it('every line of the table is issued, with every field and sort that it names', () => {
  for (const plan of queryPlans) {
    const shapes = recorded.queries.map(({ shape }) => shape).filter((shape) => answers(plan, shape));
    expect(shapes.length, inWords(plan)).toBeGreaterThan(0);
    for (const field of plan.also ?? [])
      expect(
        shapes.some(({ fixed }) => fixed.includes(field)),
        `${inWords(plan)}: ${field}`,
      ).toBe(true);
    for (const sort of plan.sorts)
      expect(
        shapes.some((shape) => shape.sort === sort),
        `${inWords(plan)}: ${sort}`,
      ).toBe(true);
  }
});

it('every line names an index that is declared and serves it', () => {
  for (const plan of queryPlans) {
    expect(serves(plan), inWords(plan)).toBe(true);
    const spec = specs().find(({ name }) => name === plan.collection);
    if (plan.index === 'words')
      expect((spec?.text ?? spec?.fullText?.fields)?.length, inWords(plan)).toBeGreaterThan(0);
    else if (plan.index !== 'id') expect(spec?.indexes, inWords(plan)).toContainEqual(plan.index);
    for (const index of plan.instead ?? []) expect(spec?.indexes, inWords(plan)).toContainEqual(index);
  }
});

it('every index that is declared serves a line', () => {
  expect(specs().map(({ name }) => name)).toEqual(expect.arrayContaining(readModels.map(({ spec }) => spec.name)));
  for (const { name, indexes } of specs()) {
    for (const index of indexes) {
      const used = queryPlans.some(
        (plan) =>
          plan.collection === name &&
          [plan.index, ...(plan.instead ?? [])].some((one) => JSON.stringify(one) === JSON.stringify(index)),
      );
      expect(used, `${name}: ${index.join(', ')}`).toBe(true);
    }
  }
});

describe.skipIf(withoutMongodb())('on MongoDB', () => {
  let server: TestMongodb;
  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(() => server.stop());

  it('has the indexes that the lines name', async () => {
    const connection = await server.connect();
    const store = new MongoDocumentStore(connection);
    for (const spec of specs()) {
      await store.prepare(spec);
      const there = await connection.database.collection(`${spec.name}_v${spec.version}`).indexes();
      expect(there.map(({ key }) => keyName(key)).sort()).toEqual(['_id', ...indexKeys(spec).map(keyName)].sort());
    }
    await connection.close();
  });

  /** The stand-in explains nothing. */
  it.runIf(realMongodb !== undefined)('answers each query by an index, and in its order without sorting', async () => {
    const connection = await server.connect();
    const store = new MongoDocumentStore(connection);
    for (const spec of specs()) await store.prepare(spec);
    for (const { collection, query, shape } of recorded.queries) {
      const spec = recorded.specs.get(collection.name);
      const [plan] = plansFor(shape);
      if (!spec || !plan || shape.counts) continue;
      // Its shape says that it finds, and is no count's filter.
      const checked = checkQuery(spec, query as Query);
      const rows = connection.database.collection<Row>(`${spec.name}_v${spec.version}`);
      // The first page, and one behind some place.
      const places = [null, { value: 'm', id: 'm' }];
      for (const filter of places.flatMap((after) => pageFilters({ ...checked, after }))) {
        const cursor = rows.find(filter, { sort: [...orderOf(checked.sort)], limit: checked.limit + 1 });
        const stages = stagesOf((await cursor.explain('queryPlanner')).queryPlanner.winningPlan);
        const words = `${JSON.stringify(shape)}: ${stages.join(' ')}`;
        expect(stages, words).not.toContain('COLLSCAN');
        if (plan.index !== 'words' && plan.finds !== 'few') expect(stages, words).not.toContain('SORT');
      }
    }
    await connection.close();
  });
});

/** The names of all stages of a plan. */
function stagesOf(plan: unknown): readonly string[] {
  if (typeof plan !== 'object' || plan === null) return [];
  const stage = 'stage' in plan && typeof plan.stage === 'string' ? [plan.stage] : [];
  return [...stage, ...Object.values(plan).flatMap(stagesOf)];
}
