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
      () => secondsToStart(() => serve(folder)),
      () => secondsToStartBare('bare-server', [path.join(folder, 'documents.db')]),
    );
    figures.push(cost(`serve from cold, ${size.toLocaleString('en')} events`, seconds, 's', most, bare));
  }
  return figures;
}

/** Until it is ready; it is stopped again. */
export async function secondsToStart(start: () => Promise<Service>): Promise<number> {
  let service: Service | null = null;
  const seconds = await timed(async () => {
    service = await start();
  });
  // Set by the work that was just timed.
  await (service as Service | null)?.stop();
  return seconds;
}

export async function secondsToStartBare(program: string, args: readonly string[]): Promise<number> {
  let stop = async () => {};
  const seconds = await timed(async () => {
    const { address, child } = await bareServer(program, args);
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
