import { z } from 'zod';
import { ReportedRecipient } from '../email/report.js';
import { EventRef, type EventsOf, event, type Upcast } from '../event.js';
import { FollowReason } from '../follow/events.js';
import { AccountId, EmailId, Instant, RecordRef, UserId, WebhookId } from '../ids.js';
import { Target } from '../service-level/level.js';
import { NotificationKind } from './kinds.js';

/** What a notification says without being asked further; what does not belong to its kind is none. */
export const NotificationFacts = z.object({
  name: z.string().max(500).meta({ personal: 'record' }).describe('The subject of the case, the name of the record.'),
  number: z.number().int().positive().nullable().describe('Of a case.'),
  emailId: EmailId.nullable(),
  subject: z.string().max(300).nullable().meta({ personal: 'record' }),
  from: z.string().max(320).nullable().meta({ personal: 'record' }).describe('Who wrote the e-mail.'),
  noteId: z.string().nullable(),
  excerpt: z.string().max(200).nullable().meta({ personal: 'record' }).describe('How the note begins.'),
  assignee: UserId.nullable().describe('To whom it was assigned.'),
  status: z.object({ from: z.string(), to: z.string() }).nullable(),
  bounce: z
    .object({
      recipient: z.string().max(320).meta({ personal: 'record' }),
      status: ReportedRecipient.shape.status,
      permanent: ReportedRecipient.shape.permanent,
    })
    .nullable()
    .describe('Whom a message did not reach.'),
  serviceLevel: z
    .object({ target: Target, what: z.enum(['warned', 'missed']), dueAt: Instant })
    .nullable()
    .describe('What is due, or was.'),
  sendingFailed: z
    .object({
      recipients: z.number().int().positive().describe('How many do not have it, and do not get it any more.'),
      error: z.string().max(300).meta({ personal: 'record' }).describe("What is wrong: the server's words."),
    })
    .nullable()
    .describe('What became of a message that one has written.'),
  suspended: z
    .object({
      webhookId: WebhookId.nullable(),
      accountId: AccountId.nullable(),
      name: z.string().max(320).meta({ personal: 'record' }).describe('Of the webhook; of the account, its address.'),
      error: z.string().max(300).meta({ personal: 'record' }).describe('What is wrong, in words.'),
    })
    .nullable()
    .describe('What does not work until somebody mends it: a webhook, or sending from an account.'),
});
export type NotificationFacts = z.infer<typeof NotificationFacts>;

/** Version 1 knew no bounces. */
const withoutBounce: Upcast = (data) => ({ ...data, facts: { bounce: null, ...Object(data.facts) } });
/** Version 2 knew no service levels. */
const withoutLevel: Upcast = (data) => ({ ...data, facts: { serviceLevel: null, ...Object(data.facts) } });

/** Version 3 knew nothing of what was not sent. */
const withoutSendingFailed: Upcast = (data) => ({ ...data, facts: { sendingFailed: null, ...Object(data.facts) } });

/** Version 4 knew nothing of what is suspended. */
const withoutSuspended: Upcast = (data) => ({ ...data, facts: { suspended: null, ...Object(data.facts) } });

/** The one place where it is decided who is told of what. */
export const notifyingEvents = {
  NotifyingBegan: event(
    'From here on people are told of what happens; what the log holds before this is history and tells nobody.',
    z.object({ reason: z.string().describe('`first-start`: nobody was told of anything before.') }),
  ),
  NotificationsRaised: event(
    'Something happened to a record, and these are told of it, each once.',
    z.object({
      cause: EventRef,
      kind: NotificationKind,
      record: RecordRef.nullable().describe('None: a message that is about nothing.'),
      actor: UserId.nullable().describe('Who did it, where a user did; never told themselves.'),
      userIds: z.array(UserId),
      emailAtOnce: z.array(UserId).describe('Those of them who want an e-mail of it now.'),
      happenedAt: Instant,
      facts: NotificationFacts,
    }),
    { 1: withoutBounce, 2: withoutLevel, 3: withoutSendingFailed, 4: withoutSuspended },
  ),
  FollowersAdded: event(
    'These follow a record from now on because of what they have to do with it.',
    z.object({
      cause: EventRef,
      record: RecordRef,
      followers: z.array(z.object({ userId: UserId, because: FollowReason })),
      seen: z
        .number()
        .int()
        .min(-1)
        .describe(
          'The last revision of the followers’ own stream that was seen; whoever unfollows after it stays away.',
        ),
    }),
  ),
  NotificationDigestDue: event(
    'It is the hour of the day at which a user wants to be told by e-mail of what has come since the last time.',
    z.object({
      userId: UserId,
      dueAt: Instant.describe('The hour that was set, of that day.'),
      notifications: z
        .array(z.number().int().nonnegative())
        .describe('Revisions in `notifying`, oldest first: the last of those that there are.'),
      count: z.number().int().positive().describe('How many there are.'),
    }),
  ),
};
export type NotifyingEvent = EventsOf<typeof notifyingEvents>;

const seq = z.number().int().nonnegative().describe('Names the notification: its revision in `notifying`.');

/** What a user does with what they were told. */
export const notificationEvents = {
  NotificationRead: event(
    'A user has seen a notification.',
    z.object({ userId: UserId, record: RecordRef.nullable(), seq }),
  ),
  NotificationUnread: event(
    'A user wants to see a notification again.',
    z.object({
      userId: UserId,
      record: RecordRef.nullable(),
      kind: NotificationKind,
      seq,
    }),
  ),
  AllNotificationsRead: event(
    'A user has seen all that they were told of so far.',
    z.object({
      userId: UserId,
      upTo: z.number().int().nonnegative().describe('The newest one of those.'),
      again: z.array(z.number().int()).describe('Those of them that had been made unread again.'),
    }),
  ),
};
export type NotificationEvent = EventsOf<typeof notificationEvents>;
