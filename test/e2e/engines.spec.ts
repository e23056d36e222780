import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent } from '../../src/application/ports/logger.js';
import { loadConfig } from '../../src/infrastructure/config/index.js';
import { openEngines } from '../../src/infrastructure/engines.js';
import { cases } from '../../src/projections/cases.js';
import { Cli } from '../support/cli.js';
import { ofType, wholeLog } from '../support/invariants.js';
import { DoubleProcess } from '../support/kurrentdb-double/double-process.js';
import { message } from '../support/messages.js';
import { StandIn, withoutMongodb } from '../support/mongodb/index.js';
import { newerEvent, newerStream } from '../support/newer-event.js';

const KEY = randomBytes(32).toString('hex');
const MESSAGES = 300;
const LATE = `--import ${new URL('../support/cluster/an-hour-late.mjs', import.meta.url).href}`;

type Variables = Readonly<Record<string, string>>;

describe.skipIf(withoutMongodb())('engines by configuration', { timeout: 180_000 }, () => {
  let log: DoubleProcess;
  let mongodb: StandIn;
  const clis: Cli[] = [];
  let databases = 0;

  beforeAll(async () => {
    mongodb = await StandIn.start();
  });
  afterAll(async () => {
    await Promise.all(clis.map((cli) => cli.remove()));
    await log?.remove();
    await mongodb?.stop();
  });

  /** A server with an empty log: one log is all that it has. */
  async function newLog(): Promise<void> {
    await log?.remove();
    const { folder } = await newCli();
    await mkdir(folder, { recursive: true });
    log = await DoubleProcess.start({ file: join(folder, 'log.jsonl') });
  }

  async function newCli(): Promise<Cli> {
    const cli = await Cli.create();
    clis.push(cli);
    return cli;
  }

  const urls = (): Variables => ({
    MAILCASE_KURRENTDB_URL: `kurrentdb://127.0.0.1:${log.port}?tls=false&discoveryInterval=1`,
    MAILCASE_MONGODB_URL: mongodb.url,
    MAILCASE_MONGODB_DATABASE: `engines-${databases}`,
  });
  const onServers = (key = KEY): Variables => ({
    ...urls(),
    MAILCASE_EVENT_STORE: 'kurrentdb',
    MAILCASE_DOCUMENTS: 'mongodb',
    MAILCASE_BLOBS: 'mongodb',
    MAILCASE_MASTER_KEY: key,
  });

  async function json(cli: Cli, environment: Variables, ...args: readonly string[]): Promise<unknown> {
    const { code, stdout, stderr } = await cli.run([...args, '--json'], { environment });
    if (code !== 0) throw new Error(`mailcase ${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  async function refused(cli: Cli, environment: Variables, ...args: readonly string[]): Promise<string> {
    const { code, stderr } = await cli.run(args, { environment });
    expect(code).toBe(1);
    return stderr;
  }

  /** A team, an account, and mail that makes cases. */
  async function company(cli: Cli, environment: Variables, messages = 5): Promise<void> {
    await json(cli, environment, 'user', 'add', 'ana', '--name', 'Ana');
    await json(cli, environment, 'team', 'add', 'support', '--name', 'Support');
    await json(cli, environment, 'team', 'member', 'support', 'ana');
    const account = ['--name', 'Support', '--team', 'support', '--distribution', 'round-robin'];
    const imap = ['--imap-host', '127.0.0.1', '--imap-port', '1', '--security', 'none'];
    const password = { ...environment, MAILCASE_IMAP_PASSWORD: 'correct horse' };
    await json(cli, password, 'account', 'add', 'support@acme.example', ...account, ...imap);
    const mail = join(cli.folder, '..', 'mail');
    await mkdir(mail, { recursive: true });
    for (let n = 0; n < messages; n++) {
      await writeFile(join(mail, `${n}.eml`), message({ subject: `No. ${n}`, messageId: `<${n}@customer.example>` }));
    }
    const imported = await json(cli, environment, 'import', mail, '--account', 'support@acme.example');
    expect(imported).toMatchObject({ received: messages });
  }

  const mixtures: readonly (readonly [string, Variables])[] = [
    ['the log on KurrentDB', { MAILCASE_EVENT_STORE: 'kurrentdb' }],
    ['read models on MongoDB', { MAILCASE_DOCUMENTS: 'mongodb' }],
    ['blobs on MongoDB', { MAILCASE_BLOBS: 'mongodb' }],
    [
      'the log on KurrentDB and read models on MongoDB',
      { MAILCASE_EVENT_STORE: 'kurrentdb', MAILCASE_DOCUMENTS: 'mongodb' },
    ],
    ['everything on MongoDB but the log', { MAILCASE_DOCUMENTS: 'mongodb', MAILCASE_BLOBS: 'mongodb' }],
  ];

  it.each(mixtures)('%s: works, and a second process is refused', async (_, mixture) => {
    databases++;
    await newLog();
    const environment = { ...urls(), ...mixture };
    const [cli, other] = [await newCli(), await newCli()];
    await company(cli, environment);
    expect(await json(cli, environment, 'cases')).toHaveLength(5);
    const serving = cli.start(['serve', '--json'], { environment });
    await serving.says(/"address"/);
    // On the same folder: the commands go to the one that has it, a second service is refused.
    expect(await json(cli, environment, 'cases')).toHaveLength(5);
    expect(await refused(cli, environment, 'serve')).toMatch(/in use by `mailcase serve`/);
    serving.kill('SIGTERM');
    expect((await serving.ended).code).toBe(0);
    // On a folder of its own.
    const words = await other.run(['user', 'add', 'bor', '--name', 'Bor'], { environment });
    if (mixture.MAILCASE_EVENT_STORE) {
      expect(words).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/data folder [0-9a-f-]{36}.*mailcase move/s),
      });
    } else if (mixture.MAILCASE_DOCUMENTS) {
      expect(words).toMatchObject({ code: 1, stderr: expect.stringMatching(/belongs to another log/) });
    } else {
      // Blobs are named by what is in them: those of two logs may lie together.
      expect(words.code).toBe(0);
    }
  });

  it('moves a log from a folder to servers and back, killed on the way, and it is the same', async () => {
    databases++;
    await newLog();
    const [here, back] = [await newCli(), await newCli()];
    await company(here, {}, MESSAGES);
    const target = join(here.folder, '..', 'cluster.yaml');
    await writeFile(target, 'eventStore: kurrentdb\ndocuments: mongodb\nblobs: mongodb\n');
    const to = Object.fromEntries(
      Object.entries({ ...urls(), MAILCASE_MASTER_KEY: KEY }).map(([name, value]) => [
        name.replace('MAILCASE_', 'MAILCASE_TO_'),
        value,
      ]),
    );
    const first = here.start(['move', '--to', target], { environment: to });
    const copied = async () =>
      (await readFile(join(clis.at(-3)?.folder ?? '', 'log.jsonl'), 'utf8').catch(() => '')).length;
    while ((await copied()) < 100_000) await new Promise((resolve) => setTimeout(resolve, 20));
    first.kill('SIGKILL');
    await first.ended;
    // Nobody works on what is half there.
    expect(await refused(await newCli(), onServers(), 'serve')).toMatch(/is being moved here, and is not whole yet/);
    const moved = await json(here, to, 'move', '--to', target);
    expect(moved).toMatchObject({ blobs: MESSAGES, secrets: 1 });
    const there = await newCli();
    const summaries = await json(here, {}, 'cases');
    expect(await json(there, onServers(), 'cases')).toEqual(summaries);
    expect(await json(there, onServers(), 'why', '42')).toEqual(await json(here, {}, 'why', '42'));
    expect(await refused(here, to, 'move', '--to', target)).toMatch(/There is a log already/);

    await mkdir(back.folder, { recursive: true });
    const folder = join(back.folder, 'mailcase.yaml');
    await writeFile(folder, '# all in this folder\n');
    await json(there, onServers(), 'move', '--to', folder);
    const contents = async (cli: Cli) => {
      const { config } = loadConfig({ dataFolder: cli.folder, file: undefined, environment: {} });
      const { adapters, close } = await openEngines({
        folder: cli.folder,
        config,
        masterKey: undefined,
        logger: silent,
      });
      const events = (await wholeLog(adapters.events)).map(({ position, ...content }) => content);
      await close();
      return events;
    };
    expect(await contents(back)).toEqual(await contents(here));
    expect(
      ofType(
        (await contents(back)).map((event) => ({ ...event, position: '' })),
        'CaseCreated',
      ),
    ).toHaveLength(MESSAGES);
    expect(await json(back, {}, 'cases')).toEqual(summaries);
  }, 180_000);

  it('says what is wrong with what it is given, and what to do', { timeout: 180_000 }, async () => {
    databases++;
    await newLog();
    const cli = await newCli();
    await company(cli, onServers());
    const wrong = async (change: Record<string, string>) => {
      const environment = Object.fromEntries(
        Object.entries({ ...onServers(), ...change }).filter(([, value]) => value !== ''),
      );
      return refused(cli, environment, 'cases');
    };
    expect(await wrong({ MAILCASE_MASTER_KEY: '' })).toMatch(/MAILCASE_MASTER_KEY: must be set.*openssl rand -hex 32/s);
    expect(await wrong({ MAILCASE_MASTER_KEY: randomBytes(32).toString('hex') })).toMatch(/another master key/);
    expect(await wrong({ MAILCASE_KURRENTDB_URL: 'kurrentdb://127.0.0.1:1?tls=false' })).toMatch(
      /does not answer at 127\.0\.0\.1:1/,
    );
    expect(await wrong({ MAILCASE_MONGODB_URL: 'mongodb://ana:secret@127.0.0.1:1/' })).toMatch(/127\.0\.0\.1:1/);
    expect(await wrong({ MAILCASE_MONGODB_URL: 'mongodb://ana:secret@127.0.0.1:1/' })).not.toMatch(/secret/);
    expect(await wrong({ MAILCASE_MONGODB_URL: 'http://ana:secret@127.0.0.1/' })).toMatch(
      /mongodb\.url: must begin with mongodb:\/\/.*ana:\*{8}@/,
    );
    // An event of a newer version stops the read models that need it, and the doctor sees what a node has left.
    const { config } = loadConfig({ dataFolder: cli.folder, file: undefined, environment: onServers() });
    const { adapters, close } = await openEngines({ folder: cli.folder, config, masterKey: KEY, logger: silent });
    await adapters.events.append({ stream: newerStream, expectedRevision: 'no-stream', events: [newerEvent] });
    await close();
    await more(cli, onServers(), 5);
    expect(await json(cli, onServers(), 'user', 'list')).toHaveLength(1);
    const examined = await cli.run(['doctor'], { environment: onServers() });
    expect(examined).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/timelines.*version 99 is newer than \d+/s),
    });
    // The read models of one log are not those of another.
    await newLog();
    expect(await refused(cli, onServers(), 'user', 'add', 'bor', '--name', 'Bor')).toMatch(
      /The database engines-\d+ on MongoDB belongs to another log/,
    );
  });

  it('moves what nodes that were killed have left, makes nothing where it only looks, and refuses while a node lives', async () => {
    databases++;
    await newLog();
    const [cli, back] = [await newCli(), await newCli()];
    const environment = { ...onServers(), MAILCASE_NODE_LEASE_SECONDS: '1' };
    await company(cli, environment);
    const { config } = loadConfig({ dataFolder: cli.folder, file: undefined, environment });
    const looking = await openEngines({
      folder: cli.folder,
      config,
      masterKey: KEY,
      logger: silent,
      readOnly: true,
    });
    const ofTomorrow = { name: 'of-tomorrow', version: 1, fields: [], indexes: [] };
    await looking.adapters.documents.prepare(ofTomorrow);
    expect(await looking.adapters.documents.versions('of-tomorrow')).toEqual([]);
    expect(await looking.adapters.documents.versions('cases')).toEqual([cases.spec.version]);
    await looking.close();

    const node = cli.start(['serve', '--json'], { environment });
    await node.says(/"address"/);
    await mkdir(back.folder, { recursive: true });
    const folder = join(back.folder, 'mailcase.yaml');
    await writeFile(folder, '# all in this folder\n');
    expect(await refused(cli, environment, 'move', '--to', folder)).toMatch(/These nodes run/);
    node.kill('SIGKILL');
    await node.ended;
    expect(await json(cli, environment, 'move', '--to', folder)).toMatchObject({ blobs: 5 });
  }, 240_000);

  it('two nodes whose clocks differ by an hour work as any others', async () => {
    databases++;
    await newLog();
    const cli = await newCli();
    const environment = { ...onServers(), MAILCASE_NODE_LEASE_SECONDS: '1' };
    await company(cli, environment);
    const late = { ...environment, NODE_OPTIONS: LATE, MAILCASE_NODE_NAME: 'late' };
    const nodes = [
      cli.start(['serve', '--json'], { environment: { ...environment, MAILCASE_NODE_NAME: 'right' } }),
      cli.start(['serve', '--json'], { environment: late }),
    ];
    for (const node of nodes) await node.says(/"address"/);
    const named = async () => {
      const listed = await json(cli, environment, 'nodes');
      // As the API describes it.
      return (listed as { node: string; holds: unknown[] }[]).map(({ node, holds }) => [
        node.split('/')[0],
        holds.length > 0,
      ]);
    };
    // On a busy machine a beat may be late by more than this short lease: the node comes back by itself.
    const patience = { timeout: 60_000, interval: 500 };
    await expect.poll(named, patience).toEqual([
      ['late', expect.any(Boolean)],
      ['right', true],
    ]);
    await more(cli, environment, 5);
    nodes[0]?.kill('SIGKILL');
    await nodes[0]?.ended;
    await more(cli, environment, 10);
    await expect.poll(named, patience).toEqual([['late', true]]);
    nodes[1]?.kill('SIGTERM');
    expect((await nodes[1]?.ended)?.code).toBe(0);
    expect(await json(cli, environment, 'cases')).toHaveLength(15);
    expect(await json(cli, environment, 'nodes')).toEqual([]);
  }, 240_000);

  /** Five more messages, from the n-th on. */
  async function more(cli: Cli, environment: Variables, from: number): Promise<void> {
    const mail = join(cli.folder, '..', `mail-${from}`);
    await mkdir(mail, { recursive: true });
    for (let n = from; n < from + 5; n++) {
      await writeFile(join(mail, `${n}.eml`), message({ subject: `No. ${n}`, messageId: `<${n}@customer.example>` }));
    }
    await json(cli, environment, 'import', mail, '--account', 'support@acme.example');
  }
});
