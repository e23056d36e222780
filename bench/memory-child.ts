import { readFileSync } from 'node:fs';
import { keepHeapsSmall } from '../src/infrastructure/process/thrifty-heap.js';
import { configured, fetchAndParse, fetched } from './ingest.js';
import { timed } from './measure.js';
import { inFolder, withMailcase } from './workspace.js';

/** What the parent is told of each round. */
export interface Answer {
  readonly seconds: number;
  /** MB: the most that this process has held in memory, its threads included. */
  readonly peak: number;
}

/** A process of its own: takes in so many new messages each time it is told. `bare`: by imapflow and mailparser alone. */
const [, , kind, given] = process.argv;
const port = Number(given);
await (kind === 'bare' ? bare() : mailcase());

async function bare(): Promise<void> {
  let before = 0;
  await rounds(async (messages) => {
    const seconds = await timed(() => fetchAndParse({ port }, before, messages));
    before += messages;
    return seconds;
  });
}

async function mailcase(): Promise<void> {
  // As the program does.
  keepHeapsSmall();
  await inFolder((folder) =>
    withMailcase(folder, async (running) => {
      const accountId = await configured(running, port);
      await rounds((messages) => fetched(running, accountId, messages));
    }),
  );
}

/** Until the parent is gone. */
function rounds(take: (messages: number) => Promise<number>): Promise<void> {
  return new Promise((resolve, reject) => {
    process.on('disconnect', resolve);
    process.on('message', (messages) => {
      take(Number(messages)).then(
        (seconds) => process.send?.({ seconds, peak: peakOfProcess() } satisfies Answer),
        reject,
      );
    });
  });
}

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
