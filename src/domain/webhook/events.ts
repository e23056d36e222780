import { z } from 'zod';
import { EventRef, type EventsOf, event } from '../event.js';
import { AccountId, Instant, TeamId, WebhookId } from '../ids.js';

/** What a webhook can be told of: names that stay, whatever becomes of the events of the log. */
export const PublicEventType = z.enum([
  'case.created',
  'case.assigned',
  'case.unassigned',
  'case.status_changed',
  'case.priority_changed',
  'case.tags_changed',
  'case.note_added',
  'case.rated',
  'email.received',
  'email.sent',
  'email.failed',
  'email.bounced',
]);
export type PublicEventType = z.infer<typeof PublicEventType>;

/** The most deliveries that one event names. */
export const MAX_REPLAYED = 200;

export const WebhookSettings = z.object({
  name: z.string().min(1).max(200),
  url: z.string().min(1).max(2_000).describe('Where it is told: `https://…`, without a password.'),
  events: z.array(PublicEventType).min(1).describe('What it is told of.'),
  teamIds: z.array(TeamId).max(100).describe('Only what is of one of these teams; none: of all.'),
  accountIds: z
    .array(AccountId)
    .max(100)
    .describe(
      "Only what came to one of these accounts, or went from it; none: any of the group. A user's own has to be named.",
    ),
  bodies: z.boolean().describe('It is told the texts of e-mails and notes as well.'),
});
export type WebhookSettings = z.infer<typeof WebhookSettings>;

const secret = z
  .string()
  .min(1)
  .max(200)
  .meta({ secret: true })
  .describe('The name of the secret in the vault that its messages are signed with.');

export const webhookEvents = {
  WebhookRegistered: event(
    'An administrator wants another program to be told of what happens from here on.',
    WebhookSettings.extend({ webhookId: WebhookId, secret }),
  ),
  WebhookChanged: event(
    'Where a webhook is, or what it is told of, is another from here on.',
    WebhookSettings.extend({ webhookId: WebhookId }),
  ),
  WebhookSecretRotated: event(
    'A webhook has a new secret; for a while its messages are signed with the one before as well.',
    z.object({
      webhookId: WebhookId,
      secret,
      previous: secret,
      previousUntil: Instant.describe('From then on only the new one signs.'),
    }),
  ),
  WebhookPaused: event('A webhook is told of nothing for now; what happens waits.', z.object({ webhookId: WebhookId })),
  WebhookSuspended: event(
    'The service has given a webhook up until somebody resumes it; what happens waits.',
    z.object({
      webhookId: WebhookId,
      reason: z
        .enum(['gone', 'failing'])
        .describe('`gone`: it answered 410. `failing`: nothing reached it for too long.'),
      since: Instant.describe('Since when nothing has reached it.'),
      error: z.string().max(300).describe('What the last attempt ended with, in words.'),
    }),
  ),
  WebhookResumed: event(
    'A webhook is told again.',
    z.object({ webhookId: WebhookId, skipMissed: z.boolean().describe('What has waited is left out.') }),
  ),
  WebhookRemoved: event('A webhook is told of nothing any more.', z.object({ webhookId: WebhookId })),
  WebhookDeliveriesReplayed: event(
    'What could not be delivered is to be tried again.',
    z.object({
      webhookId: WebhookId,
      deliveries: z
        .array(z.object({ deliveryId: z.string(), event: EventRef }))
        .min(1)
        .max(MAX_REPLAYED),
    }),
  ),
};
export type WebhookEvent = EventsOf<typeof webhookEvents>;

/** What became of deliveries: only what must outlive the stores of the read models. */
export const webhookDeliveryEvents = {
  WebhookProgressed: event(
    'Everything that a webhook is told of has been delivered or given up, up to an event of the log.',
    z.object({
      webhookId: WebhookId,
      upTo: EventRef,
      delivered: z.number().int().nonnegative().describe('Deliveries since the last time.'),
    }),
  ),
  WebhookDeliveryFailed: event(
    'A delivery was tried for as long as is set, and is given up; it waits for somebody to replay it.',
    z.object({
      webhookId: WebhookId,
      deliveryId: z.string().describe('The `webhook-id` of its message.'),
      event: EventRef.describe('What it tells of.'),
      type: PublicEventType,
      attempts: z.number().int().positive(),
      since: Instant.describe('When it was tried first.'),
      status: z.number().int().nullable().describe('Of the last answer; none: there was none.'),
      error: z.string().max(300).describe('What is wrong, in words.'),
    }),
  ),
};
export type WebhookDeliveryEvent = EventsOf<typeof webhookDeliveryEvents>;
