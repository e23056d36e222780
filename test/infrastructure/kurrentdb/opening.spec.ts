import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { START } from '../../../src/domain/event.js';
import {
  KurrentDbEventStore,
  type KurrentDbEventStoreOptions,
} from '../../../src/infrastructure/kurrentdb/kurrentdb-event-store.js';
import { type Certificates, makeCertificates } from '../../support/kurrentdb-double/certificates.js';
import { type DoubleOptions, KurrentDbDouble } from '../../support/kurrentdb-double/kurrentdb-double.js';
import { fact, facts, readAll, readStream } from './facts.js';

const doubles: KurrentDbDouble[] = [];
const stores: KurrentDbEventStore[] = [];

const start = async (options?: DoubleOptions) => {
  const double = await KurrentDbDouble.start(options);
  doubles.push(double);
  return double;
};
const open = async (url: string, options: Partial<KurrentDbEventStoreOptions> = {}) => {
  const store = await KurrentDbEventStore.open({ url, installation: 'shared', patience: 0, ...options });
  stores.push(store);
  return store;
};

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const double of doubles.splice(0)) double.close();
});

describe('The log on KurrentDB belongs to', () => {
  it('whoever opens it first; the same may come again, and others are told whose it is', async () => {
    const { url } = await start();
    const { instanceId } = await open(url, { installation: 'folder-a' });
    expect((await open(url, { installation: 'folder-a' })).instanceId).toBe(instanceId);
    const refused = { name: 'Rejected', code: 'log-claimed' };
    await expect(open(url, { installation: 'folder-b' })).rejects.toMatchObject(refused);
    await expect(open(url)).rejects.toThrow(/the data folder folder-a\..*mailcase move/s);
  });

  it('nodes that share it, as many as there are', async () => {
    const { url } = await start();
    const names = await Promise.all(Array.from({ length: 5 }, async () => (await open(url)).instanceId));
    expect(new Set(names).size).toBe(1);
    await expect(open(url, { installation: 'folder-a' })).rejects.toThrow(/keep all their data in servers/);
  });

  it('one of several that open it at the same moment', async () => {
    const { url } = await start();
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) => open(url, { installation: `folder-${n}` })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'log-claimed' });
    }
  });

  it('whoever it is moved to', async () => {
    const { url } = await start();
    const first = await open(url, { installation: 'folder-a' });
    await first.takeOver('shared');
    const second = await open(url);
    expect(second.instanceId).toBe(first.instanceId);
    await expect(open(url, { installation: 'folder-a' })).rejects.toMatchObject({ code: 'log-claimed' });
    await open(url, { installation: 'folder-b', takeOver: true });
    await expect(open(url)).rejects.toThrow(/folder-b/);
  });

  it('nobody for those who only look', async () => {
    const { url } = await start();
    await expect(open(url, { readOnly: true })).rejects.toMatchObject({ name: 'Rejected', code: 'no-log' });
    const writer = await open(url, { installation: 'folder-a' });
    await writer.append({ stream: 'case-1', expectedRevision: 'no-stream', events: [fact()] });
    const reader = await open(url, { installation: 'folder-b', readOnly: true });
    expect(reader.instanceId).toBe(writer.instanceId);
    expect(await readStream(reader, 'case-1')).toHaveLength(1);
    const append = { stream: 'case-1', expectedRevision: 0, events: [fact()] };
    await expect(reader.append(append)).rejects.toMatchObject({ code: 'read-only' });
  });

  it('something else, where that has written the stream of its name', async () => {
    const double = await start();
    const json = Buffer.from('{}');
    const event = { id: '5f0c7bb2-3c40-4b43-9e52-2c7a5c2c7f10', type: 'Else', contentType: 'application/json' };
    double.log.append('mailcase', 'any', [{ ...event, data: json, metadata: json }]);
    await expect(open(double.url)).rejects.toMatchObject({ name: 'Rejected', code: 'log-foreign' });
  });
});

