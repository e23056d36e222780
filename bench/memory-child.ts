import { readFileSync } from 'node:fs';
import { keepHeapsSmall } from '../src/infrastructure/process/thrifty-heap.js';
import { configured, fetched } from './ingest.js';
import { inFolder, withMailcase } from './workspace.js';

/** What the parent is told of each round. */
export interface Answer {
  readonly seconds: number;
  /** MB: the most that this process has held in memory, its threads included. */
  readonly peak: number;
}

/** A process of its own: fetches so many new messages each time it is told, in a folder that goes with it. */
const [, , port] = process.argv;
// As the program does.
keepHeapsSmall();
await inFolder((folder) =>
  withMailcase(folder, async (mailcase) => {
    const accountId = await configured(mailcase, Number(port));
    await new Promise<void>((resolve, reject) => {
      process.on('disconnect', resolve);
      process.on('message', (messages) => {
        fetched(mailcase, accountId, Number(messages)).then(
          (seconds) => process.send?.({ seconds, peak: peakOfProcess() } satisfies Answer),
          reject,
        );
      });
    });
  }),
);

/** Linux keeps it; elsewhere what the operating system accounts for, which may begin with the parent's. */
function peakOfProcess(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) / 1_000;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1_000;
}
