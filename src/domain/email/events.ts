import { z } from 'zod';
import { CaseName } from '../case/name.js';
import { Considered, CrmRecordRef, LinkedRecord } from '../crm-record/link.js';
import { EventRef, type EventsOf, event, type Upcast } from '../event.js';
import { AccountId, BlobHash, EmailId, Instant, RecordId, RecordRef, ThreadId } from '../ids.js';
import { AutoResponse } from './auto-response.js';
import { Filed } from './filed.js';
import { EmailReport } from './report.js';

/** A mailbox of RFC 5322, section 3.4: its address in lower case, its display name decoded. */
export const Address = z.object({ address: z.string(), name: z.string() });
export type Address = z.infer<typeof Address>;

/** Where and how a message came to us. */
export const Delivery = z.object({
  accountId: AccountId.nullable().describe('None: brought in from files, for no account.'),
  folder: z.string(),
  uidValidity: z.string().describe('RFC 3501, section 2.3.1.1; `files` for what was read from files.'),
  uid: z.string().describe('The UID, or the name of the file.'),
  receivedAt: Instant.nullable().describe("INTERNALDATE, or the file's own date where the message has none."),
  seen: z.boolean().describe('`\\Seen` when we came.'),
  filed: Filed.nullable().describe(
    'In whose inboxes it stands and what filters did; none: it came before there were any.',
  ),
});
export type Delivery = z.infer<typeof Delivery>;

export const Attachment = z.object({
  name: z.string().describe('Decoded, without directories, control characters or leading dots.'),
  contentType: z.string(),
  size: z.number().int().nonnegative().describe('Decoded bytes.'),
  contentId: z.string().nullable(),
  inline: z.boolean(),
});
export type Attachment = z.infer<typeof Attachment>;

export const EmailReceivedData = z.object({
  emailId: EmailId,
  messageId: z.string().nullable().describe('As `<…>`; none: the message has none.'),
  threadKey: z
    .string()
    .describe(
      'What it is known by in its thread: its Message-ID, or `sha256:HEX` of what identifies it where it has none.',
    ),
  inReplyTo: z.array(z.string()),
  references: z
    .array(z.string())
    .describe('Oldest first (RFC 5322, section 3.6.4), at most 512 kB of them: the first and the last ones.'),
  subject: z.string().meta({ personal: 'from' }),
  from: Address.nullable().meta({ personal: 'from' }),
  replyTo: z.array(Address).meta({ personal: 'from' }),
  to: z.array(Address).meta({ personal: 'from' }),
  cc: z.array(Address).meta({ personal: 'from' }),
  date: Instant.nullable().describe('The Date header; none where it is missing or cannot be read.'),
  automatic: z.string().nullable().describe('Why it counts as automatic (RFC 3834, RFC 3464, lists), or none.'),
  autoResponse: AutoResponse.nullable().describe('None: nobody has looked at it.'),
  preview: z.string().max(300).meta({ personal: 'from' }).describe('The first words of the text, for lists.'),
  attachments: z.array(Attachment).meta({ personal: 'from' }),
  size: z.number().int().nonnegative().describe('Bytes of the raw message.'),
  blob: BlobHash,
  bodyHash: z.string().describe('SHA-256 of what follows the header: two messages of one Message-ID may differ.'),
  headerOnly: z.boolean().describe("Only the header was taken: the message is larger than the account's limit."),
  report: EmailReport.nullable().describe('What it reports of a message that was sent before; none: it is no report.'),
  answersCase: z
    .number()
    .int()
    .positive()
    .nullable()
    .describe(
      'The number of the case that a Message-ID of ours among those that it answers carries; its signature held.',
    ),
  delivery: Delivery,
});
export type EmailReceivedData = z.infer<typeof EmailReceivedData>;
/** What a message says of itself, however it came to be here. */
export type Email = Omit<EmailReceivedData, 'delivery' | 'answersCase'>;

/** In-Reply-To and References, the nearest last, without the message itself. */
export function idsNamedBy({ threadKey, references, inReplyTo, report }: NamesOthers): string[] {
  // A report belongs to the message that it is about, whatever else its header names.
  const reported = report?.originalMessageId ?? null;
  const nearest = new Set([...inReplyTo, ...(reported === null ? [] : [reported])]);
  const all = [...references.filter((id) => !nearest.has(id)), ...nearest];
  return [...new Set(all)].filter((id) => id !== threadKey);
}
type NamesOthers = Pick<Email, 'threadKey' | 'references' | 'inReplyTo' | 'report'>;

