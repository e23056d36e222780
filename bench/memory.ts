import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Dovecot } from '../test/support/dovecot.js';
import { cost, type Figure } from './figure.js';
import { filled, more } from './ingest.js';
import { median } from './measure.js';
import type { Answer } from './memory-child.js';
import type { Options } from './options.js';

/** Messages of one measurement of the time per message, and how many of them there are at each end. */
const PIECE = 1_000;
const PIECES = 3;

/**
 * What one process with all its threads holds at most while it takes in a large mailbox over IMAP, and whether a message
 * costs more at the end than at the beginning. The process has nothing else to do.
 */
export async function memory({ mailbox, dovecot: there }: Options): Promise<Figure[]> {
  if (!there) return [];
  const piece = Math.min(PIECE, Math.floor(mailbox / (2 * PIECES + 2)));
  const dovecot = await filled(0);
  const child = fork(fileURLToPath(new URL('./memory-child.js', import.meta.url)), [String(dovecot.port)]);
  const process = new Fetching(child, dovecot);
  try {
    await process.take(piece);
    const early: number[] = [];
    for (let n = 0; n < PIECES; n++) early.push((await process.take(piece)).seconds);
    await process.take(mailbox - piece * (2 * PIECES + 1));
    const late: number[] = [];
    for (let n = 0; n < PIECES; n++) late.push((await process.take(piece)).seconds);
    const { peak } = process;
    const perMessage = (seconds: readonly number[]) => (median(seconds) / piece) * 1_000;
    const size = mailbox.toLocaleString('en');
    const growth = perMessage(late) / perMessage(early);
    return [
      cost(`memory, ${size} messages ingested`, peak, 'MB', 300),
      cost(`a message at ${(piece * PIECES).toLocaleString('en')}`, perMessage(early), 'ms'),
      cost(`a message at ${size}`, perMessage(late), 'ms'),
      cost(`time per message, ${size} to ${(piece * PIECES).toLocaleString('en')}`, growth, 'times', 1.2),
    ];
  } finally {
    child.disconnect();
    await dovecot.remove();
  }
}

/** The process that is measured, as its parent sees it. */
class Fetching {
  peak = 0;
  private there = 0;

  constructor(
    private readonly child: ChildProcess,
    private readonly dovecot: Dovecot,
  ) {}

  /** Puts messages into the mailbox and has them fetched. */
  async take(messages: number): Promise<Answer> {
    await more(this.dovecot, this.there, messages);
    this.there += messages;
    const answered = once(this.child, 'message');
    this.child.send(messages);
    // What memory-child.ts sends.
    const [answer] = (await answered) as [Answer];
    this.peak = answer.peak;
    return answer;
  }
}
