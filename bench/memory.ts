import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
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
 * costs more at the end than at the beginning. The process has nothing else to do. Beside it one with imapflow and
 * mailparser alone, on the same messages in turns.
 */
export async function memory({ mailbox, dovecot: there }: Options): Promise<Figure[]> {
  if (!there) return [];
  const piece = Math.min(PIECE, Math.floor(mailbox / (2 * PIECES + 2)));
  const dovecot = await filled(0);
  const ours = new Child('mailcase', dovecot.port);
  const bare = new Child('bare', dovecot.port);
  let inMailbox = 0;
  const take = async (messages: number): Promise<readonly [number, number]> => {
    await more(dovecot, inMailbox, messages);
    inMailbox += messages;
    return [(await ours.take(messages)).seconds, (await bare.take(messages)).seconds];
  };
  const pieces = async () => {
    const taken: (readonly [number, number])[] = [];
    for (let n = 0; n < PIECES; n++) taken.push(await take(piece));
    const perMessage = (seconds: readonly number[]) => (median(seconds) / piece) * 1_000;
    return { ours: perMessage(taken.map(([one]) => one)), bare: perMessage(taken.map(([, other]) => other)) };
  };
  try {
    await take(piece);
    const early = await pieces();
    await take(mailbox - piece * (2 * PIECES + 1));
    const late = await pieces();
    const [size, begin] = [mailbox.toLocaleString('en'), (piece * PIECES).toLocaleString('en')];
    const growth = (of: 'ours' | 'bare') => late[of] / early[of];
    return [
      cost(`memory, ${size} messages ingested`, ours.peak, 'MB', 300, bare.peak),
      cost(`a message at ${begin}`, early.ours, 'ms', undefined, early.bare),
      cost(`a message at ${size}`, late.ours, 'ms', undefined, late.bare),
      cost(`time per message, ${size} to ${begin}`, growth('ours'), 'times', 1.2, growth('bare')),
    ];
  } finally {
    ours.end();
    bare.end();
    await dovecot.remove();
  }
}

/** A process that is measured, as its parent sees it. */
class Child {
  peak = 0;
  private readonly child: ChildProcess;

  constructor(kind: 'mailcase' | 'bare', port: number) {
    this.child = fork(fileURLToPath(new URL('./memory-child.js', import.meta.url)), [kind, String(port)]);
  }

  /** Has so many new messages taken in. */
  async take(messages: number): Promise<Answer> {
    const answered = once(this.child, 'message');
    this.child.send(messages);
    // What memory-child.ts sends.
    const [answer] = (await answered) as [Answer];
    this.peak = answer.peak;
    return answer;
  }

  end(): void {
    this.child.disconnect();
  }
}
