import { z } from 'zod';
import { EventRef, type EventsOf, event } from '../event.js';
import { AccountId, BlobHash, CaseId, EmailId, Instant, ThreadId } from '../ids.js';

/** A mailbox of RFC 5322, section 3.4: its address in lower case, its display name decoded. */
export const Address = z.object({ address: z.string(), name: z.string() });
export type Address = z.infer<typeof Address>;

/** Where and how a message came to us. */
export const Delivery = z.object({
  /** None: brought in from files, for no account. */
  accountId: AccountId.nullable(),
  folder: z.string(),
  /** RFC 3501, section 2.3.1.1; `files` for what was read from files. */
  uidValidity: z.string(),
  /** The UID, or the name of the file. */
  uid: z.string(),
  /** INTERNALDATE, or the file's own date where the message has none. */
  receivedAt: Instant.nullable(),
  /** `\Seen` when we came. */
  seen: z.boolean(),
});
export type Delivery = z.infer<typeof Delivery>;

export const Attachment = z.object({
  /** Decoded, without directories, control characters or leading dots. */
  name: z.string(),
  contentType: z.string(),
  /** Decoded bytes. */
  size: z.number().int().nonnegative(),
  contentId: z.string().nullable(),
  inline: z.boolean(),
});
export type Attachment = z.infer<typeof Attachment>;

export const EmailReceivedData = z.object({
  emailId: EmailId,
  /** As `<…>`; none: the message has none. */
  messageId: z.string().nullable(),
  /** What it is known by in its thread: its Message-ID, or `sha256:HEX` of what identifies it where it has none. */
  threadKey: z.string(),
  inReplyTo: z.array(z.string()),
  /** Oldest first (RFC 5322, section 3.6.4), at most 512 kB of them: the first and the last ones. */
  references: z.array(z.string()),
  subject: z.string().meta({ personal: 'from' }),
  from: Address.nullable().meta({ personal: 'from' }),
  replyTo: z.array(Address).meta({ personal: 'from' }),
  to: z.array(Address).meta({ personal: 'from' }),
  cc: z.array(Address).meta({ personal: 'from' }),
  /** The Date header; none where it is missing or cannot be read. */
  date: Instant.nullable(),
  /** Why it counts as automatic (RFC 3834, RFC 3464, lists), or none. */
  automatic: z.string().nullable(),
  /** The first words of the text, for lists. */
  preview: z.string().max(300).meta({ personal: 'from' }),
  attachments: z.array(Attachment).meta({ personal: 'from' }),
  /** Bytes of the raw message. */
  size: z.number().int().nonnegative(),
  blob: BlobHash,
  /** SHA-256 of what follows the header: two messages of one Message-ID may differ. */
  bodyHash: z.string(),
  /** Only the header was taken: the message is larger than the account's limit. */
  headerOnly: z.boolean(),
  delivery: Delivery,
});
export type EmailReceivedData = z.infer<typeof EmailReceivedData>;

export const emailEvents = {
  EmailReceived: event(EmailReceivedData),
  /** The same message reached another account or folder, or with another body. */
  EmailDelivered: event(
    z.object({
      emailId: EmailId,
      delivery: Delivery,
      /** The bytes of this copy, where its body differs from the first. */
      variant: z.object({ blob: BlobHash, bodyHash: z.string() }).nullable(),
    }),
  ),
  EmailThreaded: event(z.object({ emailId: EmailId, threadId: ThreadId, decision: EventRef })),
  EmailLinked: event(
    z.object({
      emailId: EmailId,
      record: z.object({ type: z.literal('Case'), id: CaseId, number: z.number().int() }),
      /** Why this record: `reply`, `thread`, `tag`, `created`, `joined`. */
      reason: z.string(),
      decision: EventRef,
    }),
  ),
  /** A parked message is to be decided again. */
  EmailRoutingRequested: event(z.object({ emailId: EmailId })),
};
export type EmailEvent = EventsOf<typeof emailEvents>;
