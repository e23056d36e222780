import { z } from 'zod';
import { CaseName } from '../case/name.js';
import { Address } from '../email/events.js';
import { type EventsOf, event } from '../event.js';
import { AccountId, BlobHash, DraftId, EmailId, Instant, RecordRef, TeamId, UserId } from '../ids.js';

/** Of one message or draft, all recipients together. */
export const MAX_RECIPIENTS = 500;
/** Bytes of one file, and of all files of a message: as base64 they are a third more. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
export const MAX_FILES_BYTES = 35 * 1024 * 1024;
export const MAX_FILES = 100;

/** A file of a draft; its bytes are a blob. */
export const DraftFile = z.object({
  fileId: z.string().min(1).max(64),
  name: z.string().min(1).max(255).meta({ personal: 'userId' }),
  contentType: z.string().max(255),
  size: z.number().int().nonnegative().describe('Bytes.'),
  blob: BlobHash,
  contentId: z
    .string()
    .max(255)
    .nullable()
    .describe('What `cid:` in the HTML names it by (RFC 2392); none: it is no inline image.'),
});
export type DraftFile = z.infer<typeof DraftFile>;

const addresses = z.array(Address).max(MAX_RECIPIENTS).meta({ personal: 'userId' });

/** What somebody writes, but for its files. */
export const DraftContent = z.object({
  accountId: AccountId.describe('That it goes from.'),
  answers: EmailId.nullable(),
  forwards: EmailId.nullable(),
  case: CaseName.nullable().describe('The case that it is written in.'),
  about: RecordRef.nullable(),
  to: addresses,
  cc: addresses,
  bcc: addresses,
  subject: z.string().max(1_000).meta({ personal: 'userId' }),
  body: z.object({ blob: BlobHash.describe('Its text and its HTML, as JSON.') }),
  preview: z.string().max(300).meta({ personal: 'userId' }).describe('The first words of the text, for lists.'),
});
export type DraftContent = z.infer<typeof DraftContent>;

/** What a message has beside the content of its draft, decided when it was submitted. */
export const Submission = z.object({
  key: z.string().describe('Names the message for good: another one when the draft is sent again.'),
  sendAt: Instant.describe('Not before.'),
  from: Address.meta({ personal: 'userId' }),
  replyTo: z.array(Address).meta({ personal: 'userId' }),
  owner: UserId.nullable().describe('Whose own account it goes from; none: a group’s.'),
  teamIds: z.array(TeamId).describe('Of a group account.'),
  inReplyTo: z.string().nullable(),
  references: z.array(z.string()).describe('Oldest first (RFC 5322, section 3.6.4).'),
});
export type Submission = z.infer<typeof Submission>;

const draft = { draftId: DraftId, userId: UserId };

export const draftEvents = {
  DraftWritten: event(
    'What somebody has written so far, all of it but the files.',
    z.object({ ...draft, content: DraftContent }),
  ),
  DraftFileAdded: event(
    'A file goes with a draft; its bytes were stored before.',
    z.object({ ...draft, file: DraftFile }),
  ),
  DraftFileRemoved: event('A file does not go with a draft any more.', z.object({ ...draft, fileId: z.string() })),
  DraftSubmitted: event(
    'A draft is to be sent as it stands here: from now on it is a message, and this is its date.',
    z.object({ ...draft, content: DraftContent, files: z.array(DraftFile).max(MAX_FILES), submission: Submission }),
  ),
  DraftQueued: event('The message of a draft waits to be sent.', z.object({ ...draft, emailId: EmailId })),
  DraftFailed: event(
    'What was submitted cannot become a message: it is a draft again, and its writer is told why.',
    z.object({
      ...draft,
      key: z.string().describe('Of the submission.'),
      subject: z.string().max(1_000).meta({ personal: 'userId' }),
      recipients: z.number().int().positive().describe('To how many it should have gone.'),
      code: z.string(),
      error: z.string().max(1_000).meta({ personal: 'userId' }).describe('For people.'),
    }),
  ),
  DraftReopened: event(
    'The message was taken back before it left, and is a draft again.',
    z.object({ ...draft, emailId: EmailId }),
  ),
  DraftBlobsRemoved: event(
    'What a draft had dropped was removed from the blob store, as far as nothing else holds it.',
    z.object({
      draftId: DraftId,
      upTo: Instant.describe('All that it had dropped until then was looked at.'),
      blobs: z
        .array(z.object({ blob: BlobHash, removed: z.literal(true) }))
        .max(1_200)
        .describe('Whose bytes are gone.'),
    }),
  ),
  DraftDiscarded: event('Somebody does not want to send what they have written.', z.object(draft)),
};
export type DraftEvent = EventsOf<typeof draftEvents>;