/** Version 1 of a delivery did not say where it was put. */
const withoutFiled: Upcast = (data) => ({ ...data, delivery: { filed: null, ...Object(data.delivery) } });
/** Version 2 did not look for reports. */
const withoutReport: Upcast = (data) => ({ report: null, ...data });
/** Version 3 did not look at what speaks against an answer. */
export const withoutAutoResponse: Upcast = (data) => ({ autoResponse: null, ...data });

/** Version 4 did not look for ids of ours. */
const withoutAnswersCase: Upcast = (data) => ({ answersCase: null, ...data });

export const emailEvents = {
  EmailReceived: event('A message came to us for the first time; its bytes were on disk before.', EmailReceivedData, {
    1: withoutFiled,
    2: withoutReport,
    3: withoutAutoResponse,
    4: withoutAnswersCase,
  }),
  EmailDelivered: event(
    'The same message reached another account or folder, or with another body.',
    z.object({
      emailId: EmailId,
      delivery: Delivery,
      variant: z
        .object({ blob: BlobHash, bodyHash: z.string() })
        .nullable()
        .describe('The bytes of this copy, where its body differs from the first.'),
    }),
    { 1: withoutFiled },
  ),
  EmailThreaded: event(
    'A message belongs to a thread.',
    z.object({ emailId: EmailId, threadId: ThreadId, decision: EventRef }),
  ),
  EmailLinked: event(
    'A message belongs to a case, or is about a record, its parent. Each takes the place of the one before of its kind.',
    z.object({
      emailId: EmailId,
      threadId: ThreadId.nullable().describe(
        'The thread that it belongs to; of a case none, where the thread has that by routing.',
      ),
      record: LinkedRecord,
      reason: z
        .string()
        .describe(
          'Why. A case: `reply`, `thread`, `tag`, `created`, `joined`, `filter`, `import`, `user`, `split`, `merged`, `passed-on`. A parent: `thread`, `filter`, `tag`, `from`, `reply-to`, `to`, `user`.',
        ),
      via: CrmRecordRef.nullable().describe('Whose address it was, where another record is the parent for it.'),
      opportunityId: RecordId.nullable().describe('The only open Opportunity of the parent, linked as well.'),
      considered: z.array(Considered).describe('The records that were thought of, the first choice first.'),
      direction: z.enum(['in', 'out']).nullable().describe('`out`: one of us wrote it; none: an old link.'),
      decision: EventRef.nullable().describe(
        'The decision in `routing` that this carries out; none: a user did it, or its case was merged.',
      ),
    }),
    // Version 1 linked to cases alone.
    { 1: (data) => ({ threadId: null, via: null, opportunityId: null, considered: [], direction: null, ...data }) },
  ),
  EmailParentChosen: event(
    'A user has decided what a message is about, or that it is about nothing: nothing else changes that any more. Beside it stands EmailLinked or EmailUnlinked.',
    z.object({
      emailId: EmailId,
      threadId: ThreadId.nullable().describe('What comes later in this thread follows it.'),
      record: CrmRecordRef.nullable(),
    }),
  ),
  EmailUnlinked: event(
    'A message is not about its parent any more: a user says so, or the record is gone.',
    z.object({
      emailId: EmailId,
      threadId: ThreadId.nullable(),
      record: RecordRef.nullable().describe('What it was linked to; none: a user says that nothing is to be found.'),
      reason: z.string().describe('`user`, or `record-gone`.'),
      decision: EventRef.nullable().describe('The decision in `routing` that this carries out; none: a user did it.'),
    }),
  ),
  EmailCaseChosen: event(
    'A user says which case a message belongs to, or that it belongs to none. Routing decides what follows from it.',
    z.object({ emailId: EmailId, case: CaseName.nullable() }),
  ),
  EmailLeftCase: event(
    'A message does not belong to its case any more: a user says so.',
    z.object({ emailId: EmailId, case: CaseName, decision: EventRef }),
  ),
  EmailRoutingRequested: event('A parked message is to be decided again.', z.object({ emailId: EmailId })),
};
export type EmailEvent = EventsOf<typeof emailEvents>;
