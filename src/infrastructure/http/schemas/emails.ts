import { z } from 'zod';
import { Considered, CrmRecordRef } from '../../../domain/crm-record/link.js';
import { MatchedFilter } from '../../../domain/email/filed.js';
import { ReportedAction } from '../../../domain/email/report.js';
import { RecordType } from '../../../domain/ids.js';
import { CaseKey, CaseReference, instant, page, paging } from './common.js';

const address = z.object({ address: z.string(), name: z.string() });
export const Sending = z
  .object({
    accountId: z.string(),
    userId: z.string().nullable().describe('Who wrote it; null: the service'),
    kind: z.enum(['message', 'auto-reply', 'notification', 'satisfaction']),
    answers: z.string().nullable(),
    forwards: z.string().nullable(),
    sendAt: instant.describe('Not before; until then it can be taken back'),
    status: z.enum(['queued', 'attempted', 'sent', 'failed', 'cancelled']),
    dueAt: instant.nullable(),
    attempts: z.int(),
    recipients: z.int(),
    refused: z.array(
      z.object({ recipient: z.string(), code: z.int().nullable(), status: z.string().nullable(), text: z.string() }),
    ),
    error: z.string().nullable(),
    sentAt: instant.nullable(),
    doubt: z
      .enum(['sent-again', 'sent-folder', 'assumed'])
      .nullable()
      .describe(
        'Nobody knew whether the server had it: it went again and may have arrived twice, its copy was found in the sent folder, or it counts as sent; null: that was always known',
      ),
    copy: z
      .object({
        status: z.enum(['due', 'stored', 'failed']),
        at: instant,
        folder: z.string().nullable().describe('Where it stands'),
        code: z.string().nullable(),
        error: z.string().nullable().describe('Why there is none'),
      })
      .nullable()
      .describe('Of the copy in the sent folder; null: it is not ours to store, or nobody has the message yet'),
  })
  .nullable()
  .describe('How far a message of ours is on its way out; null: there is none, or it came from outside');
const email = {
  emailId: z.string(),
  threadId: z.string().nullable(),
  caseId: z.string().nullable(),
  caseNumber: z.int().nullable(),
  linkReason: z.string().nullable(),
  parent: z
    .object({
      type: RecordType,
      id: z.string(),
      reason: z.string().describe('`from`, `reply-to`, `to`, `thread`, `tag`, `filter` or `user`'),
      via: CrmRecordRef.nullable().describe('Whose address it was, where another record is the parent for it'),
      opportunityId: z.string().nullable(),
      considered: z.array(Considered),
    })
    .nullable()
    .describe('The record that it is about'),
  records: z.array(z.string()).describe('`Contact/17`…: its parent, whose address it was, and the opportunity'),
  messageId: z.string().nullable(),
  threadKey: z.string().describe('Its Message-ID, or `sha256:HEX` where it has none'),
  subject: z.string(),
  from: address.nullable(),
  sender: z.string(),
  to: z.array(address),
  cc: z.array(address),
  date: instant.nullable(),
  receivedAt: instant,
  automatic: z.string().nullable(),
  preview: z.string(),
  autoReply: z
    .object({
      accountId: z.string(),
      answered: z.boolean(),
      to: z.string().nullable(),
      outOfHours: z.boolean().describe('With the text for outside of working hours'),
      reason: z
        .string()
        .describe('What it was answered for, `case-created` or `first-contact`; or what spoke against it'),
      at: instant,
    })
    .nullable()
    .describe('Whether an account has answered it by itself; none: that was never a question'),
  attachments: z.array(
    z.object({
      name: z.string(),
      contentType: z.string().describe('As the sender says'),
      size: z.int(),
      contentId: z.string().nullable(),
      inline: z.boolean(),
    }),
  ),
  size: z.int(),
  blob: z.string(),
  headerOnly: z.boolean(),
  sending: Sending,
  reported: z
    .array(
      z.object({
        report: z.string().describe('The e-mail that says so'),
        at: instant,
        recipient: z.string(),
        action: ReportedAction,
        status: z.string().nullable().describe('RFC 3463'),
        diagnostic: z.string().nullable(),
        permanent: z.boolean(),
      }),
    )
    .describe('What machines said became of it: it bounced, arrived, was displayed, or they complain of it'),
  deliveries: z.array(
    z.object({ accountId: z.string().nullable(), folder: z.string(), variant: z.string().nullable() }),
  ),
};
export const ListedEmail = z.object(email).meta({ id: 'ListedEmail' });
const matchedBy = MatchedFilter.extend({
  accountId: z.string().nullable().describe('The account that it came to'),
  userId: z.string().nullable().describe('Whose filter it was; none: of all mail, or of the account'),
  words: z.string().describe('What happened, for people'),
});
export const Email = z
  .object({
    ...email,
    text: z.string().describe('The body as plain text'),
    matchedBy: z.array(matchedBy).describe('The filters that it met; of users, those of whoever asks'),
  })
  .meta({ id: 'Email' });
export const NewCaseOfEmail = z.strictObject({ case: CaseReference }).meta({ id: 'NewCaseOfEmail' });
export const Emails = page('Emails', ListedEmail);
export const EmailQuery = z.strictObject({
  ...paging,
  case: CaseKey.optional(),
  record: z
    .string()
    .regex(/^(Account|Contact|Lead|Opportunity)\/[^/]{1,64}$/, '`Contact/17`')
    .optional()
    .describe('`Contact/17`: whose e-mail it is'),
  direction: z.enum(['asc', 'desc']).optional().describe('By when they came; default desc'),
});

const thread = {
  threadId: z.string(),
  mergedInto: z.string().nullable(),
  aliases: z.array(z.string()).describe('Threads that became part of this one'),
  emailCount: z.int(),
  caseIds: z.array(z.string()),
  firstEmailId: z.string(),
  lastEmailId: z.string(),
  lastAt: instant,
};
export const Thread = z.object({ ...thread, emails: Emails }).meta({ id: 'Thread' });
export const Threads = page('Threads', z.object({ ...thread, subject: z.string() }).meta({ id: 'ListedThread' }));
