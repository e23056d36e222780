import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../src/application/ports/event-store.js';
import { START } from '../../../src/domain/event.js';
import { KurrentDbEventStore } from '../../../src/infrastructure/kurrentdb/kurrentdb-event-store.js';
import { DoubleProcess } from '../../support/kurrentdb-double/double-process.js';
import { fact, idsOf, readAll } from './facts.js';

const seed = Number(process.env.MAILCASE_TEST_SEED ?? Date.now() % 1_000_000);

describe(`A log on KurrentDB whose server is a process of its own (seed ${seed})`, () => {
  let folder: string;
  let server: DoubleProcess;
  let store: KurrentDbEventStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mailcase-double-'));
    server = await DoubleProcess.start({ file: path.join(folder, 'log.jsonl') });
    store = await KurrentDbEventStore.open({ url: server.url, installation: 'shared' });
  });
  afterEach(async () => {
    await store.close();
    await server.remove();
    await rm(folder, { recursive: true });
  });

  it('loses nothing and doubles nothing when that is killed again and again', async () => {
    const random = numbers(seed);
    const appends = Array.from({ length: 300 }, (_, n) => ({
      stream: `case-${n % 40}`,
      expectedRevision: n < 40 ? ('no-stream' as const) : Math.floor(n / 40) - 1,
      events: [fact('Noted', { n })],
    }));
    const seen: StoredEvent[] = [];
    const abort = new AbortController();
    const following = follow(seen, abort.signal, appends.length);

    let isOver = false;
    const killing = (async () => {
      for (let kills = 0; kills < 4 && !isOver; kills++) {
        const until = seen.length + 5 + Math.floor(random() * 40);
        while (seen.length < until && !isOver) await new Promise((resolve) => setImmediate(resolve));
        await server.kill();
        await server.begin();
      }
    })();

    // Whoever gets no answer repeats the same appends at the same revisions.
    let left = appends;
    while (left.length > 0) {
      const outcomes = await store.appendMany(left);
      left = left.filter((_, n) => !outcomes[n]?.ok);
      for (const outcome of outcomes) {
        if (!outcome.ok) expect(['StoreUnavailable', 'WrongExpectedRevision']).toContain(outcome.error.name);
      }
    }
    isOver = true;
    await killing;
    await following;
    abort.abort();

    const log = await readAllAgain();
    expect(log.map(({ data }) => data.n).sort((a, b) => Number(a) - Number(b))).toEqual(appends.map((_, n) => n));
    expect(idsOf(seen)).toEqual(idsOf(log));
  });

  it('writes nothing twice when that has stood still for longer than anybody waited', async () => {
    const hasty = await KurrentDbEventStore.open({ url: `${server.url}&defaultDeadline=200`, installation: 'shared' });
    const appends = Array.from({ length: 60 }, (_, n) => ({
      stream: `case-${n}`,
      expectedRevision: 'no-stream' as const,
      events: [fact('Noted', { n, text: 'x'.repeat(10_000) })],
    }));
    server.halt();
    const unanswered = await hasty.appendMany(appends);
    expect(unanswered).toMatchObject(appends.map(() => ({ ok: false, error: { code: 'away' } })));
    server.goOn();
    let left = appends;
    while (left.length > 0) {
      const outcomes = await hasty.appendMany(left);
      left = left.filter((_, n) => !outcomes[n]?.ok);
    }
    const log = await readAllAgain();
    expect(log.map(({ data }) => Number(data.n)).sort((a, b) => a - b)).toEqual(appends.map((_, n) => n));
    await hasty.close();
  });

  it('fails as it is told to', async () => {
    await server.change({ lostAnswers: 1 });
    const append = { stream: 'case-1', expectedRevision: 'no-stream' as const, events: [fact()] };
    await expect(store.append(append)).rejects.toMatchObject({ code: 'away' });
    await store.append(append);
    const messages = store.subscribe({ after: START, signal: new AbortController().signal })[Symbol.asyncIterator]();
    expect((await messages.next()).value).toMatchObject({ kind: 'events' });
    expect((await messages.next()).value).toMatchObject({ kind: 'caught-up' });
    const waiting = messages.next();
    const ended = expect(waiting).rejects.toMatchObject({ code: 'away' });
    await server.cutSubscriptions();
    await ended;
    expect(await readAll(store)).toHaveLength(1);
  });

  /** As the readers of the log do: from the checkpoint again, whenever the server has gone. */
  async function follow(seen: StoredEvent[], signal: AbortSignal, count: number): Promise<void> {
    for (let checkpoint = START; seen.length < count && !signal.aborted; ) {
      try {
        for await (const message of store.subscribe({ after: checkpoint, signal })) {
          if (message.kind === 'events') seen.push(...message.events);
          checkpoint = message.checkpoint;
          if (seen.length >= count) break;
        }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }

  async function readAllAgain(): Promise<StoredEvent[]> {
    for (;;) {
      try {
        return await readAll(store);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }
});

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function numbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
