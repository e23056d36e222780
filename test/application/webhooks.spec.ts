import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  RegisterWebhook,
  RegisterWebhookHandler,
  ReplayWebhook,
  ReplayWebhookHandler,
} from '../../src/application/commands/webhooks.js';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import type { WebhookMessage, WebhookTransport } from '../../src/application/ports/webhook-transport.js';
import { ReadModels } from '../../src/application/queries/index.js';
import { noLinks } from '../../src/domain/case/links.js';
import type { MailcaseEvent, RecordedEvent } from '../../src/domain/events.js';
import { CaseId, streams, type WebhookId } from '../../src/domain/ids.js';
import type { PublicEventType } from '../../src/domain/webhook/events.js';
import { pauseWebhook, resumeWebhook, type Webhook, webhook } from '../../src/domain/webhook/webhook.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { until } from '../e2e/until.js';
import { AFTER_OPENING, queued, received } from '../support/domain-builders.js';
import { reading } from '../support/failing-store.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';

const HOUR = 3_600_000;

/** Another program, and how it answers to which case. */
class Told implements WebhookTransport {
  readonly heard: { readonly id: string; readonly subject: string; readonly type: string }[] = [];
  answer: (subject: string) => number | Promise<number> = () => 200;

  refusal(): null {
    return null;
  }

  async post({ headers, body }: WebhookMessage, signal: AbortSignal) {
    const { type, data } = JSON.parse(body);
    const { subject } = data.case ?? data.email;
    this.heard.push({ id: headers['webhook-id'] ?? '', subject, type });
    const status = await this.answer(subject);
    if (signal.aborted) throw signal.reason;
    return { status, retryAfter: null };
  }

  get subjects(): readonly string[] {
    return this.heard.map(({ subject }) => subject);
  }
}

let told: Told;
let clock: FakeClock;
let adapters: Adapters;
let mailcase: Mailcase;
const running: Mailcase[] = [];

async function started(parts: Adapters): Promise<Mailcase> {
  const node = new Mailcase(parts);
  running.push(node);
  await node.start({ fetch: false });
  return node;
}

beforeEach(async () => {
  told = new Told();
  clock = new FakeClock();
  adapters = await freshAdapters({ webhooks: told, clock });
  mailcase = await started(adapters);
});
afterEach(async () => {
  for (const node of running.splice(0)) await node.stop();
});

async function register(events: readonly PublicEventType[] = ['case.created']): Promise<WebhookId> {
  const { aggregates, projections } = mailcase;
  const readModels = new ReadModels(projections, adapters.documents);
  const handler = new RegisterWebhookHandler(aggregates, readModels, adapters.vault, told);
  const settings = {
    name: 'CRM',
    url: 'https://crm.example/',
    events: [...events],
    teamIds: [],
    accountIds: [],
    bodies: false,
  };
  const { webhookId } = await handler.execute(new RegisterWebhook(settings, { actor: 'user:root', cause: 'register' }));
  return webhookId;
}

/** Cases that come to be, as the log has them. */
async function cases(...subjects: readonly string[]): Promise<void> {
  for (const [n, subject] of subjects.entries()) {
    const caseId = CaseId.parse(`case-of-${subject}`);
    const data = {
      ...{ caseId, number: n + 1, subject, originalEmailId: null, threadId: null, accountId: null, teamId: null },
      ...{ contact: null, mentions: null, links: noLinks },
      ...{ status: 'New' as const, createdAt: null, decision: null },
    };
    const event = { type: 'CaseCreated' as const, data };
    const by = { actor: 'system:test', cause: subject };
    await mailcase.log.append({ stream: streams.case(caseId), expectedRevision: 'no-stream', events: [event], by });
  }
}

const deliveries = async (webhookId: WebhookId): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const event of mailcase.log.readStream(streams.webhookDeliveries(webhookId))) events.push(event);
  return events;
};
const heard = (count: number) =>
  until(
    () => told.subjects,
    ({ length }) => length >= count,
  );
