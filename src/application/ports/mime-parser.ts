import type { EmailReceivedData } from '../../domain/email/events.js';
import type { EmailId } from '../../domain/ids.js';

/** What a message says of itself; the rest of EmailReceived comes from how it reached us. */
export type ParsedEmail = Omit<EmailReceivedData, 'blob' | 'delivery' | 'headerOnly'>;

/** A message to read, for its user: text and sanitised facts. */
export interface EmailContent {
  readonly text: string;
  /** As sent, unsafe: never into a page as it is. */
  readonly html: string | null;
}

/** It cannot be parsed: quarantine it. */
export class Unparsable extends Error {
  override readonly name = 'Unparsable';
}

export interface MimeParser {
  /** @throws Unparsable for whatever is the message's own fault, also that it takes too long; else what its source throws, or Unavailable */
  parse(content: Uint8Array | (() => Promise<AsyncIterable<Uint8Array>>)): Promise<ParsedEmail>;
  /** The id that `parse` would give, from the header alone; none where the body is needed for it (no Message-ID). @throws Unparsable */
  identify(header: Uint8Array): EmailId | null;
  content(bytes: Uint8Array): Promise<EmailContent>;
  /** One attachment by its place in EmailReceived's list; none: there is no such. */
  attachment(bytes: Uint8Array, index: number): Promise<Uint8Array | null>;
  close(): Promise<void>;
}
