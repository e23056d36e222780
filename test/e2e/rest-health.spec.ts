import { CommandBus } from '@nestjs/cqrs';
import { expect, it } from 'vitest';
import { IssueApiToken, RegisterUser } from '../../src/application/commands/index.js';
import { Mailcase } from '../../src/application/mailcase.js';
import { type EventBatch, type EventStore, StoreUnavailable } from '../../src/application/ports/event-store.js';
import { UserId } from '../../src/domain/ids.js';
import { createHttpApp } from '../../src/infrastructure/http/app.js';
import { MemoryEventStore, MemoryLog } from '../../src/infrastructure/memory/memory-event-store.js';
import { exposedBy } from '../support/exposed-metrics.js';
import { TestService } from '../support/http.js';
import { inMemory } from '../support/in-memory.js';
import { hastyClock } from './embedded-process.js';
import { until } from './until.js';

it('a read model that stopped is named with its position, the others go on, and mended it goes on where it stopped', async () => {
  const log = new MemoryLog();
  const events = new MemoryEventStore(log);
  const metadata = { $correlationId: 'x', $causationId: 'x', actor: 'system:test', at: '2026-03-02T08:00:00.000Z' };
  const stream = 'mailbox-newer';
  const data = { accountId: 'newer', folder: 'INBOX', uidValidity: '1', lastUid: 1 };
  const counts = { received: 0, duplicates: 0, skipped: 0, quarantined: 0 };
  // Of a version that this program does not know.
  const planted = {
    id: '11111111-1111-4111-8111-111111111111',
    type: 'MailboxFetched',
    data: { ...data, ...counts },
    metadata: { ...metadata, schemaVersion: 99 },
  };
  const { position } = await events.append({ stream, expectedRevision: 'no-stream', events: [planted] });
  const mailcase = new Mailcase(inMemory({ events }));
  await mailcase.start({ fetch: false });
  const app = await createHttpApp(mailcase, { bodyLimit: 100_000, version: '0.0.0' });
  const commands = app.get(CommandBus);
  const userId = UserId.parse('root');
  const by = { actor: 'system:test', cause: 'root' };
  await commands.execute(new RegisterUser({ userId, name: 'Root', administrator: true, emailAddresses: [] }, by));
  const { token } = await commands.execute(new IssueApiToken(userId, 'test', by));
  await mailcase.settled();
  const authorization = `Bearer ${token}`;
  const ask = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await app.inject({ method, url, headers: { authorization }, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const mailboxes = async () => {
    const { body } = await ask('GET', '/health/ready');
    return body.readModels.find(({ name }: { name: string }) => name === 'mailboxes');
  };

  expect(await ask('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  const failure = { type: 'MailboxFetched', stream, revision: 0, position, message: expect.stringContaining('newer') };
  expect(await mailboxes()).toMatchObject({ state: 'stopped', failure });
  const { body } = await ask('GET', '/health/ready');
  const others = body.readModels.filter(({ name }: { name: string }) => name !== 'mailboxes');
  expect(others.every(({ failure: theirs }: { failure: unknown }) => theirs === null)).toBe(true);
  const opened = await ask('POST', '/api/v1/accounts', { name: 'Shop', emailAddress: 'support@shop.example' });
  expect(opened.status).toBe(201);
  expect((await ask('GET', '/api/v1/users/root')).status).toBe(200);

  // Nothing is mended yet: it stops at the same place.
  expect((await ask('POST', '/api/v1/projections/mailboxes/resume')).status).toBe(200);
  await mailcase.settled();
  expect(await mailboxes()).toMatchObject({ state: 'stopped', failure });

  // As after an upgrade, which lifts that version.
  log.events[0] = { ...(log.events[0] ?? never()), metadata: { ...metadata, schemaVersion: 1 } };
  expect((await ask('POST', '/api/v1/projections/mailboxes/resume')).status).toBe(200);
  await mailcase.settled();
  expect(await mailboxes()).toMatchObject({ state: 'live', failure: null });
  // What came while it stood still is in it.
  expect(await ask('GET', `/api/v1/accounts/${opened.body.accountId}`)).toMatchObject({
    status: 200,
    body: { emailAddress: 'support@shop.example' },
  });
  await app.close();
  await mailcase.stop();
});

function never(): never {
  throw new Error('the log is empty');
}

/** A log of which whoever reads certain types, and others no, is told that it is away. */
class AwayFor extends MemoryEventStore {
  readonly readers = new Map<string, (types: readonly string[]) => boolean>([
    ['notifying', (types) => types.includes('CaseNoteAdded') && types.includes('NotificationPreferencesSet')],
    ['timers', (types) => types.includes('AwayPlanned') && types.includes('TeamHoursBegan')],
    ['hand-overs', (types) => types.includes('HandOverRequested') && types.length === 2],
  ]);
  away: string | null = null;

  override async *readAll(options: Parameters<EventStore['readAll']>[0]): AsyncIterable<EventBatch> {
    const isAway = this.away !== null && this.readers.get(this.away)?.(options.filter?.types ?? []);
    if (isAway) throw new StoreUnavailable(`the log is away for ${this.away}`, 'away');
    yield* super.readAll(options);
  }
}

it.each(['notifying', 'timers', 'hand-overs'])(
  'where %s fails it is named in health and metrics, the rest is ready, and it is named no more when it works again',
  async (name) => {
    const events = new AwayFor();
    const service = await TestService.start({ events, clock: hastyClock });
    const health = async () => {
      const { status, body } = await service.get('/health/ready', { token: null });
      const failures = body.reactions.filter(({ failure }: { failure: string | null }) => failure !== null);
      return { status, failures, routing: body.routing.failure };
    };
    const failing = async () => (await exposedBy(service)).samples.get(`mailcase_reaction_failing{reaction="${name}"}`);
    expect(await health()).toEqual({ status: 200, failures: [], routing: null });
    expect(await failing()).toBe(0);
    events.away = name;
    await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
    const failure = `the log is away for ${name}`;
    await until(health, ({ failures }) => failures.length > 0);
    expect(await health()).toEqual({ status: 200, failures: [{ name, failure }], routing: null });
    expect(await failing()).toBe(1);
    events.away = null;
    await until(health, ({ failures }) => failures.length === 0);
    expect(await failing()).toBe(0);
    await service.mailcase.settled();
    expect((await exposedBy(service)).samples.get('mailcase_notifying_behind')).toBe(0);
    await service.stop();
  },
);
