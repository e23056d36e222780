import { z } from 'zod';
import { type EventsOf, event, type Upcast } from '../event.js';
import { UserId } from '../ids.js';
import { NotificationKind } from './kinds.js';

/** By what one follows a record without asking for it. */
export const AutoFollow = z.object({
  assigned: z.boolean().describe('It was assigned to them.'),
  replied: z.boolean().describe('They wrote an e-mail about it.'),
  note: z.boolean().describe('They wrote a note.'),
  mention: z.boolean().describe('A note named them.'),
});
export type AutoFollow = z.infer<typeof AutoFollow>;

export const EmailDelivery = z.enum(['off', 'at-once', 'digest']);
export type EmailDelivery = z.infer<typeof EmailDelivery>;

/** How a user wants to be told. */
export const NotificationPreferences = z.object({
  autoFollow: AutoFollow,
  list: z.array(NotificationKind).describe('What stands in their list, and is told live.'),
  email: z.array(NotificationKind).describe('What of that is told by e-mail as well.'),
  delivery: EmailDelivery,
  digestHour: z.number().int().min(0).max(23).describe('When a digest comes, by the clocks of the time zone.'),
  timeZone: z.string().min(1).max(64).describe('A name of the IANA time zone database.'),
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

/** Kinds that a version did not know: nobody can have said that they want to hear nothing of them. */
const knowing =
  (added: readonly NotificationKind[], before: readonly NotificationKind[]): Upcast =>
  (data) => {
    const kinds = (one: unknown): unknown[] => (Array.isArray(one) ? one : []);
    const email = kinds(data.email);
    const wantsAll = before.every((one) => email.includes(one));
    return { ...data, list: [...kinds(data.list), ...added], email: [...email, ...(wantsAll ? added : [])] };
  };
const FIRST = ['email', 'assignment', 'note', 'mention', 'status'] as const;

export const preferencesEvents = {
  NotificationPreferencesSet: event(
    'How a user wants to be told of what happens, all of it.',
    NotificationPreferences.extend({ userId: UserId }),
    {
      1: knowing(['bounce'], FIRST),
      2: knowing(['service-level'], [...FIRST, 'bounce']),
      3: knowing(['sending-failed'], [...FIRST, 'bounce', 'service-level']),
      4: knowing(['webhook-suspended', 'sending-suspended'], [...FIRST, 'bounce', 'service-level', 'sending-failed']),
    },
  ),
};
export type PreferencesEvent = EventsOf<typeof preferencesEvents>;