const stored = (webhookId: WebhookId, holds: (queue: { waiting: readonly unknown[]; delivered: number }) => boolean) =>
  until(
    async () => (await mailcase.webhooks.queues.look([webhookId])).get(webhookId),
    (queue) => queue !== undefined && holds(queue),
  );

it('goes on where it was after a restart, and tells nothing twice where it was stopped in order', async () => {
  const webhookId = await register();
  await mailcase.startTelling();
  await cases('a', 'b', 'c');
  await heard(3);
  await stored(webhookId, ({ delivered }) => delivered === 3);
  await mailcase.stop();
  const report = (await deliveries(webhookId)).at(-1);
  expect(report).toMatchObject({ type: 'WebhookProgressed', data: { delivered: 3 } });
  mailcase = await started(adapters);
  await cases('d');
  await mailcase.startTelling();
  await heard(4);
  expect([...told.subjects].sort()).toEqual(['a', 'b', 'c', 'd']);
});

it('needs nothing but the log: where all else is lost, what was reported does not come again', async () => {
  await register();
  await mailcase.startTelling();
  await cases('a', 'b');
  await heard(2);
  await mailcase.stop();
  running.length = 0;
  // Another store of documents, and the same log.
  mailcase = await started({ ...adapters, documents: new MemoryDocumentStore() });
  await cases('c');
  await mailcase.startTelling();
  await heard(3);
  expect(told.subjects.slice(2)).toEqual(['c']);
});

