import { z } from 'zod';
import { CasePriority, CaseStatus } from '../case/status.js';
import { ReportedRecipient } from '../email/report.js';
import { Instant } from '../ids.js';
import { Refusal } from '../outgoing/events.js';
import { Rating } from '../satisfaction/events.js';
import type { PublicEventType } from './events.js';

/** Of every message that a webhook gets; a change that breaks a reader is a new version. */
const PAYLOAD_VERSION = 1;

const userId = z.string().nullable();
const CaseName = z.object({ id: z.string(), number: z.number().int() });

const PublicCase = z
  .object({
    id: z.string(),
    number: z.number().int().positive(),
    subject: z.string(),
    status: CaseStatus,
    priority: CasePriority,
    tags: z.array(z.string()),
    teamId: z.string().nullable(),
    accountId: z.string().nullable().describe('The account whose message made it; null: it was made by hand'),
    assignee: userId,
  })
  .describe('As it was right after what happened');
export type PublicCase = z.infer<typeof PublicCase>;

const Person = z.object({ address: z.string(), name: z.string() });
const PublicEmail = z.object({
  id: z.string(),
  threadId: z.string(),
  messageId: z.string().nullable(),
  accountId: z.string().nullable().describe('The account that it came to'),
  subject: z.string(),
  from: Person.nullable(),
  to: z.array(Person),
  cc: z.array(Person),
  date: Instant.nullable().describe('What the message says itself'),
  receivedAt: Instant.nullable(),
  automatic: z.string().nullable().describe('Why it counts as automatic; null: somebody wrote it'),
  attachments: z.array(z.object({ name: z.string(), contentType: z.string(), size: z.number().int() })),
  text: z.string().nullable().describe('Up to 100,000 characters; null: the webhook is told no texts'),
});
export type PublicEmail = z.infer<typeof PublicEmail>;

const { id, messageId, subject, from, to, cc, date, attachments } = PublicEmail.shape;
const SentEmail = z.object({
  ...{ id, messageId, subject, from, to, cc, date, attachments },
  accountId: z.string().describe('The account that it goes from'),
  kind: z.enum(['message', 'auto-reply', 'satisfaction']).describe('But for the first, nobody wrote it'),
  answers: z.string().nullable().describe('The e-mail that it answers'),
});
export type SentEmail = z.infer<typeof SentEmail>;
const ofSent = {
  email: SentEmail,
  case: CaseName.nullable().describe('The case that it belonged to by then'),
  by: userId.describe('Who wrote it; null: the service did'),
};
const refused = z.array(Refusal).describe('For good, in this attempt; also those of Bcc');
const pending = z.number().int().describe('How many were neither taken nor refused for good');
const retryAt = Instant.nullable().describe('When those are tried again; null: not any more');
const { action, status, diagnostic, permanent } = ReportedRecipient.shape;

const by = userId.describe('The user who did it; null: the service did');
const about = { case: PublicCase, by };

/** What stands in `data` of each type. */
const publicData = {
  'case.created': z.object(about).describe('A case came to be.'),
  'case.assigned': z
    .object({ ...about, previousAssignee: userId, distribution: z.string().describe('How; `manual`: by hand') })
    .describe('A case went to a user, by the distribution or by hand.'),
  'case.unassigned': z
    .object({ ...about, previousAssignee: userId, reason: z.string() })
    .describe('A case was taken from its user.'),
  'case.status_changed': z
    .object({ ...about, from: CaseStatus, to: CaseStatus })
    .describe('The status is another one; also where a reply opened the case again.'),
  'case.priority_changed': z
    .object({ ...about, from: CasePriority, to: CasePriority })
    .describe('The priority is another one.'),
  'case.tags_changed': z
    .object({ ...about, added: z.array(z.string()), removed: z.array(z.string()) })
    .describe('A case was given tags, or lost some.'),
  'case.note_added': z
    .object({
      ...about,
      note: z.object({ id: z.string(), text: z.string().nullable().describe('null: the webhook is told no texts') }),
    })
    .describe('A user wrote a note.'),
  'case.rated': z
    .object({
      ...about,
      rating: Rating.describe('From 1, not content at all, to 5, very content'),
      comment: z.string().nullable().describe('null: none, or the webhook is told no texts'),
      assignee: userId.describe('Who had it when it was closed: what was said is about them'),
    })
    .describe('Whoever made a case says how content they are.'),
  'email.received': z
    .object({ email: PublicEmail, case: CaseName.nullable().describe('The case that it belongs to') })
    .describe("A message came to an account of the group, once; to a user's own only where the webhook names that."),
  'email.sent': z
    .object({ ...ofSent, accepted: z.number().int().describe('For how many'), refused, pending, retryAt })
    .describe('The server has taken a message of ours, for all recipients or for some: it can come more than once.'),
  'email.failed': z
    .object({ ...ofSent, code: z.string(), error: z.string(), refused, pending, retryAt })
    .describe('Recipients of a message of ours were refused, or nobody tries it any more.'),
  'email.bounced': z
    .object({
      ...ofSent,
      recipient: z.string(),
      action: action.extract(['failed', 'delayed']),
      ...{ status, diagnostic, permanent },
    })
    .describe('A message of ours did not reach a recipient, or not yet, as a report says (RFC 3464).'),
} as const satisfies Record<PublicEventType, z.ZodType>;

type DataOf = { [Type in PublicEventType]: z.infer<(typeof publicData)[Type]> };

/** Whose something is. */
export interface Place {
  readonly teamIds: readonly string[];
  readonly accountId: string | null;
  /** The account is a user's own: it has to be named. */
  readonly personal: boolean;
}

/** What a webhook is told. */
export type PublicEvent = {
  [Type in PublicEventType]: {
    readonly type: Type;
    /** When it happened. ISO 8601. */
    readonly timestamp: string;
    readonly data: DataOf[Type];
    /** For the webhook's choice: not told. */
    readonly place: Place;
    /** Of an e-mail: where it came before. Whoever was told of it then is not told again. */
    readonly earlier: readonly Place[];
    /** What has one key is told in order. */
    readonly key: string;
  };
}[PublicEventType];

/** The body of the message: what the event is told as. */
export const payloadOf = ({ type, timestamp, data }: PublicEvent) => ({
  type,
  version: PAYLOAD_VERSION,
  timestamp,
  data,
});
