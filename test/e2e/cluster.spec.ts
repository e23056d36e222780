import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { version } from '../../src/infrastructure/version.js';
import { Cluster, LEASE } from '../support/cluster/cluster.js';
import { Fencing } from '../support/cluster/fencing.js';
import { Load } from '../support/cluster/load.js';
import { seeded } from '../support/crash-mail.js';
import { type Dovecot, startDovecot, withoutDovecot } from '../support/dovecot.js';
import { withoutMongodb } from '../support/mongodb/index.js';
import type { ServedProcess } from './served-process.js';
import { until } from './until.js';

const minutes = Number(process.env.MAILCASE_TEST_SOAK_MINUTES ?? 0);
const ROUNDS = 12;
const MAILBOXES = 20;
const OLDER = version();
const NEWER = '99.0.0';

describe.skipIf(withoutDovecot() || withoutMongodb())('Mailcase on KurrentDB and MongoDB', () => {
  const seed = Number(process.env.MAILCASE_SEED ?? Math.floor(Math.random() * 1e9));
  let dovecot: Dovecot;
  let cluster: Cluster;

  beforeEach(async () => {
    [dovecot, cluster] = await Promise.all([startDovecot(), Cluster.start()]);
  });
  afterEach(async () => {
    await cluster?.remove();
    await dovecot?.remove();
  });

  async function loaded(random: () => number, mailboxes: number): Promise<Load> {
    const engines = await cluster.open();
    const load = await Load.start(dovecot, random, mailboxes, engines.adapters);
    await engines.close();
    return load;
  }

  async function isWhole(load: Load): Promise<void> {
    const engines = await cluster.open();
    await load.isWhole(engines.adapters);
    await engines.close();
  }

  it(`one process, while it and its servers are killed, has every message and every case once (MAILCASE_SEED=${seed})`, async () => {
    console.info(`disturbances of MAILCASE_SEED=${seed}`);
    const random = seeded(seed);
    const load = await loaded(random, 3);
    await load.deliver(100);
    await cluster.addNode('one');
    const disturbances = [
      async () => {
        await cluster.killNode('one');
        await cluster.addNode('one');
      },
      async () => {
        await cluster.documents.kill();
        await load.deliver(3);
        await cluster.documents.startAgain();
      },
      async () => {
        await cluster.log.kill();
        await load.deliver(3);
        await cluster.log.begin();
      },
      async () => {
        await cluster.log.change({ lostAnswers: 1 + Math.floor(random() * 4) });
      },
    ];
    for (let round = 0; round < ROUNDS; round++) {
      await load.deliver(8);
      await pause(random() * 800);
      await disturbances[round < disturbances.length ? round : Math.floor(random() * disturbances.length)]?.();
    }
    await isWhole(load);
  }, 480_000);

  it(
    `three nodes under load, killed, added, frozen and cut off, do all of it once (MAILCASE_SEED=${seed})`,
    async () => {
      const random = seeded(seed + 1);
      const load = await loaded(random, MAILBOXES);
      const fencing = new Fencing(cluster.documents.url, 'mailcase');
      let named = 0;
      const add = () => cluster.addNode(`node-${++named}`);
      for (let n = 0; n < 3; n++) await add();
      const any = () => [...cluster.nodes.values()][Math.floor(random() * cluster.nodes.size)];
      const longer = 2 * LEASE;
      const disturbances: (() => Promise<void>)[] = [
        async () => {
          const node = any();
          if (node) await cluster.killNode(node.name);
          await add();
        },
        async () => {
          const node = any();
          if (node) await cluster.stopNode(node.name);
          await add();
        },
        async () => {
          const node = any();
          node?.served.freeze();
          await load.deliver(5);
          await pause(longer);
          node?.served.thaw();
        },
        async () => {
          const node = any();
          node?.toLog.silence();
          await load.deliver(5);
          await pause(longer);
          node?.toLog.mend();
        },
        async () => {
          const node = any();
          node?.toDocuments.silence();
          await load.deliver(5);
          await pause(longer);
          node?.toDocuments.mend();
        },
        async () => {
          const node = any();
          node?.toLog.cut();
          node?.toDocuments.cut();
          await load.deliver(5);
          await pause(random() * longer);
          node?.toLog.mend();
          node?.toDocuments.mend();
        },
        async () => {
          await cluster.documents.kill();
          await load.deliver(5);
          await cluster.documents.startAgain();
        },
        async () => {
          await cluster.log.kill();
          await load.deliver(5);
          await cluster.log.begin();
        },
        async () => {
          await cluster.log.change({ lostAnswers: 1 + Math.floor(random() * 4) });
        },
      ];
      const until = Date.now() + minutes * 60_000;
      for (let round = 0; round < ROUNDS || Date.now() < until; round++) {
        await load.deliver(15);
        await pause(random() * 500);
        await disturbances[round < disturbances.length ? round : Math.floor(random() * disturbances.length)]?.();
      }
      await load.deliver(20);
      await isWhole(load);
      await fencing.stop();
      expect(fencing.violations).toEqual([]);
      expect(fencing.seen).toBeGreaterThan(MAILBOXES);
    },
    300_000 + minutes * 60_000,
  );

  it('spreads its mailboxes evenly, and every node answers with what was written at another', async () => {
    const load = await loaded(seeded(seed), MAILBOXES);
    const [a] = [await cluster.addNode('a'), await cluster.addNode('b'), await cluster.addNode('c')];
    const token = a?.served.token ?? '';
    const shares = async () => {
      const listed = await a?.served.does('GET', '/api/v1/nodes', token);
      const counts = listed?.body.items.map(
        ({ holds }: { holds: { name: string }[] }) => holds.filter(({ name }) => name.startsWith('fetch-')).length,
      );
      return counts.sort();
    };
    expect(await until(shares, (counts) => counts.join() === '6,7,7', 90_000)).toEqual([6, 7, 7]);
    await load.deliver(10);
    for (const [n, { served }] of [...cluster.nodes.values()].entries()) {
      const made = await served.does('POST', '/api/v1/teams', token, { teamId: `team-${n}`, name: `Team ${n}` });
      const position = made.headers.get('x-position') ?? '';
      for (const { served: other } of cluster.nodes.values()) {
        const seen = await until(
          () => other.ask('GET', '/api/v1/teams', token, undefined, { 'x-after-position': position }),
          ({ status }) => status === 200,
          60_000,
        );
        expect(seen.body.items.map(({ teamId }: { teamId: string }) => teamId)).toContain(`team-${n}`);
      }
    }
    await isWhole(load);
  }, 480_000);

  it('hears on any node what is configured on another', async () => {
    const load = await loaded(seeded(seed), 1);
    const [a, b] = [await cluster.addNode('a'), await cluster.addNode('b')];
    const token = a.served.token ?? '';
    const held = async () => {
      // A node that has just started does not know yet who may ask.
      const ask = () => a.served.does('GET', '/api/v1/nodes', token);
      const { body } = await until(ask, ({ status }) => status === 200, 30_000);
      const nodes: { node: string; holds: { name: string }[] }[] = body.items;
      return nodes.flatMap(({ node, holds }) => holds.map(({ name }) => ({ node: node.split('/')[0], name })));
    };
    const fetched = async () => (await held()).filter(({ name }) => name.startsWith('fetch-'));
    const [watch] = await until(fetched, (leases) => leases.length === 1, 60_000);
    // All that there is is with the one: it has nothing to come back to.
    await load.deliver(1);
    await isWhole(load);
    const other = watch?.node === 'a' ? b : a;
    const accountId = watch?.name.replace('fetch-', '');
    await other.served.does('POST', `/api/v1/accounts/${accountId}/deactivate`, token);
    await until(fetched, (leases) => leases.length === 0, 30_000);
  });

  it('tells on any node what happens on the others, as it happens', async () => {
    const [a, b] = [await cluster.addNode('a'), await cluster.addNode('b')];
    const token = a.served.token ?? '';
    const left = new AbortController();
    const heard = await b.served.fetch('GET', '/api/v1/events', token, undefined, {}, left.signal);
    await a.served.does('POST', '/api/v1/teams', token, { teamId: 'support', name: 'Support' });
    let text = '';
    for await (const piece of heard.body ?? []) {
      text += Buffer.from(piece).toString();
      if (text.includes('event: TeamCreated')) break;
    }
    expect(text).toMatch(/event: TeamCreated\ndata: .*"teamId":"support"/);
    left.abort();
  });

  it('is upgraded node by node: two versions of a read model are kept until the last older node has gone', async () => {
    const newer = await newerProgram();
    const [a, b] = [await cluster.addNode('a'), await cluster.addNode('b')];
    const token = a.served.token ?? '';
    const c = await cluster.addNode('c', newer.file);
    const engines = await cluster.open();
    let made = 0;
    /** Makes a team at one node, and sees it at the others. */
    const shows = async (at: ServedProcess, ...others: readonly ServedProcess[]) => {
      const teamId = `team-${++made}`;
      const { headers } = await at.does('POST', '/api/v1/teams', token, { teamId, name: teamId });
      const after = { 'x-after-position': headers.get('x-position') ?? '' };
      for (const other of others) {
        // On a busy machine it may ask for patience first.
        const { body } = await until(
          () => other.ask('GET', '/api/v1/teams', token, undefined, after),
          ({ status }) => status === 200,
          60_000,
        );
        expect(body.items).toHaveLength(made);
      }
    };
    await shows(a.served, b.served);
    await until(
      async () => (await c.served.does('GET', '/api/v1/projections', token)).body.items,
      (items: { name: string; version: number; state: string }[]) =>
        items.some(({ name, version, state }) => name === 'teams' && version === 2 && state === 'live'),
      60_000,
    );
    await shows(a.served, b.served, c.served);
    expect(await engines.adapters.documents.versions('teams')).toEqual([1, 2]);
    const { body } = await c.served.does('GET', '/api/v1/nodes', token);
    expect(body.items.map(({ version }: { version: string }) => version)).toEqual([OLDER, OLDER, NEWER]);
    await cluster.killNode('a');
    await shows(c.served, b.served);
    await cluster.stopNode('b');
    await shows(c.served, c.served);
    await until(
      () => engines.adapters.documents.versions('teams'),
      (versions) => versions.join() === '2',
      60_000,
    );
    await shows(c.served, c.served);
    await engines.close();
    await newer.remove();
  }, 480_000);

  it('a node that cannot reach the log is stopped in time, and releases its leases all the same', async () => {
    await loaded(seeded(seed), 2);
    const a = await cluster.addNode('a');
    const leases = async () => {
      const { adapters, close } = await cluster.open();
      const held = await adapters.leases.list();
      await close();
      return held.map(({ name }) => name);
    };
    expect(await leases()).toContain('routing');
    a.toLog.silence();
    await a.served.stop();
    cluster.nodes.delete('a');
    // Seen by one who has never seen them before: those that were not released would be there.
    expect(await leases()).toEqual([]);
  }, 240_000);
});

/** The built program with another version of one read model, and of itself. */
async function newerProgram() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = await mkdtemp(join(root, 'node_modules', '.cache', 'mailcase-newer-'));
  await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  const manifest = { ...JSON.parse(await readFile(join(root, 'package.json'), 'utf8')), version: NEWER };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const models = join(folder, 'dist', 'projections', 'people.js');
  const source = await readFile(models, 'utf8');
  const changed = source.replace(/(projection\(\s*'teams',\s*\{\s*version: )1/, '$12');
  if (changed === source) throw new Error('the read model of teams is declared in another way');
  await writeFile(models, changed);
  return { file: join(folder, 'dist', 'cli.js'), remove: () => rm(folder, { recursive: true, force: true }) };
}
