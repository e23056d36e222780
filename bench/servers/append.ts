import { performance } from 'node:perf_hooks';
import { KurrentDbEventStore } from '../../src/infrastructure/kurrentdb/kurrentdb-event-store.js';
import { oneEvent } from '../append.js';
import { type Figure, rate } from '../figure.js';
import { middle } from '../measure.js';
import type { Options } from '../options.js';
import { BareLog } from './bare-log.js';
import type { Servers } from './servers.js';

/** Appends that are under way at once, in the store and in the bare loop. */
export const WINDOW = 32;

/** Events of some 700 bytes, each into a stream of its own, so many given at once. */
export async function append({ rounds }: Options, servers: Servers): Promise<Figure[]> {
  const store = await KurrentDbEventStore.open({
    url: servers.kurrentdb,
    installation: 'shared',
    takeOver: true,
    window: WINDOW,
  });
  const bare = new BareLog(servers.kurrentdb);
  const figures: Figure[] = [];
  try {
    for (const atOnce of [1, WINDOW, 1_000]) {
      const times = { store: [] as number[], bare: [] as number[] };
      const groups = Math.ceil((rounds * 100) / Math.max(1, atOnce / 10));
      for (let group = 0; group < groups + 1 + groups * 0.2; group++) {
        const some = Array.from({ length: atOnce }, () => oneEvent());
        const same = bare.copiesOf(some);
        const began = performance.now();
        for (const outcome of await store.appendMany(some)) if (!outcome.ok) throw outcome.error;
        const between = performance.now();
        await bare.append(same, Math.min(atOnce, WINDOW));
        const ended = performance.now();
        // The first ones warm up.
        if (group < 1 + groups * 0.2) continue;
        times.store.push(between - began);
        times.bare.push(ended - between);
      }
      const perSecond = (milliseconds: readonly number[]) => (atOnce * 1_000) / middle(milliseconds);
      const name = `append, ${atOnce.toLocaleString('en')} at once, ${Math.min(atOnce, WINDOW)} under way`;
      figures.push(rate(name, perSecond(times.store), 'events/s', perSecond(times.bare), 0.9));
    }
    return figures;
  } finally {
    await store.close();
    await bare.close();
  }
}
