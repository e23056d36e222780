import { administratorEvents, apiTokenEvents, roleEvents, teamEvents, userEvents } from './access/events.js';
import { addressEvents } from './address/events.js';
import { autoReplyEvents } from './auto-reply/events.js';
import { availabilityEvents, teamAvailabilityEvents } from './availability/events.js';
import { calendarEvents } from './calendar/events.js';
import { caseEvents } from './case/events.js';
import { crmRecordEvents } from './crm-record/events.js';
import { emailEvents } from './email/events.js';
import { reportEvents } from './email/report-events.js';
import type { EventsOf, RecordedOf } from './event.js';
import { filterEvents } from './filter/events.js';
import { followerEvents } from './follow/events.js';
import { emailFolderEvents, groupFolderEvents, inboxEmailEvents } from './inbox/events.js';
import { macroEvents, macroRunEvents } from './macro/events.js';
import { mailAccountEvents, mailboxEvents } from './mail-account/events.js';
import { notificationEvents, notifyingEvents } from './notification/events.js';
import { notificationMailEvents, systemMailEvents } from './notification/mail-events.js';
import { preferencesEvents } from './notification/preferences-events.js';
import { oauthProviderEvents } from './oauth/events.js';
import { draftEvents } from './outgoing/draft-events.js';
import { outgoingEvents } from './outgoing/events.js';
import { accountSendingEvents, outboxEvents } from './outgoing/sending-events.js';
import { signatureEvents, templateEvents } from './outgoing/template-events.js';
import { routingEvents } from './routing/events.js';
import { threadEvents } from './thread/events.js';
import { webhookDeliveryEvents, webhookEvents } from './webhook/events.js';

/** Everything that can happen, by the streams in which it stands. */
export const eventsOfStreams = {
  'user-{id}': userEvents,
  administrators: administratorEvents,
  'team-{id}': teamEvents,
  'role-{id}': roleEvents,
  'apiToken-{id}': apiTokenEvents,
  'availability-{userId}': availabilityEvents,
  'teamAvailability-{teamId}': teamAvailabilityEvents,
  'oauthProvider-{id}': oauthProviderEvents,
  'mailAccount-{id}': mailAccountEvents,
  'mailbox-{accountId}': mailboxEvents,
  'calendar-{id}': calendarEvents,
  'emailFilter-{id}': filterEvents,
  'email-{id}': { ...emailEvents, ...outgoingEvents, ...reportEvents },
  'draft-{id}': draftEvents,
  'template-{id}': templateEvents,
  'signature-{userId}': signatureEvents,
  outbox: outboxEvents,
  'sending-{accountId}': accountSendingEvents,
  routing: routingEvents,
  autoReplies: autoReplyEvents,
  'thread-{id}': threadEvents,
  'case-{id}': caseEvents,
  'macro-{id}': macroEvents,
  'macroRun-{id}': macroRunEvents,
  'crmRecord-{type}-{id}': crmRecordEvents,
  'address-{id}': addressEvents,
  'inboxEmail-{emailId}-{userId}': inboxEmailEvents,
  'emailFolder-{id}': emailFolderEvents,
  'groupFolder-{id}': groupFolderEvents,
  'followers-{type}-{id}': followerEvents,
  'preferences-{userId}': preferencesEvents,
  notifying: notifyingEvents,
  'notifications-{userId}': notificationEvents,
  systemMail: systemMailEvents,
  notificationMail: notificationMailEvents,
  'webhook-{id}': webhookEvents,
  'webhookDeliveries-{webhookId}': webhookDeliveryEvents,
} as const;

/** The same, by type. */
export const allEvents = {
  ...userEvents,
  ...administratorEvents,
  ...teamEvents,
  ...roleEvents,
  ...apiTokenEvents,
  ...availabilityEvents,
  ...teamAvailabilityEvents,
  ...oauthProviderEvents,
  ...mailAccountEvents,
  ...mailboxEvents,
  ...calendarEvents,
  ...filterEvents,
  ...emailEvents,
  ...outgoingEvents,
  ...draftEvents,
  ...templateEvents,
  ...signatureEvents,
  ...reportEvents,
  ...outboxEvents,
  ...accountSendingEvents,
  ...routingEvents,
  ...autoReplyEvents,
  ...threadEvents,
  ...caseEvents,
  ...macroEvents,
  ...macroRunEvents,
  ...crmRecordEvents,
  ...addressEvents,
  ...inboxEmailEvents,
  ...emailFolderEvents,
  ...groupFolderEvents,
  ...followerEvents,
  ...preferencesEvents,
  ...notifyingEvents,
  ...notificationEvents,
  ...systemMailEvents,
  ...notificationMailEvents,
  ...webhookEvents,
  ...webhookDeliveryEvents,
} as const;

export type MailcaseEvent = EventsOf<typeof allEvents>;
export type EventType = MailcaseEvent['type'];
export type RecordedEvent = RecordedOf<MailcaseEvent>;
/** The recorded event of one type. */
export type RecordedAs<Type extends EventType> = Extract<RecordedEvent, { readonly type: Type }>;
