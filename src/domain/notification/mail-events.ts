import { z } from 'zod';
import { EventRef, type EventsOf, event } from '../event.js';
import { AccountId, UserId } from '../ids.js';

/** How the service itself writes to users. */
export const SystemMail = z.object({
  accountId: AccountId.describe('The group account that it leaves from.'),
  recordUrl: z
    .string()
    .max(500)
    .nullable()
    .describe('Where a record is shown, with {type} and {id} (RFC 6570, level 1); none: there is no link.'),
});
export type SystemMail = z.infer<typeof SystemMail>;

export const systemMailEvents = {
  SystemMailConfigured: event(
    'From here on the service writes to users what they want to be told by e-mail.',
    SystemMail,
  ),
  SystemMailStopped: event('The service writes to users no more.', z.object({ accountId: AccountId })),
};
export type SystemMailEvent = EventsOf<typeof systemMailEvents>;

/** The most that one message names. */
export const MOST_NAMED = 50;

const seq = z.number().int().nonnegative();

export const notificationMailEvents = {
  NotificationMailDecided: event(
    'Whether what waited for a user leaves, all in one message, or why not; what follows is EmailQueued.',
    z.object({
      userId: UserId,
      settings: EventRef.describe('The SystemMailConfigured that it goes by.'),
      upTo: seq.describe('The last of what waited: a revision in `notifying`.'),
      mail: z
        .object({
          accountId: AccountId,
          to: z.string().meta({ personal: 'userId' }),
          notifications: z.array(seq).min(1).max(MOST_NAMED).describe('Revisions in `notifying`, oldest first.'),
          more: z.number().int().nonnegative().describe('How many it does not name.'),
        })
        .nullable(),
      reason: z
        .enum(['sent', 'read', 'off', 'inactive', 'old', 'no-address', 'own-address', 'bounced', 'complained'])
        .describe('Stable. `read`: nothing of it is unread, and may still be read by them.'),
    }),
  ),
};
export type NotificationMailEvent = EventsOf<typeof notificationMailEvents>;
export type NotificationMailDecision = NotificationMailEvent['data'];
