import type { Address, Email } from '../email/events.js';

/** Who an answer goes to. */
export interface Recipients {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
}

export type AnswerMode = 'reply' | 'reply-all';

/** Addresses in lower case. */
export interface Ours {
  /** From which it goes, and other addresses of that group: never written to. */
  readonly sender: ReadonlySet<string>;
  /** Of whoever writes. */
  readonly own: ReadonlySet<string>;
  /** Of the service's group accounts, and those that are set as excluded: left out of a reply to all. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * Whom an answer goes to (RFC 5322, section 3.6.3): Reply-To, else From; of a message of ours those whom it went to. A
 * reply to all goes to everybody else as well, whoever was in Cc stays there; nobody is lost but ourselves.
 * @param written the message is one that we have sent
 */
export function recipientsOf(
  mode: AnswerMode,
  { from, replyTo, to, cc }: Pick<Email, 'from' | 'replyTo' | 'to' | 'cc'>,
  written: boolean,
  { sender, own, leftOut }: Ours,
): Recipients {
  const author = from ? [from] : [];
  const isOurs = written || author.some(({ address }) => isIn(sender, address) || isIn(own, address));
  const asked = others(replyTo, sender);
  // Who asks for answers to an address of ours is answered at their own.
  const answered = isOurs ? others(to, sender) : asked.length > 0 ? asked : author;
  // A note to oneself is answered to oneself.
  const first = distinct(answered.length > 0 ? answered : isOurs ? to : author);
  if (mode === 'reply') return { to: first, cc: [] };
  const kept = (list: readonly Address[]) =>
    others(list, sender).filter(({ address }) => !isIn(own, address) && !isIn(leftOut, address));
  const main = distinct([...(isOurs ? kept(first) : first), ...(isOurs ? [] : kept(to))]);
  const copies = without(distinct(kept(cc)), main);
  if (main.length > 0) return { to: main, cc: copies };
  return copies.length > 0 ? { to: copies, cc: [] } : { to: first, cc: [] };
}

const isIn = (set: ReadonlySet<string>, address: string): boolean => set.has(address.toLowerCase());
const others = (list: readonly Address[], set: ReadonlySet<string>): Address[] =>
  list.filter(({ address }) => address !== '' && !isIn(set, address));

/** Each address once, as it was written first. */
export function distinct(list: readonly Address[]): Address[] {
  const seen = new Set<string>();
  return list.filter(({ address }) => {
    const key = address.toLowerCase();
    return address !== '' && !seen.has(key) && seen.add(key);
  });
}

export function without(list: readonly Address[], gone: readonly Address[]): Address[] {
  const keys = new Set(gone.map(({ address }) => address.toLowerCase()));
  return list.filter(({ address }) => !keys.has(address.toLowerCase()));
}
