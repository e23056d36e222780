import { describe, expect, it } from 'vitest';
import { type Position, START } from '../../../src/domain/event.js';
import { Lags, MOST_COUNTED } from '../../../src/infrastructure/http/health/lag.js';
import { MemoryEventStore } from '../../../src/infrastructure/memory/memory-event-store.js';

const NOW = Date.parse('2026-03-02T08:01:00.000Z');

async function logOf(types: readonly string[], store = new MemoryEventStore()): Promise<MemoryEventStore> {
  const events = types.map((type, n) => ({
    id: `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`,
    type,
    data: {},
    metadata: {
      $correlationId: 'x',
      $causationId: 'x',
      actor: 'system:test',
      schemaVersion: 1,
      at: new Date(NOW - (types.length - n) * 1_000).toISOString(),
    },
  }));
  await store.append({ stream: 'one-1', expectedRevision: 'no-stream', events });
  return store;
}

const positions = async (store: MemoryEventStore): Promise<Position[]> => {
  const found: Position[] = [];
  for await (const { events } of store.readAll({ after: START })) found.push(...events.map(({ position }) => position));
  return found;
};

describe('How far a follower is behind', () => {
  it('is counted in the events that it takes, and since the first of them', async () => {
    const store = await logOf(['A', 'B', 'A', 'B', 'B']);
    const [first = START, , third = START] = await positions(store);
    const followers = () => [
      { name: 'of A', position: START, types: ['A'] },
      { name: 'of B', position: first, types: ['B'] },
      { name: 'of A and B', position: third, types: ['A', 'B'] },
      { name: 'of C', position: START, types: ['C'] },
    ];
    const lags = await new Lags(store, followers, () => NOW).all();
    expect(Object.fromEntries(lags)).toEqual({
      'of A': { events: 2, seconds: 5 },
      'of B': { events: 3, seconds: 4 },
      'of A and B': { events: 2, seconds: 2 },
      'of C': { events: 0, seconds: 0 },
    });
  });

  it('is nothing at the end of the log, and reads nothing there', async () => {
    const store = await logOf(['A']);
    const head = await store.head();
    store.readAll = () => {
      throw new Error('it was read');
    };
    const lags = await new Lags(
      store,
      () => [{ name: 'one', position: head, types: ['A'] }],
      () => NOW,
    ).all();
    expect(lags.get('one')).toEqual({ events: 0, seconds: 0 });
  });

  it('is counted up to a bound, and once for those who ask together', async () => {
    const store = await logOf(Array.from({ length: MOST_COUNTED + 1_500 }, () => 'A'));
    let reads = 0;
    const readAll = store.readAll.bind(store);
    store.readAll = (options) => {
      reads++;
      return readAll(options);
    };
    let now = NOW;
    const lags = new Lags(
      store,
      () => [{ name: 'one', position: START, types: ['A'] }],
      () => now,
    );
    const [one, two] = await Promise.all([lags.all(), lags.all()]);
    expect(one).toBe(two);
    expect(one.get('one')?.events).toBe(MOST_COUNTED);
    now += 4_999;
    await lags.all();
    expect(reads).toBe(1);
    now += 1;
    await lags.all();
    expect(reads).toBe(2);
  });

  it('asks again when the log was away', async () => {
    const store = await logOf(['A']);
    const head = store.head.bind(store);
    store.head = () => Promise.reject(new Error('away'));
    const lags = new Lags(
      store,
      () => [{ name: 'one', position: START, types: ['A'] }],
      () => NOW,
    );
    await expect(lags.all()).rejects.toThrow('away');
    store.head = head;
    expect((await lags.all()).get('one')).toEqual({ events: 1, seconds: 1 });
  });
});
