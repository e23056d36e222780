import { cost, type Figure } from './figure.js';
import type { Logs } from './logs.js';
import { median, timed } from './measure.js';
import type { Options } from './options.js';
import { type Service, serve } from './service.js';

/** From the start of the process to `/health/ready`, on a log whose service was stopped in order. */
export async function coldStart({ events, manyEvents, rounds }: Options, logs: Logs): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [size, most] of [
    [events, undefined],
    [manyEvents, 2],
  ] as const) {
    const folder = await logs.of(size);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) {
      let service: Service | null = null;
      seconds.push(
        await timed(async () => {
          service = await serve(folder);
        }),
      );
      // Set by the work that was just timed.
      await (service as Service | null)?.stop();
    }
    figures.push(cost(`serve from cold, ${size.toLocaleString('en')} events`, median(seconds), 's', most));
  }
  return figures;
}