describe('What stands on the server', () => {
  it('beside our events is not seen: its own, others’, and the stream of names', async () => {
    const double = await start();
    const store = await open(double.url);
    expect(await store.head()).toBe(START);
    expect(await readAll(store)).toEqual([]);
    expect(await readStream(store, 'mailcase')).toEqual([]);

    const { position } = await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(3) });
    for (let n = 0; n < 40; n++) double.log.writeSystemEvent();
    const other = { id: '5f0c7bb2-3c40-4b43-9e52-2c7a5c2c7f11', type: 'Else', contentType: 'application/octet-stream' };
    double.log.append('else-1', 'any', [{ ...other, data: Buffer.from('x'), metadata: Buffer.from('') }]);
    expect(await store.head()).toBe(position);
    expect((await readAll(store)).map(({ stream }) => stream)).toEqual(['case-1', 'case-1', 'case-1']);
    expect(await readStream(store, 'else-1')).toEqual([]);
  });

  it('of our events is readable JSON, with the names by which its projections follow a correlation', async () => {
    const double = await start();
    const store = await open(double.url);
    const event = fact('CaseOpened', { number: 42 });
    const named = { ...fact('CaseOpened'), id: 'no UUID' };
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: [event, named] });
    const [first, second] = double.log.all.filter(({ stream }) => stream === 'case-1');
    expect(first).toMatchObject({ id: event.id, type: 'CaseOpened', contentType: 'application/json' });
    expect(JSON.parse(String(Buffer.from(first?.data ?? [])))).toEqual({ number: 42 });
    expect(JSON.parse(String(Buffer.from(first?.metadata ?? [])))).toEqual(event.metadata);
    expect(second?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/);
    expect(await readStream(store, 'case-1')).toMatchObject([event, named]);
  });

  it('under names of its own is not written', async () => {
    const store = await open((await start()).url);
    for (const stream of ['mailcase', '$streams', '$$case-1']) {
      await expect(store.append({ stream, expectedRevision: 'any', events: [fact()] })).rejects.toThrow(TypeError);
    }
    const events = [fact('$metadata')];
    await expect(store.append({ stream: 'case-1', expectedRevision: 'any', events })).rejects.toThrow(TypeError);
  });

  it.each(['x', '0000000000000012', `${'9'.repeat(20)}-${'9'.repeat(20)}`])('is not at %j', async (after) => {
    const store = await open((await start()).url);
    await expect(readAll(store, after)).rejects.toThrow(TypeError);
    const messages = store.subscribe({ after, signal: new AbortController().signal })[Symbol.asyncIterator]();
    await expect(messages.next()).rejects.toThrow(TypeError);
  });
});

