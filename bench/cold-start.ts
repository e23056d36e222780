import { once } from 'node:events';
import path from 'node:path';
import { cost, type Figure } from './figure.js';
import { bareServer } from './list-cases.js';
import type { Logs } from './logs.js';
import { interleaved, timed } from './measure.js';
import type { Options } from './options.js';
import { type Service, serve } from './service.js';

/**
 * From the start of the process to `/health/ready`, on a log whose service was stopped in order; beside a process that
 * loads the web server alone and opens the same documents.
 */
export async function coldStart({ events, manyEvents, rounds }: Options, logs: Logs): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [size, most] of [
    [events, undefined],
    [manyEvents, 2],
  ] as const) {
    const folder = await logs.of(size);
    const { seconds, bare } = await interleaved(
      rounds,
      () => started(folder),
      () => bareStarted(folder),
    );
    figures.push(cost(`serve from cold, ${size.toLocaleString('en')} events`, seconds, 's', most, bare));
  }
  return figures;
}

async function started(folder: string): Promise<number> {
  let service: Service | null = null;
  const seconds = await timed(async () => {
    service = await serve(folder);
  });
  // Set by the work that was just timed.
  await (service as Service | null)?.stop();
  return seconds;
}

async function bareStarted(folder: string): Promise<number> {
  let stop = async () => {};
  const seconds = await timed(async () => {
    const { address, child } = await bareServer(path.join(folder, 'documents.db'));
    await (await fetch(address)).text();
    stop = async () => {
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    };
  });
  await stop();
  return seconds;
}
