import type { Email } from '../email/events.js';

/** Ids in References of ours: the first, by which a thread is known, and the last. */
const MOST = 30;

export interface Place {
  readonly inReplyTo: string | null;
  readonly references: string[];
}

/**
 * In-Reply-To and References of an answer (RFC 5322, section 3.6.4): those of the message that is answered, or what that
 * one answers where it is one message, and its own id. Of many the first and the last ones.
 */
export function placeBehind({
  messageId,
  inReplyTo,
  references,
}: Pick<Email, 'messageId' | 'inReplyTo' | 'references'>): Place {
  const before = references.length > 0 ? references : inReplyTo.length === 1 ? inReplyTo : [];
  const all = [...new Set([...before.filter((id) => id !== messageId), ...(messageId === null ? [] : [messageId])])];
  const [first] = all;
  const kept = all.length <= MOST || first === undefined ? all : [first, ...all.slice(1 - MOST)];
  return { inReplyTo: messageId, references: kept };
}
