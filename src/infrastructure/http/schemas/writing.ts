import { z } from 'zod';
import { EmailId, TeamId, TemplateId } from '../../../domain/ids.js';
import { MAX_RECIPIENTS } from '../../../domain/outgoing/draft-events.js';
import { PLACEHOLDERS } from '../../../domain/outgoing/template.js';
import { MAX_TEXT, TemplateKind } from '../../../domain/outgoing/template-events.js';
import { CaseReference, Changed, instant, page, paging, text } from './common.js';
import { ListedEmail } from './emails.js';

/** RFC 5321, sections 4.1.2 and 4.5.3.1; quoted local parts and literals of servers are nobody's. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]{1,255}$/u;
const address = z
  .union([
    z
      .string()
      .trim()
      .transform((one) => ({ name: '', address: one })),
    z.strictObject({ name: z.string().max(300).default(''), address: z.string().trim() }),
  ])
  .refine((one) => ADDRESS.test(one.address), 'is not an e-mail address');
const addresses = z.array(address).max(MAX_RECIPIENTS).describe('Each an address, or an object with name and address');

const html = z.string().max(4_000_000).describe('It is cleaned; images may stand in it as data:');
const plain = z.string().max(1_000_000);
const content = {
  account: z.string().min(3).max(320).optional().describe('The id or the address of the account that it goes from'),
  to: addresses.optional(),
  cc: addresses.optional(),
  bcc: addresses.optional(),
  subject: z.string().max(900).optional(),
  text: plain.optional().describe('Default: made of the HTML'),
  html: html.optional(),
};
const file = z.union([
  z.strictObject({ emailId: EmailId, index: z.int().min(0).max(10_000).describe('Its place in the e-mail, from 0') }),
  z.strictObject({
    name: text(255),
    contentType: z.string().max(255).default('application/octet-stream'),
    contentId: z
      .string()
      .regex(/^[\w.@+-]{1,200}$/)
      .nullable()
      .default(null)
      .describe('What cid: in the HTML names it by'),
    content: z.base64().transform((base64) => new Uint8Array(Buffer.from(base64, 'base64'))),
  }),
]);
const now = {
  ...content,
  template: TemplateId.optional().describe('A canned answer that stands before what is written'),
  files: z.array(file).max(100).default([]),
  send: z.boolean().default(true).describe('false: it stays a draft'),
  sendAt: instant.optional().describe('Not before; default: when it can be taken back no more'),
};
const seen = EmailId.optional().describe(
  'The newest message that whoever writes has seen: where others wrote newer ones it is not sent, but 412 names them',
);
/** What is left out of an answer is as usual: who gets it, its subject, from which account. */
export const NewAnswer = z.strictObject({ ...now, seen }).meta({ id: 'NewAnswer' });
export const NewEmail = z
  .strictObject({ ...now, case: CaseReference.optional().describe('The case that it is written in') })
  .meta({ id: 'NewEmail' });
export const CaseAnswer = z
  .strictObject({ ...now, seen, kind: z.enum(['reply', 'reply-all', 'forward']).default('reply') })
  .meta({ id: 'CaseAnswer' });
export const DraftChanges = z
  .strictObject(content)
  .meta({ id: 'DraftChanges', description: 'What is left out stays as it is' });
export const Sending = z
  .strictObject({ seen, sendAt: instant.optional().describe('Default: when it can be taken back no more') })
  .prefault({})
  .meta({ id: 'SendDraft' });
export const TakenFile = z
  .strictObject({ emailId: EmailId, index: z.int().min(0).max(10_000) })
  .meta({ id: 'TakenFile' });
export const UploadQuery = z.strictObject({
  name: text(255),
  type: z.string().max(255).default('application/octet-stream').describe('Its media type'),
  contentId: z
    .string()
    .regex(/^[\w.@+-]{1,200}$/)
    .optional()
    .describe('What cid: in the HTML names it by'),
});

const warnings = z
  .array(
    z.object({
      address: z.string(),
      code: z.enum(['bounced', 'complained']),
      since: instant,
      words: z.string().describe('For people'),
    }),
  )
  .describe('What is held against those whom it goes to: nothing can be delivered there, or they complain of our mail');
const saved = Changed.extend({ draftId: z.string() });
export const SavedDraft = saved.extend({ warnings }).meta({ id: 'SavedDraft' });
export const AttachedFile = saved.extend({ fileId: z.string() }).meta({ id: 'AttachedFile' });
export const WrittenEmail = SavedDraft.extend({
  emailId: z.string().optional().describe('The message; absent: it stays a draft'),
  sendAt: instant.optional().describe('Until then it can be taken back'),
}).meta({ id: 'WrittenEmail' });
export const Cancelled = Changed.extend({
  draftId: z.string().nullable().describe('The draft that it is again'),
}).meta({ id: 'CancelledEmail' });

