import type { Address } from '../../domain/email/events.js';

export interface ComposedAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
  /** What `cid:` in the HTML names it by (RFC 2392), without brackets; none: it is no inline image. */
  readonly contentId: string | null;
}

/** A message as it is to be written (RFC 5322, RFC 2045). */
export interface MailToCompose {
  /** As `<…>`. */
  readonly messageId: string;
  /** ISO 8601; written with whole seconds. */
  readonly date: string;
  readonly from: Address;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string;
  readonly text: string;
  /** Beside the text (multipart/alternative); none: plain text alone. */
  readonly html: string | null;
  readonly inReplyTo: string | null;
  /** Oldest first. */
  readonly references: readonly string[];
  /** Further fields, names as written. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly attachments: readonly ComposedAttachment[];
}

export interface MailComposer {
  /** The same message gives the same bytes. No value of it can begin another header field. */
  compose(mail: MailToCompose): Promise<Uint8Array>;
}
