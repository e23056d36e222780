import { apiTokenEvents, teamEvents, userEvents } from './access/events.js';
import { availabilityEvents, teamAvailabilityEvents } from './availability/events.js';
import { caseEvents } from './case/events.js';
import { emailEvents } from './email/events.js';
import type { EventsOf, RecordedOf } from './event.js';
import { mailAccountEvents, mailboxEvents } from './mail-account/events.js';
import { routingEvents } from './routing/events.js';
import { threadEvents } from './thread/events.js';

/** Everything that can happen, by the streams in which it stands. */
export const eventsOfStreams = {
  'user-{id}': userEvents,
  'team-{id}': teamEvents,
  'apiToken-{id}': apiTokenEvents,
  'availability-{userId}': availabilityEvents,
  'teamAvailability-{teamId}': teamAvailabilityEvents,
  'mailAccount-{id}': mailAccountEvents,
  'mailbox-{accountId}': mailboxEvents,
  'email-{id}': emailEvents,
  routing: routingEvents,
  'thread-{id}': threadEvents,
  'case-{id}': caseEvents,
} as const;

/** The same, by type. */
export const allEvents = {
  ...userEvents,
  ...teamEvents,
  ...apiTokenEvents,
  ...availabilityEvents,
  ...teamAvailabilityEvents,
  ...mailAccountEvents,
  ...mailboxEvents,
  ...emailEvents,
  ...routingEvents,
  ...threadEvents,
  ...caseEvents,
} as const;

export type MailcaseEvent = EventsOf<typeof allEvents>;
export type EventType = MailcaseEvent['type'];
export type RecordedEvent = RecordedOf<MailcaseEvent>;
/** The recorded event of one type. */
export type RecordedAs<Type extends EventType> = Extract<RecordedEvent, { readonly type: Type }>;
