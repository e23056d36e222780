import { afterEach, expect, it } from 'vitest';
import { decode } from '../../src/application/log/event-codec.js';
import { EventLog } from '../../src/application/log/event-log.js';
import { silent } from '../../src/application/ports/logger.js';
import { ReadModels } from '../../src/application/queries/read-models.js';
import { streams, UserId } from '../../src/domain/ids.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { ProjectionEngine } from '../../src/projections/engine.js';
import { teams, teamsCollection, users, usersCollection } from '../../src/projections/people.js';

const engines: ProjectionEngine[] = [];
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.stop())));

/** One who waits for nothing. */
const impatient = { ...systemClock, pause: async () => undefined };

async function setUp() {
  const [events, documents] = [new MemoryEventStore(), new MemoryDocumentStore()];
  const engine = new ProjectionEngine(
    [users, teams],
    events,
    documents,
    decode,
    impatient,
    silent,
    new ProcessLeases(),
  );
  engines.push(engine);
  const log = new EventLog(events, systemClock);
  const register = async (name: string) => {
    const userId = UserId.parse(name);
    const data = { userId, name, administrator: false, emailAddresses: [] };
    const { position } = await log.append({
      stream: streams.user(userId),
      expectedRevision: 'no-stream',
      events: [{ type: 'UserRegistered', data }],
      by: { actor: 'test', cause: `register ${name}` },
    });
    return position;
  };
  return { engine, register, readModels: new ReadModels(engine, documents) };
}

it('refuses to read what has never caught up, and names it', async () => {
  const { engine, register, readModels } = await setUp();
  await register('ana');
  await engine.open();
  const calls = [
    () => readModels.get(usersCollection, 'ana'),
    () => readModels.mustGet(usersCollection, 'ana', 'user'),
    () => readModels.many(usersCollection, ['ana']),
    () => readModels.find(usersCollection, { limit: 10 }),
    () => readModels.all(usersCollection),
    () => readModels.count(usersCollection, {}),
  ];
  for (const call of calls) {
    await expect(call()).rejects.toMatchObject({ kind: 'unavailable', code: 'being-built' });
    await expect(call()).rejects.toThrow('The read model users is being built');
  }
  await engine.catchUp();
  expect(await readModels.get(usersCollection, 'ana')).toMatchObject({ userId: 'ana' });
  expect(await readModels.all(usersCollection)).toHaveLength(1);
  expect(await readModels.count(usersCollection, {})).toBe(1);
});

it('says which read models are behind a position, and where they are', async () => {
  const { engine, register, readModels } = await setUp();
  await engine.open();
  const first = await register('ana');
  const waiting = readModels.reached(first, usersCollection, teamsCollection);
  await expect(waiting).rejects.toMatchObject({ kind: 'unavailable', code: 'not-yet' });
  await expect(waiting).rejects.toThrow(
    `Asked for position ${first}, but users is at the start (catching-up), teams is at the start (catching-up); try again.`,
  );
  await engine.catchUp();
  await readModels.reached(first, usersCollection, teamsCollection);
  const second = await register('bor');
  const late = readModels.reached(second, usersCollection);
  await expect(late).rejects.toThrow(`Asked for position ${second}, but users is at ${first} (live); try again.`);
});
