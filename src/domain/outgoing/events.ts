import { z } from 'zod';
import { CaseName } from '../case/name.js';
import { EmailReceivedData, withoutAutoResponse } from '../email/events.js';
import { type EventsOf, event } from '../event.js';
import { AccountId, DraftId, EmailId, Instant, RecordRef, TeamId, UserId } from '../ids.js';

/** What a recipient's server said no to (RFC 5321, section 4.2; RFC 3463). */
export const Refusal = z.object({
  recipient: z.string().meta({ personal: 'recipient' }),
  code: z.number().int().nullable().describe('Of the reply: 550; none: it was refused before a server was asked.'),
  status: z.string().nullable().describe('The enhanced status code, `5.1.1`, where the server gave one.'),
  text: z.string().max(1_000).describe("The server's words."),
});
export type Refusal = z.infer<typeof Refusal>;

/** How a message is to leave, and why there is one. */
export const Dispatch = z.object({
  accountId: AccountId.describe('From whose address, and by whose server, it goes.'),
  userId: UserId.nullable().describe('Who wrote it; none: the service did.'),
  owner: UserId.nullable().describe("Whose own account that is; none: a group's."),
  teamIds: z.array(TeamId).describe('The teams of a group account: its mail is theirs.'),
  kind: z
    .enum(['message', 'auto-reply', 'notification', 'satisfaction'])
    .describe('Only the first is the word of a person; the others never answer what is automatic.'),
  answers: EmailId.nullable().describe('The e-mail that it answers.'),
  forwards: EmailId.nullable(),
  case: CaseName.nullable().describe('The case that it was written in, whatever its thread says.'),
  about: RecordRef.nullable().describe('The record that it was written for, where that is no case.'),
  envelope: z
    .object({
      from: z.string().describe('RFC 5321, section 3.3; empty: the null reverse-path.'),
      to: z.array(z.string()).min(1).describe('All recipients, those of Bcc too, which stand nowhere else.'),
    })
    .meta({ personal: 'from' }),
  sendAt: Instant.describe('Not before; until then it can be taken back.'),
  draftId: DraftId.optional().describe('The draft that it was, and is again when it is taken back.'),
});
export type Dispatch = z.infer<typeof Dispatch>;

export const EmailQueuedData = EmailReceivedData.omit({ delivery: true, answersCase: true }).extend({
  dispatch: Dispatch,
});
export type EmailQueuedData = z.infer<typeof EmailQueuedData>;

const recipients = z.array(z.string()).meta({ personal: 'recipient' });
const attempt = z.number().int().positive().describe('Counted from 1.');
const retryAt = Instant.nullable().describe('When those who are left are tried again; none: not any more.');
const afterAttempt = {
  emailId: EmailId,
  accountId: AccountId,
  attempt,
  refused: z.array(Refusal).describe('For good.'),
  pending: recipients.describe('Neither taken nor refused for good.'),
  retryAt,
};

export const outgoingEvents = {
  EmailQueued: event(
    'A message of ours waits to be sent; its bytes, without Bcc, were on disk before. Known by the same id as its copy in any mailbox.',
    EmailQueuedData,
    // Version 2 asked nobody how content they are: its kinds were fewer.
    { 1: withoutAutoResponse, 2: (data) => data },
  ),
  EmailSendCancelled: event(
    'What has not left of a message does not leave any more.',
    z.object({
      emailId: EmailId,
      accountId: AccountId,
      reason: z.string().describe('`user`: whoever may send it took it back; `emptied`: the queue was emptied.'),
    }),
  ),
  EmailSendAttempted: event(
    'A message is being handed to the server. Until the outcome is written nobody else tries.',
    z.object({
      emailId: EmailId,
      accountId: AccountId,
      attempt,
      recipients,
      openUntil: Instant.describe("By then the server's time-outs are over: whoever finds it open may judge it."),
    }),
  ),
  EmailSent: event(
    'The server has taken a message, for all recipients or for some.',
    z.object({
      ...afterAttempt,
      accepted: recipients,
      response: z.string().max(1_000).describe("The server's words."),
      evidence: z
        .enum(['reply', 'sent-folder', 'assumed'])
        .describe(
          '`reply`: the server said so. After a crash in between: its copy was found, or it was not to be sent twice.',
        ),
    }),
  ),
  EmailSendFailed: event(
    'Nobody has taken a message in this attempt.',
    z.object({
      ...afterAttempt,
      code: z
        .string()
        .describe(
          'Stable: `refused`, `temporary`, `network`, `tls`, `login`, `sender`, `timeout`, `unknown`, `too-old`…',
        ),
      error: z.string().max(1_000).describe('What is wrong, in words.'),
    }),
  ),
  EmailCopyRequested: event(
    "Somebody has a message of ours; a copy of it is to stand in the sent folder of the account's mailbox.",
    z.object({ emailId: EmailId, accountId: AccountId }),
  ),
  EmailCopyStored: event(
    'The copy of a message of ours stands in the sent folder, as read.',
    z.object({ emailId: EmailId, accountId: AccountId, folder: z.string() }),
  ),
  EmailCopyFailed: event(
    'No copy of a message of ours is put into the sent folder any more. The message itself has left.',
    z.object({
      emailId: EmailId,
      accountId: AccountId,
      code: z.string().describe('Stable: `no-mailbox`, `no-bytes`, `folder`, `login`, `network`…'),
      error: z.string().max(1_000).describe('What is wrong, in words.'),
    }),
  ),
  EmailSendRequested: event(
    'What failed is tried again, since somebody asked for it.',
    z.object({ emailId: EmailId, accountId: AccountId }),
  ),
};
export type OutgoingEvent = EventsOf<typeof outgoingEvents>;
