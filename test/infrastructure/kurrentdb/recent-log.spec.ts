import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Position } from '../../../src/domain/event.js';
import { KurrentDbEventStore } from '../../../src/infrastructure/kurrentdb/kurrentdb-event-store.js';
import { KurrentDbDouble } from '../../support/kurrentdb-double/kurrentdb-double.js';
import { fact, facts, idsOf, readAll } from './facts.js';

let double: KurrentDbDouble;
let store: KurrentDbEventStore;
let other: KurrentDbEventStore;

beforeEach(async () => {
  double = await KurrentDbDouble.start();
  const open = () => KurrentDbEventStore.open({ url: double.url, installation: 'shared' });
  store = await open();
  other = await open();
});

afterEach(async () => {
  await store.close();
  await other.close();
  double.close();
});

async function append(by: KurrentDbEventStore, count = 1, type?: string): Promise<{ ids: string[]; at: Position }> {
  const events = facts(count, type);
  const { position } = await by.append({ stream: `s-${events[0]?.id}`, expectedRevision: 'no-stream', events });
  return { ids: idsOf(events), at: position };
}

/** From here on the end of the log is followed. */
async function following(): Promise<Position> {
  const { at } = await append(store);
  await readAll(store);
  await expect.poll(() => double.openSubscriptions).toBe(1);
  return at;
}

describe('The end of the log on KurrentDB', () => {
  it('is read by many, again and again, over one subscription: the server ends whoever breaks off too many', async () => {
    let at = await following();
    const seen: string[] = [];
    const wanted: string[] = [];
    const { begun } = double;
    for (let n = 0; n < 200; n++) {
      if (n % 5 === 0) wanted.push(...(await append(n % 2 ? store : other)).ids);
      const read = await readAll(store, at);
      seen.push(...idsOf(read));
      at = read.at(-1)?.position ?? at;
    }
    expect(seen).toEqual(wanted);
    expect(double.begun).toBe(begun);
  });

  it('holds what others append, up to the very last, before and behind any place', async () => {
    const start = await following();
    const first = await append(other, 3);
    const second = await append(store, 2, 'Rare');
    expect(idsOf(await readAll(store, start))).toEqual([...first.ids, ...second.ids]);
    expect(idsOf(await readAll(store, first.at))).toEqual(second.ids);
    expect(await readAll(store, second.at)).toEqual([]);
  });

  it('comes in batches of the size and of the kinds that are asked for, the last one up to the end', async () => {
    const start = await following();
    const many = await append(other, 5);
    const rare = await append(other, 2, 'Rare');
    const batches = async (filter: { types?: string[]; streamPrefixes?: string[] }) => {
      const all: { events: number; checkpoint: Position }[] = [];
      for await (const { events, checkpoint } of store.readAll({ after: start, filter, batchSize: 2 })) {
        all.push({ events: events.length, checkpoint });
      }
      return all;
    };
    expect((await batches({})).map(({ events }) => events)).toEqual([2, 2, 2, 1]);
    expect(await batches({ types: ['Rare'] })).toEqual([{ events: 2, checkpoint: rare.at }]);
    expect(await batches({ streamPrefixes: ['nobody-'] })).toEqual([{ events: 0, checkpoint: rare.at }]);
    expect(await batches({ types: [] })).toEqual([{ events: 0, checkpoint: rare.at }]);
    expect(many.at < rare.at).toBe(true);
  });

  it('is forgotten when the server goes away, and followed anew when it is back', async () => {
    const start = await following();
    const before = await append(store);
    await double.stop();
    await expect(readAll(store, start)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await double.listen();
    const after = await append(other);
    expect(idsOf(await readAll(store, start))).toEqual([...before.ids, ...after.ids]);
    await readAll(store, after.at);
    const last = await append(other);
    expect(idsOf(await readAll(store, after.at))).toEqual(last.ids);
    await expect.poll(() => double.openSubscriptions).toBe(1);
  });

  it('is held in bounds: of thousands of events the older ones are asked for again', async () => {
    const start = await following();
    const all: string[] = [];
    for (let n = 0; n < 13; n++) all.push(...(await append(other, 500)).ids);
    expect(idsOf(await readAll(store, start))).toEqual(all);
    const { at } = await append(other, 1);
    expect(idsOf(await readAll(store, start))).toHaveLength(all.length + 1);
    expect(await readAll(store, at)).toEqual([]);
  });

  it('gives an event that is too large to be held for long all the same', async () => {
    const start = await following();
    const text = 'x'.repeat(900_000);
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) {
      const event = fact('Noted', { text });
      await other.append({ stream: `large-${n}`, expectedRevision: 'no-stream', events: [event] });
      ids.push(event.id);
    }
    expect(idsOf(await readAll(store, start))).toEqual(ids);
  });
});
