import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CollectionSpec, live } from '../../../src/application/ports/document-store.js';
import { StoreUnavailable } from '../../../src/application/ports/event-store.js';
import { Invalid, Unavailable } from '../../../src/domain/errors.js';
import { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoDocumentStore } from '../../../src/infrastructure/mongodb/mongo-document-store.js';
import { realMongodb, StandIn, TestMongodb, withoutMongodb } from '../../support/mongodb/index.js';
import { cursorOf, type Script, ScriptedServer } from '../../support/mongodb/scripted-server.js';

const run = promisify(execFile);
const spec: CollectionSpec = { name: 'cases', version: 1, fields: ['number'], indexes: [['number']] };
const SECRET = 'geslo-pa-tako';

async function refusal(opening: Promise<MongoConnection>): Promise<Error> {
  const outcome = await opening.then(
    (connection) => connection.close(),
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error('it was not refused');
  expect(`${outcome.message} ${JSON.stringify(outcome)}`).not.toContain(SECRET);
  return outcome;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return address !== null && typeof address === 'object' ? address.port : 0;
}

describe('what is wrong with the address of MongoDB', () => {
  let server: ScriptedServer | null = null;
  const started = async (...args: Parameters<typeof ScriptedServer.start>) => {
    server = await ScriptedServer.start(...args);
    return server;
  };
  afterEach(async () => {
    await server?.stop();
    server = null;
  });
  const open = (url: string, patience = 300) => MongoConnection.open({ url, database: 'mailcase', patience });

  it.each([
    ['no address at all', 'not an address'],
    ['another scheme', `http://ana:${SECRET}@localhost/`],
    ['a password with a slash', `mongodb://ana:${SECRET}/x@localhost/`],
    ['an unknown option', `mongodb://ana:${SECRET}@localhost/?tlls=true`],
    ['no host', `mongodb://ana:${SECRET}@/`],
  ])('is said in words, without the password: %s', async (_, url) => {
    const error = await refusal(open(url));
    expect(error).toBeInstanceOf(Invalid);
    expect(error.message).toMatch(/^mongodb\.url: cannot be read as mongodb:\/\/user:password@host/);
  });

  it('names nobody who answers, after its patience', async () => {
    const port = await freePort();
    const before = performance.now();
    const error = await refusal(open(`mongodb://ana:${SECRET}@127.0.0.1:${port}/`, 400));
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(error).toBeInstanceOf(Unavailable);
    expect(error).toMatchObject({ code: 'mongodb-away' });
    expect(error.message).toContain(`MongoDB at 127.0.0.1:${port} does not answer`);
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('names a host that does not exist', async () => {
    const error = await refusal(open('mongodb://nowhere.invalid/'));
    expect(error).toMatchObject({ code: 'mongodb-away', message: expect.stringMatching(/nowhere\.invalid/) });
  });

  it.each([
    ['by its protocol', { maxWireVersion: 7 }, undefined],
    ['by its version', {}, '4.4.29'],
  ])('refuses a server that is too old, %s', async (_, options, version) => {
    const script: Script = (command) => (command === 'buildInfo' && version ? { ok: 1, version } : undefined);
    const one = await started(script, options);
    const error = await refusal(open(one.url(), 30_000));
    expect(error).toBeInstanceOf(Invalid);
    expect(error.message).toMatch(/needs MongoDB 5\.0 or later/);
  });

  it('says that the password is wrong, at once', async () => {
    const failed = { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.' };
    const one = await started((command) => (command === 'saslStart' ? failed : undefined));
    const before = performance.now();
    const error = await refusal(open(one.url(`ana:${SECRET}`), 30_000));
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(error).toBeInstanceOf(Invalid);
    expect(error.message).toMatch(/does not accept the user or the password/);
  });

  it.each(['update', 'listCollections'])('says which rights are missing, where %s is refused', async (refused) => {
    const denied = { ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'not authorized on mailcase' };
    const one = await started((command) => (command === refused ? denied : undefined));
    const error = await refusal(open(one.url()));
    expect(error).toBeInstanceOf(Invalid);
    expect(error.message).toMatch(/may not read and write the database mailcase: give it the role readWrite/);
  });

  it('says that it is full', async () => {
    const full = { ok: 0, code: 8000, errmsg: 'you are over your space quota, using 513 MB of 512 MB' };
    const one = await started((command) => (command === 'update' ? full : undefined));
    const error = await refusal(open(one.url()));
    expect(error).toMatchObject({ code: 'mongodb-full', message: expect.stringContaining('over your space quota') });
  });

  it('says that the certificate is not accepted, at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailcase-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject]);
    const one = await started(() => undefined, { tls: { key: await readFile(key), cert: await readFile(cert) } });
    const before = performance.now();
    const error = await refusal(open(one.url('', '?tls=true'), 30_000));
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(error).toBeInstanceOf(Invalid);
    expect(error.message).toMatch(/the certificate of 127\.0\.0\.1:\d+ is not accepted .*tlsCAFile/);
    await (await open(one.url('', `?tls=true&tlsCAFile=${cert}`))).close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['full', { ok: 0, code: 14031, errmsg: 'Insufficient free space' }],
    ['full', { ok: 0, code: 8000, errmsg: 'you are over your space quota, using 513 MB of 512 MB' }],
    ['away', { ok: 0, code: 91, errmsg: 'The server is in quiesce mode and will shut down' }],
    ['away', { ok: 1, n: 0, writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } }],
    ['io', { ok: 0, code: 8, errmsg: 'it broke' }],
    ['io', { ok: 1, n: 0, writeErrors: [{ index: 0, code: 121, errmsg: 'Document failed validation' }] }],
  ])('says during the work that it is %s', async (code, answer) => {
    let isWorking = false;
    const marker = { _id: 0, build: 'x', fields: ['number'], text: [] };
    const one = await started((command) => {
      if (command === 'find') return { ok: 1, cursor: cursorOf([marker]) };
      return isWorking && command === 'update' ? answer : undefined;
    });
    const connection = await open(one.url());
    const store = new MongoDocumentStore(connection);
    await store.get(live(spec), []);
    isWorking = true;
    const write = store.write(live(spec), [{ id: 'a', document: {}, position: '1' }]);
    await expect(write).rejects.toThrow(StoreUnavailable);
    await expect(write).rejects.toMatchObject({ code });
    await connection.close();
  });
});

describe.skipIf(withoutMongodb())('MongoDB that comes and goes', () => {
  let folder: string;
  let server: StandIn;
  const kept = realMongodb === undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailcase-mongodb-'));
    if (kept) server = await StandIn.start(join(folder, 'data'));
  });
  afterAll(async () => {
    if (kept) await server.stop();
    await rm(folder, { recursive: true });
  });

  it.runIf(kept)('is waited for at the start', async () => {
    await server.kill();
    const opening = MongoConnection.open({
      url: server.url,
      database: 'waited',
      patience: 20_000,
    });
    await server.startAgain();
    await (await opening).close();
  });

  it.runIf(kept)('loses nothing that was acknowledged when it is killed, and goes on when it is back', async () => {
    const connection = await MongoConnection.open({ url: server.url, database: 'killed' });
    const store = new MongoDocumentStore(connection);
    await store.prepare(spec);
    const acknowledged: number[] = [];
    let isOver = false;
    const writing = (async () => {
      for (let n = 0; !isOver; n++) {
        const position = String(n).padStart(8, '0');
        const checkpoint = { key: 'k', from: n === 0 ? null : String(n - 1).padStart(8, '0'), to: position };
        try {
          await store.write(live(spec), [{ id: `id${n}`, document: { number: n }, position }], checkpoint);
          acknowledged.push(n);
        } catch (error) {
          return error;
        }
      }
      return null;
    })();
    while (acknowledged.length < 40) await new Promise(setImmediate);
    await server.kill();
    const failure = await writing;
    isOver = true;
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect(failure).toMatchObject({ code: 'away' });

    await server.startAgain();
    const last = acknowledged.length - 1;
    const reached = await store.checkpoint('k');
    expect([last, last + 1].map((n) => String(n).padStart(8, '0'))).toContain(reached);
    const ids = acknowledged.map((n) => `id${n}`);
    expect((await store.get(live(spec), ids)).size).toBe(ids.length);
    await store.write(live(spec), [], { key: 'k', from: reached, to: '99999999' });
    await connection.close();
  });

  it.runIf(kept)('is away, in a bounded time, when it does not answer any more', { timeout: 60_000 }, async () => {
    const connection = await MongoConnection.open({ url: server.url, database: 'frozen' });
    const store = new MongoDocumentStore(connection);
    await store.prepare(spec);
    server.freeze();
    const before = performance.now();
    try {
      const write = store.write(live(spec), [{ id: 'a', document: {}, position: '1' }]);
      await expect(write).rejects.toMatchObject({ code: 'away' });
      expect(performance.now() - before).toBeLessThan(30_000);
    } finally {
      server.thaw();
    }
    await store.write(live(spec), [{ id: 'a', document: {}, position: '1' }]);
    await connection.close();
  });

  it('is closed for a store whose connection was closed', async () => {
    const test = await TestMongodb.start();
    const connection = await test.connect();
    const store = new MongoDocumentStore(connection);
    await store.prepare(spec);
    await connection.close();
    await expect(store.get(live(spec), ['a'])).rejects.toThrow(StoreUnavailable);
    await test.stop();
  });
});
