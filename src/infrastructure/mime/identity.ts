import { createHash } from 'node:crypto';
import { derivedId, EmailId } from '../../domain/ids.js';
import { identifyingAddress } from './addresses.js';
import type { HeaderFields } from './header.js';
import { asWritten, messageIdOf } from './ids.js';

export interface Identity {
  readonly emailId: EmailId;
  readonly messageId: string | null;
  /** What the message is known by in its thread: its Message-ID, or `sha256:HEX` where it has none. */
  readonly threadKey: string;
}

/**
 * Who a message is, from its Message-ID, the address in From and the Date as written; without a Message-ID from From,
 * To, Date, Subject and the body (see BodyHash). Never from what transport adds, so that the same message in two
 * mailboxes is one; and from no parser's idea of a message.
 */
export function identityOf(fields: HeaderFields, bodyHash: string): Identity {
  const messageId = messageIdOf(fields);
  if (messageId !== null) return { emailId: identified(fields, messageId), messageId, threadKey: messageId };
  const named = ['from', 'to', 'date', 'subject'].map((name) => asWritten(fields, name));
  const threadKey = `sha256:${createHash('sha256')
    .update([...named, bodyHash].join('\0'), 'latin1')
    .digest('hex')}`;
  return { emailId: EmailId.parse(derivedId('email', threadKey)), messageId: null, threadKey };
}

/** The id of a message from its header alone; none: it has no Message-ID, and the body is needed. */
export function emailIdFromHeader(fields: HeaderFields): EmailId | null {
  const messageId = messageIdOf(fields);
  return messageId === null ? null : identified(fields, messageId);
}

const identified = (fields: HeaderFields, messageId: string): EmailId =>
  EmailId.parse(derivedId('email', messageId, identifyingAddress(fields), asWritten(fields, 'date')));
