import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { CLAIM_EVERY } from '../../src/application/nodes/hold.js';
import { Nodes } from '../../src/application/nodes/nodes.js';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { silent } from '../../src/application/ports/logger.js';
import type { AccountId, TeamId } from '../../src/domain/ids.js';
import { readModels } from '../../src/projections/index.js';
import { hastyClock } from '../e2e/embedded-process.js';
import { until } from '../e2e/until.js';
import { watchedAccount } from '../e2e/watched-account.js';
import { team } from '../support/company.js';
import { FakeClock } from '../support/fake-clock.js';
import { freshAdapters } from '../support/ground.js';
import { allDocuments, broken, ofType, rebuiltFrom, wholeLog } from '../support/invariants.js';
import { LeaseTable } from '../support/lease-table.js';
import { MemoryMailboxes } from '../support/memory-mailboxes.js';
import { message } from '../support/messages.js';
import { newerEvent, newerStream } from '../support/newer-event.js';

const SERVER = { host: 'mail.acme.example', port: 143 };

describe('several nodes on the same stores', () => {
  let table: LeaseTable;
  let source: MemoryMailboxes;
  let shared: Adapters;
  let nodes: Map<string, Mailcase>;

  beforeEach(async () => {
    table = new LeaseTable();
    source = new MemoryMailboxes();
    shared = await freshAdapters({ source, clock: hastyClock });
    nodes = new Map();
  });
  afterEach(async () => {
    await Promise.all([...nodes.values()].map((node) => node.stop()));
  });

  async function start(name: string, { fetch = true } = {}): Promise<Mailcase> {
    const node = new Mailcase({ ...shared, leases: table.node(name) });
    nodes.set(name, node);
    await node.start({ fetch });
    return node;
  }

  async function leave(name: string): Promise<void> {
    await nodes.get(name)?.stop();
    nodes.delete(name);
  }

  async function accounts(node: Mailcase, teamId: TeamId, count: number): Promise<AccountId[]> {
    const opened: AccountId[] = [];
    for (let n = 0; n < count; n++) {
      const user = `user${n}`;
      source.folder(user);
      // Nobody tells of news: it looks every minute, which the clock makes three seconds of.
      const settings = { emailAddress: `${user}@acme.example`, user, teamId };
      opened.push(await watchedAccount(node, SERVER, settings));
    }
    return opened;
  }

  const sharesNow = () => [...nodes.values()].map((node) => node.fetching.watched.length).sort((a, b) => a - b);
  const all = (count: number) => sharesNow().reduce((sum, share) => sum + share, 0) === count;
  const spread = (count: number, ...expected: number[]) =>
    until(sharesNow, (shares) => all(count) && expected.every((share, n) => shares[n] === share));
  const received = async () => ofType(await wholeLog(shared.events), 'EmailReceived').length;

  async function isSound(): Promise<void> {
    for (const node of nodes.values()) await node.settled();
    await until(
      async () => broken(await wholeLog(shared.events)),
      (rules) => rules.length === 0,
    );
    for (const node of nodes.values()) await node.settled();
    expect(await allDocuments(shared.documents)).toEqual(await rebuiltFrom(shared.events));
  }

  it('share the work: one routes, one writes each read model, and each answers with what was written anywhere', async () => {
    const [a, b] = [await start('a', { fetch: false }), await start('b', { fetch: false })];
    expect([a.routesHere, b.routesHere]).toEqual([true, false]);
    const support = await team(b, 'support', ['ana', 'bor']);
    const accountId = await watchedAccount(b, SERVER, { emailAddress: 'x@acme.example', user: 'x', teamId: support });
    source.folder('x').put(message());
    await b.fetching.fetchNow(accountId);
    const head = await b.log.head();
    for (const node of [a, b]) {
      for (const { name } of node.projections.status()) {
        expect(await node.projections.waitFor(name, head, 5_000)).toBe(true);
      }
    }
    expect(b.projections.status().every(({ isWrittenHere }) => !isWrittenHere)).toBe(true);
    await until(
      async () => ofType(await wholeLog(shared.events), 'CaseCreated').length,
      (count) => count === 1,
    );
    await isSound();
  });

  it('say who lives and what each of them holds', async () => {
    const [a] = [await start('a', { fetch: false }), await start('b', { fetch: false })];
    const listed = await a.nodes.list();
    expect(listed.map(({ node, version, isThis }) => ({ node, version, isThis }))).toEqual([
      { node: 'a', version: '0.0.0', isThis: true },
      { node: 'b', version: '0.0.0', isThis: false },
    ]);
    const names = readModels.map(({ spec }) => `projection ${spec.name}_v${spec.version}`);
    const reactions = a.reactions.map(({ name }) => name);
    expect(listed[0]?.holds.map(({ name }) => name)).toEqual(
      [...names, 'projection email-search_v1', ...reactions].sort(),
    );
    expect(listed[1]?.holds).toEqual([]);
    await leave('a');
    await until(
      () => nodes.get('b')?.nodes.list(),
      (now) => now?.length === 1 && now[0]?.holds.length === names.length + 1 + reactions.length,
    );
  });

  it('spread the mailboxes evenly, also when a node comes and when one goes', async () => {
    const a = await start('a');
    const support = await team(a, 'support', ['ana', 'bor']);
    await accounts(a, support, 20);
    await spread(20, 20);
    await start('b');
    await spread(20, 10, 10);
    await start('c');
    await spread(20, 6, 7, 7);
    // One that only asks is no reason to let any go.
    await start('looking', { fetch: false });
    await leave('b');
    await until(
      () => [nodes.get('a'), nodes.get('c')].map((node) => node?.fetching.watched.length),
      (shares) => shares[0] === 10 && shares[1] === 10,
    );
    await leave('a');
    await until(
      () => nodes.get('c')?.fetching.watched.length,
      (share) => share === 20,
    );
  });

  it('read nothing and ask for nothing again and again about what others watch', async () => {
    const a = await start('a');
    const support = await team(a, 'support', ['ana', 'bor']);
    await accounts(a, support, 12);
    await spread(12, 12);
    await start('b');
    await spread(12, 6, 6);
    const asked: string[] = [];
    const readStream = shared.events.readStream.bind(shared.events);
    shared.events.readStream = (stream, options) => {
      asked.push(stream);
      return readStream(stream, options);
    };
    const given = table.given.length;
    // Many times what lies between two attempts.
    for (let round = 0; round < 10; round++) await hastyClock.pause(CLAIM_EVERY);
    expect(asked.filter((stream) => stream.startsWith('mailAccount-'))).toEqual([]);
    expect(table.given.slice(given)).toEqual([]);
    expect(sharesNow()).toEqual([6, 6]);
  });

  it('lose nothing and do nothing twice where one is silent past its leases and goes on as if nothing had been', async () => {
    const a = await start('a');
    const support = await team(a, 'support', ['ana', 'bor', 'cene']);
    const opened = await accounts(a, support, 6);
    const b = await start('b');
    await spread(6, 3, 3);
    for (let round = 0; round < 5; round++) {
      for (let n = 0; n < opened.length; n++) source.folder(`user${n}`).put(message({ subject: `${round} ${n}` }));
      // It does not hear of it, and believes for a while that it holds all that it held.
      table.expire(round % 2 === 0 ? 'a' : 'b', { hears: false });
      const asked = opened.flatMap((accountId) => [a.fetching.fetchNow(accountId), b.fetching.fetchNow(accountId)]);
      await Promise.allSettled(asked);
    }
    await until(
      async () => {
        for (const accountId of opened) {
          for (const node of nodes.values()) await node.fetching.fetchNow(accountId).catch(() => undefined);
        }
        return received();
      },
      (count) => count === 30,
    );
    await isSound();
    expect(new Set(table.given).size).toBe(table.given.length);
  });

  it('hand a read model over to the one that is asked to build it anew', async () => {
    const [a, b] = [await start('a', { fetch: false }), await start('b', { fetch: false })];
    await team(a, 'support', ['ana', 'bor']);
    await a.settled();
    expect(table.holderOf('projection users_v2')).toBe('a');
    expect(await b.projections.rebuild(['users'])).toBe(6);
    expect(table.holderOf('projection users_v2')).toBe('b');
    await team(a, 'sales', ['cene']);
    await a.settled();
    await isSound();
  });

  it('show on every node where a read model stopped, and one that can read on takes it over', async () => {
    const a = await start('a', { fetch: false });
    const { position } = await shared.events.append({
      stream: newerStream,
      expectedRevision: 'no-stream',
      events: [newerEvent],
    });
    const b = await start('b', { fetch: false });
    const stopped = (node: Mailcase) =>
      node.projections
        .status()
        .flatMap(({ name, state, failure }) => (state === 'stopped' ? [[name, failure?.message]] : []));
    for (const node of [a, b]) {
      expect(
        await until(
          () => stopped(node),
          (models) => models.length === 3,
        ),
      ).toEqual(
        ['cases', 'timelines', 'audit'].map((name) => [name, expect.stringContaining('version 99 is newer than')]),
      );
    }
    // The others go on, and so do both nodes.
    await team(b, 'support', ['ana']);
    const head = await b.log.head();
    for (const node of [a, b]) {
      expect(await node.projections.waitFor('users', head, 5_000)).toBe(true);
      expect(await node.projections.waitFor('timelines', position, 5_000)).toBe(false);
    }
  });

  describe('where routing fails', () => {
    /** Routing's reads of the log fail at these nodes, the read models' do not. */
    function failingAt(names: ReadonlySet<string>, error: () => Error): (name: string) => Adapters {
      return (name) => {
        const { events } = shared;
        const readAll: typeof events.readAll = (options) => {
          if (names.has(name) && options.filter?.types?.includes('EmailRouted')) throw error();
          return events.readAll(options);
        };
        return { ...shared, events: Object.assign(Object.create(events), { readAll }), leases: table.node(name) };
      };
    }

    async function startFailing(of: (name: string) => Adapters, name: string): Promise<Mailcase> {
      const node = new Mailcase(of(name));
      nodes.set(name, node);
      await node.start({ fetch: false });
      return node;
    }

    it('at a node alone, it goes on trying there, and does not leave it to nobody', async () => {
      const failing = new Set(['a']);
      let tries = 0;
      const a = await startFailing(
        failingAt(failing, () => {
          tries++;
          return new StoreUnavailable('the log is away', 'away');
        }),
        'a',
      );
      await until(
        () => tries,
        (count) => count > 5,
      );
      expect([a.routesHere, a.routingFailure]).toEqual([true, 'the log is away']);
      failing.clear();
      await until(
        () => a.routingFailure,
        (failure) => failure === null,
      );
      expect(table.given.filter((lease) => lease.startsWith('routing'))).toEqual(['routing 1']);
    });

    it('another one takes it over, and it fails nowhere any more', async () => {
      const of = failingAt(new Set(['a']), () => new Error('an event of tomorrow'));
      const a = await startFailing(of, 'a');
      const b = await startFailing(of, 'b');
      await until(
        () => [a, b].map(({ routesHere, routingFailure }) => [routesHere, routingFailure]),
        ([atA, atB]) => atA?.join() === 'false,' && atB?.join() === 'true,',
      );
    });

    it('at all of them, it is said all the time', async () => {
      const of = failingAt(new Set(['a', 'b']), () => new Error('an event of tomorrow'));
      const [a, b] = [await startFailing(of, 'a'), await startFailing(of, 'b')];
      await until(
        () => a.routingFailure,
        (failure) => failure !== null,
      );
      while (table.given.filter((lease) => lease.startsWith('routing')).length < 4) {
        expect([a.routingFailure, b.routingFailure]).toContain('an event of tomorrow');
        await hastyClock.pause(100);
      }
    });
  });
});

it('a version of a read model is kept for a while after its last reader was seen: it may only have lost its leases', async () => {
  const [clock, table] = [new FakeClock(), new LeaseTable()];
  const old = { name: 'cases', version: 1 };
  const node = (name: string, version: number) =>
    new Nodes(table.node(name), clock, silent, '0.0.0', [{ ...old, version }]);
  const [older, newer] = [node('older', 1), node('newer', 2)];
  await older.start();
  await newer.start();
  expect(await newer.isReadElsewhere(old)).toBe(true);
  table.expire('older');
  expect(await newer.isReadElsewhere(old)).toBe(true);
  await until(
    () => clock.advance(1_000),
    () => table.holderOf('node older') === 'older',
  );
  clock.advance(60_000);
  expect(await newer.isReadElsewhere(old)).toBe(true);
  await older.stop();
  expect(await newer.isReadElsewhere(old)).toBe(true);
  await until(
    async () => {
      clock.advance(1_000);
      return newer.isReadElsewhere(old);
    },
    (isRead) => !isRead,
  );
  await newer.stop();
});
