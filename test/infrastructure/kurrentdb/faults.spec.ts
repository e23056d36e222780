import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AppendTooLarge,
  type StoredEvent,
  type SubscriptionMessage,
  WrongExpectedRevision,
} from '../../../src/application/ports/event-store.js';
import { type Position, START } from '../../../src/domain/event.js';
import { KurrentDbEventStore } from '../../../src/infrastructure/kurrentdb/kurrentdb-event-store.js';
import { type DoubleOptions, KurrentDbDouble } from '../../support/kurrentdb-double/kurrentdb-double.js';
import { fact, facts, idsOf, readAll, readStream } from './facts.js';

/** Milliseconds that the client waits for an answer, where a test waits for that. */
const DEADLINE = 300;
const away = { name: 'StoreUnavailable', code: 'away' };

let double: KurrentDbDouble;
let store: KurrentDbEventStore;

const begin = async (options: DoubleOptions = {}, more = '', window?: number) => {
  double = await KurrentDbDouble.start(options);
  store = await KurrentDbEventStore.open({ url: double.url + more, installation: 'shared', window });
};

afterEach(async () => {
  await store.close();
  double.close();
});

describe.each([
  { way: 'many appends in one call', batchAppend: true },
  { way: 'each append a call of its own', batchAppend: false },
])('A log on KurrentDB whose server fails ($way)', ({ batchAppend }) => {
  describe('after an answer that was lost', () => {
    it.each(['break', 'silence'] as const)('by %s writes nothing twice when it is repeated', async (lostBy) => {
      await begin({ batchAppend }, `&defaultDeadline=${DEADLINE}`);
      await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(2) });
      const append = { stream: 'case-1', expectedRevision: 1, events: facts(3) };
      Object.assign(double.faults, { lostAnswers: 1, lostBy });
      await expect(store.append(append)).rejects.toMatchObject(away);

      const repeated = await store.append(append);
      const stored = await readStream(store, 'case-1');
      expect(idsOf(stored.slice(2))).toEqual(idsOf(append.events));
      expect(repeated).toEqual({ revision: 4, position: stored[4]?.position });
      expect((await store.append({ stream: 'case-1', expectedRevision: 4, events: [fact()] })).revision).toBe(5);
    });

    it.each(['original', 'none', 'zero'] as const)(
      'knows the place of a repeat where the server says: %s',
      async (repeatPosition) => {
        await begin({ batchAppend });
        double.faults.repeatPosition = repeatPosition;
        const appends = [
          { stream: 'case-1', expectedRevision: 'no-stream' as const, events: facts(3) },
          { stream: 'case-1', expectedRevision: 2, events: [fact()] },
          { stream: 'case-1', expectedRevision: 3, events: facts(2) },
        ];
        const first = await store.appendMany(appends);
        expect(await store.appendMany(appends)).toEqual(first);
        expect(await readStream(store, 'case-1')).toHaveLength(6);
      },
    );

    it('knows the place of several events where the server names that of the first', async () => {
      await begin({ batchAppend });
      double.faults.severalPosition = 'first';
      for (const expectedRevision of ['no-stream', 2, 5] as const) {
        const appended = await store.append({ stream: 'case-1', expectedRevision, events: facts(3) });
        expect(appended.position).toBe((await readStream(store, 'case-1')).at(-1)?.position);
      }
    });
  });

  it('goes on with the same connection when the server is back', async () => {
    await begin({ batchAppend });
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: [fact()] });
    double.stop();
    const append = { stream: 'case-1', expectedRevision: 0, events: [fact()] };
    await expect(store.append(append)).rejects.toMatchObject(away);
    await expect(store.append(append)).rejects.toMatchObject(away);
    await expect(readStream(store, 'case-1')).rejects.toMatchObject(away);
    await expect(store.head()).rejects.toMatchObject(away);
    await double.listen();
    await eventually(() => store.append(append));
    expect(await eventually(() => readStream(store, 'case-1'))).toHaveLength(2);
  });

  it('tells each of many appends that the server has gone, and the process lives on', async () => {
    await begin({ batchAppend });
    const appends = facts(200).map((event, n) => ({
      stream: `s-${n}`,
      expectedRevision: 'no-stream' as const,
      events: [event, fact('Large', { text: 'x'.repeat(50_000) })],
    }));
    const stopAt = double.log.onAppend(() => {
      if (double.log.all.length < 60) return;
      stopAt();
      double.stop();
    });
    const outcomes = await store.appendMany(appends);
    const failed = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
    expect(failed.length).toBeGreaterThan(0);
    for (const error of failed) expect(error).toMatchObject(away);

    await double.listen();
    // The same appends once more: those that took effect are repeats.
    const left = await eventually(async () => {
      const again = await store.appendMany(appends);
      if (again.some(({ ok }) => !ok)) throw new Error('not yet back');
      return again;
    });
    expect(left.every((outcome) => outcome.ok && outcome.revision === 1)).toBe(true);
    expect(await readAll(store)).toHaveLength(400);
  });

  it('begins nothing behind an append without an answer where the order is asked for', async () => {
    await begin({ batchAppend });
    const appends = facts(6).map((event, n) => ({
      stream: `s-${n % 3}`,
      expectedRevision: 'any' as const,
      events: [event],
    }));
    await store.appendMany(appends.slice(0, 2), { inOrder: true });
    double.faults.lostAnswers = 1;
    const outcomes = await store.appendMany(appends.slice(2), { inOrder: true });
    expect(outcomes).toMatchObject(Array.from({ length: 4 }, () => ({ ok: false, error: away })));
    expect(idsOf(await eventually(() => readAll(store)))).toEqual(idsOf(appends.slice(0, 3).flatMap((a) => a.events)));
  });

  it('waits for a server that is slow, and not for one that says nothing', async () => {
    await begin({ batchAppend }, `&defaultDeadline=${DEADLINE}`);
    double.faults.delay = DEADLINE / 6;
    const append = { stream: 'case-1', expectedRevision: 'no-stream' as const, events: [fact()] };
    expect((await store.append(append)).revision).toBe(0);
    double.faults.delay = DEADLINE * 20;
    await expect(store.append({ ...append, expectedRevision: 0 })).rejects.toMatchObject(away);
    await expect(readStream(store, 'case-1')).rejects.toMatchObject(away);
    await expect(readAll(store)).rejects.toMatchObject(away);
  });

  it('says that the server is full, and appends again when it is not', async () => {
    await begin({ batchAppend });
    double.faults.full = true;
    const append = { stream: 'case-1', expectedRevision: 'no-stream' as const, events: [fact()] };
    await expect(store.append(append)).rejects.toMatchObject({ name: 'StoreUnavailable', code: 'full' });
    double.faults.full = false;
    expect((await store.append(append)).revision).toBe(0);
  });

  it('says that an append is too large for a server that takes less than others', async () => {
    await begin({ batchAppend, maxAppendBytes: 10_000 });
    const events = [fact('Large', { text: 'x'.repeat(20_000) })];
    await expect(store.append({ stream: 'case-1', expectedRevision: 'any', events })).rejects.toThrow(AppendTooLarge);
    expect(await readStream(store, 'case-1')).toEqual([]);
  });

  it('tells two writers of one revision apart', async () => {
    await begin({ batchAppend });
    const other = await KurrentDbEventStore.open({ url: double.url, installation: 'shared' });
    const append = (by: KurrentDbEventStore) =>
      by.append({ stream: 'routing', expectedRevision: 'no-stream', events: [fact()] });
    const results = await Promise.allSettled([append(store), append(other)]);
    const [lost] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(lost).toBeInstanceOf(WrongExpectedRevision);
    expect(lost).toMatchObject({ expected: 'no-stream', actual: 0 });
    await other.close();
  });

  it('goes on with the revisions of a stream that was deleted, and gives nothing of one that is gone for good', async () => {
    await begin({ batchAppend });
    for (const stream of ['softly', 'for-good']) {
      await store.append({ stream, expectedRevision: 'no-stream', events: facts(2) });
    }
    double.log.delete('softly');
    double.log.tombstone('for-good');
    expect(await readStream(store, 'softly')).toEqual([]);
    expect(await readStream(store, 'for-good')).toEqual([]);
    const append = { expectedRevision: 'no-stream' as const, events: [fact()] };
    expect((await store.append({ stream: 'softly', ...append })).revision).toBe(2);
    await expect(store.append({ stream: 'for-good', ...append })).rejects.toMatchObject({ code: 'io' });
  });
});

