import { afterEach, describe, expect, it } from 'vitest';
import type { DocumentStore } from '../../src/application/ports/document-store.js';
import type { Leases } from '../../src/application/ports/lease.js';
import { hastyClock } from '../e2e/embedded-process.js';
import { until } from '../e2e/until.js';
import { FakeClock } from '../support/fake-clock.js';
import { LeaseTable } from '../support/lease-table.js';
import { notes, setUp, stopEngines } from '../support/notes-read-model.js';

const LEASE = 'projection notes_v1';

/** A gate in front of something: whoever comes waits until it is opened. */
function gate() {
  let pass: () => void = () => undefined;
  let comes: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    pass = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    comes = resolve;
  });
  const through = () => {
    comes();
    return opened;
  };
  return { through, reached, open: pass };
}

afterEach(stopEngines);

/** Two nodes: the first one writes the read model. */
async function two(model = notes('notes')) {
  const table = new LeaseTable();
  const a = setUp([model], { clock: hastyClock, leases: table.node('a') });
  const { events, documents } = a;
  const b = setUp([model], { events, documents, clock: hastyClock, leases: table.node('b') });
  for (const { engine } of [a, b]) {
    await engine.open();
    engine.start();
  }
  return { table, a, b, events, documents, model };
}

describe('the lease of a read model', () => {
  it('that is lost while a batch is read in changes no document from what it was', async () => {
    const model = notes('notes');
    const table = new LeaseTable();
    const { events, documents, note, textsOf } = setUp([model]);
    for (const text of ['one', 'two']) await note(text);
    const first = setUp([model], { events, documents, clock: hastyClock, leases: table.node('a') });
    await first.engine.open();
    first.engine.start();
    await first.engine.waitFor('notes', await events.head(), 5_000);
    // Documents that it does not know yet are slow to come; the one that it knows is in its memory.
    const gates = [gate(), gate()];
    const passed: number[] = [];
    const get = documents.get.bind(documents);
    documents.get = async (collection, ids) => {
      const found = await get(collection, ids);
      if (collection.name === 'notes') await gates[passed.push(0) - 1]?.through();
      return found;
    };
    let looks = 0;
    const checkpoints = documents.checkpoints.bind(documents);
    documents.checkpoints = (keys) => {
      looks++;
      return checkpoints(keys);
    };
    await note('first batch', 'another');
    await gates[0]?.reached;
    await note('three');
    const { position } = await note('second batch', 'a third');
    gates[0]?.open();
    await gates[1]?.reached;
    table.expire('a');
    // It follows the others from now on.
    await until(
      () => looks,
      (count) => count > 2,
    );
    gates[1]?.open();
    expect(await first.engine.waitFor('notes', position, 5_000)).toBe(true);
    expect(await textsOf(model.spec)).toEqual(['one', 'two', 'three']);
  });

  it('is not kept by a node that knows nothing of it, where the store fails while it asks for the next one', async () => {
    const table = new LeaseTable();
    const models = [notes('first'), notes('second')];
    const node = table.node('a');
    let away = true;
    const leases: Leases = {
      ...node,
      tryAcquire: (name, note) =>
        away && name.includes('second') ? Promise.reject(new Error('the store is away')) : node.tryAcquire(name, note),
    };
    const { engine, note } = setUp(models, { clock: hastyClock, leases });
    await expect(engine.open()).rejects.toThrow('the store is away');
    away = false;
    engine.start();
    const { position } = await note('a');
    for (const name of ['first', 'second']) expect(await engine.waitFor(name, position, 5_000)).toBe(true);
  });

  it('that comes while the node rests after a failure is used at once', async () => {
    const model = notes('notes');
    const table = new LeaseTable();
    const other = await table.node('b').tryAcquire(LEASE);
    const clock = new FakeClock();
    const a = setUp([model], { clock, leases: table.node('a') });
    await a.engine.open();
    const subscribe = a.events.subscribe.bind(a.events);
    a.events.subscribe = () => {
      throw new Error('the log is away');
    };
    const { position } = await a.note('before');
    a.engine.start();
    // Its pauses grow, until one is far longer than what lies between two attempts at a lease.
    await until(
      () => clock.advance(1_000),
      () => clock.waiting.includes(30_000),
    );
    a.events.subscribe = subscribe;
    await other?.release();
    await until(
      () => clock.advance(100),
      () => table.holderOf(LEASE) === 'a',
    );
    expect(await a.engine.waitFor('notes', position, 5_000)).toBe(true);
    expect(await a.textsOf(model.spec)).toEqual(['before']);
  });

  it('is asked for again by whoever left it, when others have read on and gone', async () => {
    const poison = { text: 'bad' as string | null };
    const table = new LeaseTable();
    const a = setUp([notes('notes', 1, poison)], { clock: hastyClock, leases: table.node('a') });
    const { events, documents, note } = a;
    await a.engine.open();
    a.engine.start();
    const bad = await note('bad');
    await until(
      () => a.engine.status()[0]?.state,
      (state) => state === 'stopped',
    );
    const newer = setUp([notes('notes')], { events, documents, clock: hastyClock, leases: table.node('newer') });
    await newer.engine.open();
    newer.engine.start();
    expect(await newer.engine.waitFor('notes', bad.position, 5_000)).toBe(true);
    await newer.engine.stop();
    const { position } = await note('later');
    await until(
      () => a.engine.status()[0]?.state,
      (state) => state !== 'stopped',
    );
    expect(await a.engine.waitFor('notes', position, 5_000)).toBe(true);
    expect(table.holderOf(LEASE)).toBe('a');
  });
});

