import type { Email } from '../../domain/email/events.js';
import type { EmailId } from '../../domain/ids.js';

/** What a message says of itself; the rest of EmailReceived comes from how it reached us. */
export type ParsedEmail = Omit<Email, 'blob' | 'headerOnly'>;

/** A message to read, for its user: text and sanitised facts. */
export interface EmailContent {
  readonly text: string;
  /** As sent, unsafe: never into a page as it is. */
  readonly html: string | null;
}

/** What is wanted of a message beside what an event says of it. */
export interface Wanted {
  /** Header fields, by lower-case name. */
  readonly fields: readonly string[];
  readonly text: boolean;
}

export interface Facts {
  /** Those of the wanted fields that it has; values decoded, cut where they are longer than any that is compared. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** All of its texts, plain and HTML, in the form in which texts are compared; none: it was not wanted. */
  readonly text: string | null;
}

/** It cannot be parsed: quarantine it. */
export class Unparsable extends Error {
  override readonly name = 'Unparsable';
}

export interface ContentOptions {
  /** Nobody waits for it: what others ask for goes first. */
  readonly canWait?: boolean;
}

export interface MimeParser {
  /**
   * @param wanted then `facts` are there
   * @throws Unparsable for whatever is the message's own fault, also that it takes too long; else what its source throws, or Unavailable
   */
  parse(
    content: Uint8Array | (() => Promise<AsyncIterable<Uint8Array>>),
    wanted?: Wanted,
  ): Promise<ParsedEmail & { readonly facts?: Facts }>;
  /** The id that `parse` would give, from the header alone; none where the body is needed for it (no Message-ID). @throws Unparsable */
  identify(header: Uint8Array): EmailId | null;
  content(bytes: Uint8Array, options?: ContentOptions): Promise<EmailContent>;
  /** One attachment by its place in EmailReceived's list; none: there is no such. */
  attachment(bytes: Uint8Array, index: number): Promise<Uint8Array | null>;
  close(): Promise<void>;
}