describe('A subscription to a log on KurrentDB', () => {
  beforeEach(() => begin());

  /** Reads on from a checkpoint after each break, until so many events are there. */
  async function follow(count: number, filter = {}, onMessage: (m: SubscriptionMessage) => unknown = () => {}) {
    const seen: StoredEvent[] = [];
    let checkpoint: Position = START;
    let breaks = 0;
    while (seen.length < count) {
      const abort = new AbortController();
      try {
        for await (const message of store.subscribe({ after: checkpoint, filter, signal: abort.signal })) {
          if (message.kind === 'events') seen.push(...message.events);
          expect(message.checkpoint >= checkpoint).toBe(true);
          checkpoint = message.checkpoint;
          await onMessage(message);
          if (seen.length >= count) abort.abort();
        }
      } catch (error) {
        expect(error).toMatchObject(away);
        breaks += 1;
      }
    }
    return { seen, breaks, checkpoint };
  }

  it('that is cut goes on from its checkpoint, and misses and doubles nothing', async () => {
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(50) });
    let cuts = 0;
    const { seen, breaks } = await follow(80, {}, async (message) => {
      if (message.kind !== 'caught-up' || cuts === 3) return;
      cuts += 1;
      double.cutSubscriptions();
      await store.append({ stream: 'case-1', expectedRevision: 'any', events: facts(10) });
    });
    expect(breaks).toBe(3);
    expect(idsOf(seen)).toEqual(idsOf(await readAll(store)));
  });

  it('ends when the server goes away, and can be made again when it is back', async () => {
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(3) });
    const abort = new AbortController();
    const messages = store.subscribe({ after: START, signal: abort.signal })[Symbol.asyncIterator]();
    for (let next = await messages.next(); next.value?.kind === 'events'; ) next = await messages.next();
    const waiting = messages.next();
    const ended = expect(waiting).rejects.toMatchObject(away);
    double.stop();
    await ended;
    const again = store.subscribe({ after: START, signal: abort.signal })[Symbol.asyncIterator]();
    await expect(again.next()).rejects.toMatchObject(away);
    await double.listen();
    const { seen } = await eventually(() => follow(3));
    expect(seen).toHaveLength(3);
  });

  it('leaves nothing open at the server when it is left', async () => {
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(10) });
    for await (const _ of store.subscribe({ after: START, batchSize: 1, signal: new AbortController().signal })) break;
    const abort = new AbortController();
    for await (const _ of store.subscribe({ after: START, filter: { types: ['Noted'] }, signal: abort.signal })) {
      abort.abort();
    }
    await eventually(async () => expect(double.openSubscriptions).toBe(0));
  });

  it('hears on the way how far it has come where nothing is wanted of a long history', async () => {
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: [fact('Wanted')] });
    for (let n = 0; n < 6; n++) {
      await store.append({ stream: 'case-2', expectedRevision: 'any', events: facts(2_000) });
    }
    const abort = new AbortController();
    const messages: SubscriptionMessage[] = [];
    for await (const message of store.subscribe({
      after: START,
      filter: { types: ['Wanted'] },
      signal: abort.signal,
    })) {
      messages.push(message);
      if (message.kind === 'caught-up') abort.abort();
    }
    const end = await store.head();
    const onTheWay = messages.filter(({ checkpoint }) => checkpoint > START && checkpoint < end);
    expect(onTheWay.length).toBeGreaterThanOrEqual(2);
    expect(messages.at(-1)).toEqual({ kind: 'caught-up', checkpoint: end });
    expect(messages.flatMap((m) => (m.kind === 'events' ? m.events : []))).toHaveLength(1);
  });

  it('hears at once of what comes live, also where it is not wanted', async () => {
    const abort = new AbortController();
    const filter = { types: ['Wanted'] };
    const messages = store.subscribe({ after: START, filter, signal: abort.signal })[Symbol.asyncIterator]();
    expect((await messages.next()).value).toEqual({ kind: 'caught-up', checkpoint: START });
    for (let n = 0; n < 5; n++) {
      const next = messages.next();
      const { position } = await store.append({ stream: 'case-1', expectedRevision: 'any', events: [fact()] });
      expect((await next).value).toEqual({ kind: 'caught-up', checkpoint: position });
    }
    abort.abort();
  });

  it('gives what is there in batches, not in single events', async () => {
    await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(1_000) });
    const abort = new AbortController();
    let batches = 0;
    for await (const message of store.subscribe({ after: START, signal: abort.signal })) {
      if (message.kind === 'events') batches += 1;
      else abort.abort();
    }
    expect(batches).toBeLessThan(500);
  });

  it('is not told of a change where only the server has written', async () => {
    const abort = new AbortController();
    const messages = store.subscribe({ after: START, signal: abort.signal })[Symbol.asyncIterator]();
    await messages.next();
    const next = messages.next();
    for (let n = 0; n < 10; n++) double.log.writeSystemEvent();
    await store.append({ stream: 'case-1', expectedRevision: 'any', events: [fact()] });
    expect((await next).value).toMatchObject({ kind: 'events', events: [{ stream: 'case-1' }] });
    abort.abort();
  });

  it('goes on behind much that others have written', async () => {
    const abort = new AbortController();
    const messages = store.subscribe({ after: START, signal: abort.signal })[Symbol.asyncIterator]();
    await messages.next();
    const waiting = messages.next();
    const other = { type: 'Else', contentType: 'application/octet-stream', metadata: Buffer.from('') };
    for (let n = 0; n < 8; n++) {
      double.log.append('else-1', 'any', [{ ...other, id: randomUUID(), data: Buffer.alloc(900_000) }]);
    }
    // How much of it comes at once is not known: it may be told of, as far as it goes.
    let next = await waiting;
    await store.append({ stream: 'case-1', expectedRevision: 'any', events: [fact()] });
    while (next.value?.kind === 'caught-up') next = await messages.next();
    expect(next.value).toMatchObject({ kind: 'events', events: [{ stream: 'case-1' }] });
    abort.abort();
  });

  it('holds a slow reader back at the server, not in memory', async () => {
    const data = { text: 'x'.repeat(2_000) };
    for (let n = 0; n < 20; n++) {
      const events = Array.from({ length: 400 }, () => fact('Large', data));
      await store.append({ stream: 'case-1', expectedRevision: 'any', events });
    }
    const before = double.written;
    let batches = 0;
    const abort = new AbortController();
    for await (const message of store.subscribe({ after: START, signal: abort.signal })) {
      if (message.kind === 'events') batches += 1;
      // The reader is slow: what the server could send meanwhile, it would.
      await quiet(() => double.written);
      if (batches === 2) abort.abort();
    }
    expect(double.written - before).toBeLessThan(4_500);
  });
});

