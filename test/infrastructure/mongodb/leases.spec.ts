import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoLeases } from '../../../src/infrastructure/mongodb/mongo-leases.js';
import { FakeClock } from '../../support/fake-clock.js';
import { crashing } from '../../support/mongodb/crashing.js';
import { TestMongodb, withoutMongodb } from '../../support/mongodb/index.js';
import { leasesNode } from '../../support/mongodb/leases-node.js';

const length = 15_000;
const DAY = 24 * 3_600_000;

describe.skipIf(withoutMongodb())('leases on MongoDB', () => {
  let server: TestMongodb;
  let connection: MongoConnection;
  let ana: Awaited<ReturnType<typeof leasesNode>>;
  let bor: Awaited<ReturnType<typeof leasesNode>>;
  const commands: string[] = [];

  beforeAll(async () => {
    server = await TestMongodb.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    connection = await server.connect(server.newDatabase(), { onCommand: (name) => commands.push(name) });
    ana = await leasesNode(connection, { name: 'ana', length });
    bor = await leasesNode(connection, { name: 'bor', length });
  });
  afterEach(async () => {
    for (const { leases } of [ana, bor]) await leases.close();
    await connection.close();
  });

  const documents = () => connection.database.collection<{ _id: string | number; token: number }>('leases');

  it('gives a sign of life for all of them in two round trips', async () => {
    for (let n = 0; n < 20; n++) await ana.leases.tryAcquire(`fetch account${n}`);
    commands.length = 0;
    await ana.pass(length / 3);
    expect(commands).toEqual(['update', 'find']);
    expect(await ana.leases.list()).toHaveLength(20);
  });

  it('counts what happens by the kind of lease, and logs once what is denied', async () => {
    const logged: string[] = [];
    const log = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
    const logger = { info: log, warn: log, error: log };
    const leases = await MongoLeases.open(connection, { name: 'cene', length, logger, clock: new FakeClock() });
    await ana.leases.tryAcquire('fetch support');
    for (let n = 0; n < 3; n++) await leases.tryAcquire('fetch support');
    await leases.tryAcquire('projection cases_v1');
    expect(leases.changes()).toEqual([
      { change: 'denied', kind: 'fetch', count: 3 },
      { change: 'acquired', kind: 'projection', count: 1 },
    ]);
    expect(logged).toEqual([
      `a lease is held elsewhere ${JSON.stringify({ lease: 'fetch support', holder: ana.leases.holder })}`,
    ]);
    await leases.close();
  });

  it('lets go of a lease whose answer was lost, so that it is not held by nobody for ever', async () => {
    const clock = new FakeClock();
    // Its writes: a sign of life, then the lease.
    const mortal = crashing(connection, { at: 2, done: true });
    const elapsed = () => clock.now().getTime();
    const leases = await MongoLeases.open(mortal.connection, { name: 'dying', length, clock, elapsed });
    await expect(leases.tryAcquire('routing')).rejects.toMatchObject({ code: 'away' });
    expect(await ana.leases.tryAcquire('routing')).toBeNull();
    for (let n = 0; n < 5; n++) await ana.pass(length / 3);
    expect(await ana.leases.tryAcquire('routing')).not.toBeNull();
    await leases.close();
  });

  it('gives back at the next sign of life what it holds without knowing', async () => {
    await ana.leases.tryAcquire('routing');
    await connection.database
      .collection<{ _id: string }>('leases')
      .insertOne(Object.assign({ _id: 'lost' }, { owner: ana.leases.holder, token: 7, beat: 1, since: '', note: '' }));
    expect(await bor.leases.tryAcquire('lost')).toBeNull();
    await ana.pass(length / 3);
    expect((await bor.leases.tryAcquire('lost'))?.token).toBe(8);
    expect((await ana.leases.list()).map(({ name }) => name).sort()).toEqual(['lost', 'routing']);
  });

  it('forgets names that nobody asks for any more, and no token comes back', async () => {
    const first = await ana.leases.tryAcquire('node ana/0');
    await first?.release();
    await bor.pass(length / 3);
    await bor.pass(DAY);
    await bor.pass(length / 3);
    expect((await documents().find({}).toArray()).map(({ _id, token }) => ({ _id, token }))).toEqual([
      { _id: 0, token: first?.token },
    ]);
    expect((await ana.leases.tryAcquire('node ana/0'))?.token).toBeGreaterThan(first?.token ?? 0);
  });

  it('ends in a bounded time when the store is away', async () => {
    const held = await ana.leases.tryAcquire('routing');
    ana.sever();
    const before = performance.now();
    await ana.leases.close();
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(held?.signal.aborted).toBe(true);
  });
});