describe('a read model that stopped', () => {
  it('is known as stopped to the node where it did, also where the store took no note of it', async () => {
    const { a, b, documents } = await two(notes('notes', 1, { text: 'bad' }));
    const write = documents.write.bind(documents);
    documents.write = async (collection, ...rest) => {
      if (collection.name === 'read-model-failures') throw new Error('full');
      return write(collection, ...rest);
    };
    await a.note('bad');
    const states = () => [a, b].map(({ engine }) => engine.status()[0]?.state);
    await until(states, (both) => both.every((state) => state === 'stopped'));
    // It stays so, however often they look at each other.
    let looks = 0;
    const checkpoints = documents.checkpoints.bind(documents);
    documents.checkpoints = (keys) => {
      looks++;
      return checkpoints(keys);
    };
    await until(
      () => looks,
      (count) => count > 6,
    );
    expect(states()).toEqual(['stopped', 'stopped']);
  });
});

describe('a node that only follows', () => {
  it('tells its listeners of what is new and, while nobody can say what is, that it may be', async () => {
    const { a, b, documents } = await two();
    const { position } = await a.note('a');
    await b.engine.waitFor('notes', position, 5_000);
    let looks = 0;
    let isAway = false;
    const checkpoints = documents.checkpoints.bind(documents);
    documents.checkpoints = async (keys) => {
      looks++;
      if (isAway) throw new Error('the store is away');
      return checkpoints(keys);
    };
    const someLooks = (count: number) => {
      const before = looks;
      return until(
        () => looks,
        (now) => now >= before + count,
      );
    };
    await someLooks(2);
    let told = 0;
    b.engine.onProgress(() => told++);
    await someLooks(5);
    expect(told).toBe(0);
    isAway = true;
    await someLooks(3);
    expect(told).toBeGreaterThan(0);
  });
});

describe('a rebuild', () => {
  it('is not taken over half-way by a second one, which waits', async () => {
    const { a, b, documents, model } = await two();
    const { position } = await a.note('a');
    await b.engine.waitFor('notes', position, 5_000);
    const { through, reached, open } = gate();
    let builds = 0;
    const startBuilding = documents.startBuilding.bind(documents);
    documents.startBuilding = async (spec) => {
      if (builds++ === 0) await through();
      return startBuilding(spec);
    };
    const first = a.engine.rebuild(['notes']);
    await reached;
    const second = b.engine.rebuild(['notes']);
    // Long enough for the lease to be asked for and handed over.
    for (let round = 0; round < 20; round++) await hastyClock.pause(500);
    expect(builds).toBe(1);
    open();
    await first;
    await second;
    expect(builds).toBe(2);
    const later = await a.note('b');
    expect(await a.engine.waitFor('notes', later.position, 5_000)).toBe(true);
    expect(await a.textsOf(model.spec)).toEqual(['a', 'b']);
  });

  it('puts nothing in place where another node has taken the read model over meanwhile', async () => {
    const { table, a, documents } = await two();
    await a.note('a');
    let swaps = 0;
    const swap = documents.swap.bind(documents);
    documents.swap = (...given: Parameters<DocumentStore['swap']>) => {
      swaps++;
      return swap(...given);
    };
    const rebuilding = a.engine.rebuild(['notes'], () => {
      // The node is paused, and another one takes its leases.
      table.expire('a');
      void table.node('c').tryAcquire(LEASE);
    });
    await expect(rebuilding).rejects.toMatchObject({ kind: 'unavailable', code: 'not-handed-over' });
    expect(swaps).toBe(0);
  });
});

describe('an older program, gone back to and left again', () => {
  it('leaves nothing that a node which only follows takes for up to date', async () => {
    const [v1, v2] = [notes('notes', 1), notes('notes', 2)];
    const first = setUp([v2]);
    const { events, documents, note } = first;
    await note('a');
    await first.engine.open();
    await first.engine.catchUp();
    const back = setUp([v1], { events, documents });
    await back.engine.open();
    await note('b');
    await back.engine.catchUp();
    const table = new LeaseTable();
    const writer = await table.node('writer').tryAcquire('projection notes_v2');
    const follower = setUp([v2], { events, documents, clock: hastyClock, leases: table.node('follower') });
    await follower.engine.open();
    expect(follower.engine.isReadable('notes')).toBe(false);
    await writer?.release();
  });
});