const shown = z.object({ address: z.string(), name: z.string() });
const draft = {
  draftId: z.string(),
  userId: z.string(),
  status: z.enum(['open', 'submitted', 'queued']),
  accountId: z.string(),
  answers: z.string().nullable(),
  forwards: z.string().nullable(),
  case: z.object({ id: z.string(), number: z.int() }).nullable(),
  to: z.array(shown),
  cc: z.array(shown),
  bcc: z.array(shown),
  subject: z.string(),
  preview: z.string(),
  files: z.array(
    z.object({
      fileId: z.string(),
      name: z.string(),
      contentType: z.string(),
      size: z.int(),
      contentId: z.string().nullable(),
    }),
  ),
  failure: z
    .object({ code: z.string(), error: z.string(), at: instant })
    .nullable()
    .describe('Why what was sent last could not become a message'),
  emailId: z.string().nullable(),
  submittedAt: instant.nullable(),
  updatedAt: instant,
  revision: z.int(),
};
export const Draft = z.object({ ...draft, text: z.string(), html: z.string(), warnings }).meta({ id: 'Draft' });
export const Drafts = page('Drafts', z.object(draft).meta({ id: 'ListedDraft' }));

export const PreviewedMessage = z
  .object({
    from: shown,
    replyTo: z.array(shown),
    to: z.array(shown),
    cc: z.array(shown),
    bcc: z.array(shown).describe('In the envelope alone'),
    subject: z.string(),
    inReplyTo: z.string().nullable(),
    references: z.array(z.string()),
    sendAt: instant.describe('Until then it could be taken back'),
    text: z.string(),
    html: z.string(),
    files: z.array(z.object({ name: z.string(), contentType: z.string(), size: z.int() })),
    warnings,
  })
  .meta({ id: 'PreviewedMessage' });

export const SentQuery = z.strictObject({
  ...paging,
  accountId: z.string().min(1).max(64).optional(),
  userId: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Who wrote it; default: whoever asks, or of an account anybody'),
  status: z.enum(['queued', 'attempted', 'sent', 'failed', 'cancelled']).optional(),
});
export const SentEmails = page(
  'SentEmails',
  z
    .object({
      emailId: z.string(),
      accountId: z.string(),
      userId: z.string().nullable().describe('Who wrote it; null: the service'),
      status: z.enum(['queued', 'attempted', 'sent', 'failed', 'cancelled']),
      queuedAt: instant,
      email: ListedEmail,
    })
    .meta({ id: 'SentEmail' }),
);

export const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('team'), teamId: TeamId }),
  z.strictObject({ kind: z.literal('own') }),
]);
export const TemplateSettings = z
  .strictObject({
    kind: TemplateKind.default('canned'),
    name: text(200),
    subject: z.string().trim().max(500).default('').describe('Of what the service sends'),
    text: z.string().max(MAX_TEXT).default('').describe('Default: made of the HTML'),
    html: z.string().max(MAX_TEXT).default('').describe('Default: made of the text. It is cleaned'),
    scope: scope
      .default({ kind: 'own' })
      .describe('Who may use it; of `all` and `team` administrators alone make some'),
  })
  .meta({
    id: 'TemplateSettings',
    description: `With placeholders: ${PLACEHOLDERS.map((one) => `{{${one}}}`).join(', ')}`,
  });
export const SavedTemplate = Changed.extend({ templateId: z.string() }).meta({ id: 'SavedTemplate' });
export const Template = z
  .object({
    templateId: z.string(),
    kind: TemplateKind,
    name: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    scope: z.object({
      kind: z.enum(['all', 'team', 'own']),
      teamId: z.string().optional(),
      userId: z.string().optional(),
    }),
    revision: z.int(),
  })
  .meta({ id: 'Template' });
export const Templates = page('Templates', Template);
export const TemplateValues = z
  .strictObject({ values: z.partialRecord(z.enum(PLACEHOLDERS), z.string().max(1_000)).default({}) })
  .prefault({})
  .meta({ id: 'TemplateValues' });
export const Previewed = z
  .object({ subject: z.string(), text: z.string(), html: z.string() })
  .meta({ id: 'PreviewedTemplate' });
export const NewSignature = z
  .strictObject({ text: z.string().max(MAX_TEXT).default(''), html: z.string().max(MAX_TEXT).default('') })
  .meta({ id: 'NewSignature', description: 'With placeholders; both empty: none' });
export const Signature = z.object({ text: z.string(), html: z.string(), revision: z.int() }).meta({ id: 'Signature' });