describe('Opening the log on KurrentDB', () => {
  let certificates: Certificates;
  beforeAll(async () => {
    certificates = await makeCertificates();
  });
  afterAll(() => certificates.remove());

  it('waits for a server that begins later', async () => {
    const double = await start();
    double.stop();
    let opening: Promise<KurrentDbEventStore> | undefined;
    const warned = new Promise<void>((resolve) => {
      const logger = { info: () => undefined, error: () => undefined, warn: () => resolve() };
      opening = open(double.url, { patience: 20_000, logger });
    });
    await warned;
    await double.listen();
    expect((await opening)?.instanceId).toMatch(/-/);
  });

  it('waits for a server that is there and not yet ready', async () => {
    const double = await start();
    double.faults.unavailable = true;
    const logger = {
      info: () => undefined,
      error: () => undefined,
      warn: () => {
        double.faults.unavailable = false;
      },
    };
    await open(double.url, { patience: 20_000, logger });
  });

  it('says that nothing answers, when its patience is at its end', async () => {
    const free = await freePort();
    const error = await open(`kurrentdb://eve:secret@127.0.0.1:${free}?tls=false`, { patience: 50 }).catch((e) => e);
    expect(error).toMatchObject({ name: 'Unavailable', code: 'log-away' });
    expect(error.message).toContain(`127.0.0.1:${free}`);
    expect(error.message).not.toContain('secret');
  });

  it.each(['21.10.9', '20.6.1', ''])('refuses a server of version %j, and says which is needed', async (version) => {
    const { url } = await start({ version });
    await expect(open(url)).rejects.toMatchObject({ name: 'Rejected', code: 'log-server-too-old' });
    await expect(open(url)).rejects.toThrow(/22\.10 or later/);
  });

  it.each(['22.10.0', '23.10.8', '24.6.0', '25.1.0-rc.1'])('takes a server of version %s', async (version) => {
    const store = await open((await start({ version })).url);
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: [fact()] });
    expect(await readAll(store)).toHaveLength(1);
  });

  it('finds the leader of a cluster', async () => {
    const double = await start();
    for (const url of [
      double.url.replace('kurrentdb://', 'kurrentdb+discover://'),
      double.url.replace('kurrentdb://', 'esdb+discover://'),
      `kurrentdb://127.0.0.1:${await freePort()},${double.address}?tls=false`,
    ]) {
      const store = await open(url, { patience: 5_000 });
      await store.append({ stream: 'case-1', expectedRevision: 'any', events: [fact()] });
      expect(await store.head()).not.toBe(START);
    }
  });

  it('goes to the leader where another node was named', async () => {
    const leader = await start();
    const follower = await start({ leader: leader.port });
    const store = await open(follower.url, { patience: 5_000 });
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(2) }).catch(() => undefined);
    await store.append({ stream: 'case-1', expectedRevision: 'any', events: [fact()] });
    expect(await readStream(store, 'case-1')).not.toEqual([]);
    expect(leader.log.all.length).toBeGreaterThan(0);
    expect(follower.log.all).toEqual([]);
  });

  describe('over TLS', () => {
    const users = { mailcase: 'p@ss:word', nobody: 'nothing' };
    const secured = () => start({ tls: certificates, users, powerless: 'nobody' });
    const urlOf = ({ address }: KurrentDbDouble, login: string, more = `tlsCAFile=${certificates.caFile}`) =>
      `kurrentdb://${login}@${named(address)}?discoveryInterval=1&${more}`;
    // By its name: an address is none that TLS may ask for (RFC 6066, section 3), and the client asks for it.
    const named = (address: string) => address.replace('127.0.0.1', 'localhost');
    const right = 'mailcase:p%40ss%3Aword';

    it('uses user and password', async () => {
      const store = await open(urlOf(await secured(), right));
      await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(3) });
      expect(await readAll(store)).toHaveLength(3);
      expect(await readStream(store, 'case-1')).toHaveLength(3);
    });

    it('tells of a wrong password at once, however patient it is', async () => {
      const url = urlOf(await secured(), 'mailcase:wrong-secret');
      const error = await open(url, { patience: 60_000 }).catch((e) => e);
      expect(error).toMatchObject({ name: 'Rejected', code: 'log-access-refused' });
      expect(error.message).not.toContain('wrong-secret');
    });

    it('tells of a user without rights', async () => {
      const url = urlOf(await secured(), 'nobody:nothing');
      await expect(open(url, { patience: 60_000 })).rejects.toMatchObject({ code: 'log-access-refused' });
    });

    it('tells of a certificate that nobody vouches for', async () => {
      const url = urlOf(await secured(), right, '');
      const error = await open(url, { patience: 60_000 }).catch((e) => e);
      expect(error).toMatchObject({ name: 'Rejected', code: 'log-certificate-refused' });
      expect(error.message).toContain('tlsCAFile');
    });

    it('tells of a server that speaks TLS to a client that does not, and the other way round', async () => {
      const withTls = urlOf(await secured(), right, 'tls=false');
      await expect(open(withTls, { patience: 60_000 })).rejects.toMatchObject({ code: 'log-server-with-tls' });
      const { address } = await start();
      const without = open(`kurrentdb://${address}?discoveryInterval=1`, { patience: 60_000 });
      await expect(without).rejects.toMatchObject({ code: 'log-server-without-tls' });
    });

    it('tells of a file of certificates that is none', async () => {
      const url = urlOf(await secured(), right, 'tlsCAFile=/no/such/file.pem');
      await expect(open(url)).rejects.toMatchObject({ name: 'Invalid', code: 'log-url-invalid' });
    });
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('a port was asked for'));
      else server.close(() => resolve(address.port));
    });
  });
}