it('a message that is under way when a node falls silent is sent again by the next one', async () => {
  const webhookId = await register();
  told.answer = () => new Promise(() => undefined);
  await mailcase.startTelling();
  await cases('a', 'b');
  await heard(2);
  const fallen = mailcase;
  running.length = 0;
  await fallen.searching.stop();
  await fallen.projections.stop();
  told.answer = () => 200;
  // Nothing of it was stored: it never came back. The next one reads the log anew.
  const { leases } = await freshAdapters();
  mailcase = await started({ ...adapters, leases });
  await mailcase.startTelling();
  await heard(4);
  expect(
    told.heard
      .slice(2)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(
    told.heard
      .slice(0, 2)
      .map(({ id }) => id)
      .sort(),
  );
  await stored(webhookId, ({ delivered }) => delivered === 2);
});

it('a message that never arrives is given up, goes on the list, and comes again when it is replayed', async () => {
  const webhookId = await register();
  told.answer = (subject) => (subject === 'poison' ? 500 : 200);
  await mailcase.startTelling();
  await cases('poison', 'fine');
  await heard(2);
  for (let hour = 0; hour < 26; hour++) {
    clock.advance(HOUR);
    // Others arrive all the while.
    await cases(`fine${hour}`);
    await until(
      () => told.subjects,
      (subjects) => subjects.includes(`fine${hour}`),
    );
  }
  const events = await until(
    () => deliveries(webhookId),
    (all) => all.some(({ type }) => type === 'WebhookDeliveryFailed'),
  );
  const given = events.find(({ type }) => type === 'WebhookDeliveryFailed');
  expect(given?.data).toMatchObject({ type: 'case.created', status: 500, error: 'It answered 500.' });
  await mailcase.settled();
  told.answer = () => 200;
  const attempts = told.subjects.filter((subject) => subject === 'poison').length;
  const { aggregates, projections } = mailcase;
  const replay = new ReplayWebhookHandler(aggregates, new ReadModels(projections, adapters.documents));
  const asked = new ReplayWebhook(webhookId, null, { actor: 'user:root', cause: 'replay' });
  expect(await replay.execute(asked)).toMatchObject({ replayed: 1 });
  await until(
    () => told.subjects.filter((subject) => subject === 'poison'),
    ({ length }) => length === attempts + 1,
  );
  const ids = new Set(told.heard.filter(({ subject }) => subject === 'poison').map(({ id }) => id));
  expect(ids.size).toBe(1);
  await mailcase.settled();
  expect(await replay.execute(new ReplayWebhook(webhookId, null, { actor: 'user:root', cause: 'more' }))).toMatchObject(
    {
      replayed: 0,
    },
  );
});

it('a webhook that takes nothing for too long is suspended, and nothing of it is given up', async () => {
  const webhookId = await register();
  told.answer = () => 500;
  await mailcase.startTelling();
  await cases('a', 'b');
  await heard(2);
  const state = async () => {
    const events: RecordedEvent[] = [];
    for await (const event of mailcase.log.readStream(streams.webhook(webhookId))) events.push(event);
    return events.at(-1);
  };
  await until(
    async () => {
      clock.advance(HOUR);
      return state();
    },
    (event) => event?.type === 'WebhookSuspended',
  );
  expect((await state())?.data).toMatchObject({ reason: 'failing', error: 'It answered 500.' });
  expect(await deliveries(webhookId)).toEqual([]);
  expect((await stored(webhookId, () => true))?.waiting).toHaveLength(2);
});

it('tells what becomes of a message of ours, but not that it is tried again', async () => {
  await register(['email.sent', 'email.failed', 'email.bounced']);
  await mailcase.startTelling();
  const ours = queued('ours', ['jan@customer.example']);
  const { emailId } = ours;
  const of = { emailId, accountId: ours.dispatch.accountId, attempt: 1, refused: [], pending: [] };
  const bounced = { report: received('report').emailId, recipient: 'jan@customer.example', userId: null, records: [] };
  const later = { code: 'temporary', error: 'Later', pending: ['jan@customer.example'], retryAt: AFTER_OPENING };
  const events: readonly MailcaseEvent[] = [
    { type: 'EmailQueued', data: ours },
    { type: 'EmailSendFailed', data: { ...of, ...later } },
    { type: 'EmailSent', data: { ...of, accepted: [], response: 'OK', evidence: 'reply', retryAt: null } },
    { type: 'EmailSendFailed', data: { ...of, ...later, retryAt: null } },
    {
      type: 'EmailBounced',
      data: { ...of, ...bounced, case: null, action: 'failed', status: null, diagnostic: null, permanent: true },
    },
  ];
  const by = { actor: 'system:test', cause: 'sending' };
  await mailcase.log.append({ stream: streams.email(emailId), expectedRevision: 'no-stream', events, by });
  await heard(3);
  expect(told.heard.map(({ type }) => type)).toEqual(['email.sent', 'email.failed', 'email.bounced']);
});

it('what comes behind a pause is not told, though the webhook was not known to pause yet', async () => {
  const webhookId = await register();
  await mailcase.stop();
  running.length = 0;
  // Once, whoever looks what has changed of webhooks hears of it later than those who read what happened.
  let isLate = false;
  const { events } = adapters;
  const readAll: typeof events.readAll = (options) => {
    const asksForChanges = options.filter?.types?.every((type) => type.startsWith('Webhook')) ?? false;
    return isLate && asksForChanges ? noEvents() : events.readAll(options);
  };
  mailcase = await started({ ...adapters, events: reading(events, readAll) });
  await mailcase.startTelling();
  await cases('before');
  await heard(1);
  isLate = true;
  await mailcase.aggregates.change(webhook, streams.webhook(webhookId), pauseWebhook, {
    actor: 'user:root',
    cause: 'p',
  });
  await cases('meanwhile');
  await mailcase.shown();
  const resumed = (state: Webhook) => resumeWebhook(state, true);
  await mailcase.aggregates.change(webhook, streams.webhook(webhookId), resumed, { actor: 'user:root', cause: 'r' });
  isLate = false;
  await cases('after');
  await heard(2);
  expect(told.subjects).toEqual(['before', 'after']);
});

async function* noEvents() {}