it('A server that does not say when a subscription has caught up is followed as well', async () => {
  await begin({ version: '22.10.5' });
  await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: [fact('Wanted'), ...facts(10)] });
  const abort = new AbortController();
  const kinds: string[] = [];
  for await (const message of store.subscribe({ after: START, filter: { types: ['Wanted'] }, signal: abort.signal })) {
    kinds.push(message.kind);
    if (message.kind === 'caught-up') abort.abort();
  }
  expect(kinds).toEqual(['events', 'caught-up']);
  const batches = [];
  for await (const batch of store.readAll({ after: START, filter: { streamPrefixes: ['none-'] } })) batches.push(batch);
  expect(batches).toEqual([{ events: [], checkpoint: await store.head() }]);
});

it('A filter that chooses nothing by no types gives nothing, and the checkpoint moves', async () => {
  await begin();
  await store.append({ stream: 'case-1', expectedRevision: 'no-stream', events: facts(3) });
  const head = await store.head();
  for (const filter of [{ types: [] }, { streamPrefixes: [] }]) {
    const batches = [];
    for await (const batch of store.readAll({ after: START, filter })) batches.push(batch);
    expect(batches).toEqual([{ events: [], checkpoint: head }]);
    const abort = new AbortController();
    for await (const message of store.subscribe({ after: START, filter, signal: abort.signal })) {
      if (message.kind === 'events') expect(message.events).toEqual([]);
      else abort.abort();
      expect(message.checkpoint).toBe(head);
    }
  }
});

/** Tries until it succeeds; the test's time limit ends it. */
async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Resolves when a number has stood still for a while. */
async function quiet(count: () => number): Promise<void> {
  for (let [last, still] = [count(), 0]; still < 10; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    still = count() === last ? still + 1 : 0;
    last = count();
  }
}
