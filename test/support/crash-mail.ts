import { message } from './messages.js';

/** Mulberry32: a small generator of numbers from 0 to 1 that a seed replays. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Place {
  readonly user: string;
  readonly folder: string;
}

interface WrittenMessage {
  readonly messageId: string;
  readonly raw: Buffer;
  /** Where it arrives: more than one place for a message to several of our addresses. */
  readonly places: readonly Place[];
}

/**
 * Customers' conversations over several mailboxes: each message arrives in one place, or in two, and names all that
 * came before it in its conversation, so that the threads are known whatever comes first.
 */
export class Conversations {
  readonly written: WrittenMessage[] = [];
  private readonly open: { readonly ids: string[]; readonly customer: number }[] = [];

  constructor(
    private readonly random: () => number,
    private readonly places: readonly Place[],
  ) {}

  /** How many threads there are, and so, where every message reaches a mailbox that makes cases, how many cases. */
  get count(): number {
    return this.open.length;
  }

  /** The threads as sets of Message-IDs, in one order. */
  threads(): string[][] {
    return this.open.map(({ ids }) => [...ids].sort()).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  }

  next(): WrittenMessage {
    const replies = this.open.length > 0 && this.random() < 0.4;
    const conversation = replies ? this.pick(this.open) : { ids: [], customer: this.open.length + 1 };
    const { ids, customer } = conversation;
    if (!replies) this.open.push(conversation);
    const messageId = `<${customer}.${ids.length}@customer.example>`;
    const last = ids.at(-1);
    const raw = message({
      from: `Customer ${customer} <customer${customer}@customer.example>`,
      subject: `${replies ? 'Re: ' : ''}Question of customer ${customer}`,
      messageId,
      ...(last === undefined ? {} : { inReplyTo: last, references: ids }),
      text: `${'It still does not print. '.repeat(1 + Math.floor(this.random() * 40))}`,
    });
    ids.push(messageId);
    const first = this.pick(this.places);
    const second = this.random() < 0.2 ? this.pick(this.places) : first;
    const one = { messageId, raw, places: first === second ? [first] : [first, second] };
    this.written.push(one);
    return one;
  }

  private pick<T>(from: readonly T[]): T {
    // Safe: the list is never empty, and `random` stays under 1.
    return from[Math.floor(this.random() * from.length)] as T;
  }
}
