import { type EventType, eventsOfStreams, type RecordedEvent } from '../events.js';
import { streams } from '../ids.js';

/** What a stream is of: `case`, `email`, `routing`. */
export const categoryOf = (stream: string): string => stream.split('-', 1)[0] ?? stream;
export const CATEGORIES: readonly string[] = [...new Set(Object.keys(eventsOfStreams).map(categoryOf))];

/** Settings and rights: whoever changes these, also the service itself. */
const ALWAYS: ReadonlySet<string> = new Set(
  [
    'user-',
    'administrators',
    'team-',
    'role-',
    'apiToken-',
    'oauthProvider-',
    'mailAccount-',
    'emailFilter-',
    'groupFolder-',
    'webhook-',
    'calendar-',
    streams.systemMail,
  ].map(categoryOf),
);
/** What somebody does with their own inbox, is told, or wants to be told, is nobody else's matter; nor a decision. */
const NEVER: ReadonlySet<string> = new Set(
  [
    'inboxEmail-',
    'emailFolder-',
    'notifications-',
    'preferences-',
    streams.notifying,
    streams.routing,
    streams.autoReplies,
    streams.notificationMail,
  ].map(categoryOf),
);

/** What the service does by itself and nobody asks for: most of a log. */
const BY_ITSELF: ReadonlySet<EventType> = new Set<EventType>([
  ...(['MailboxFetched', 'EmailSkipped', 'EmailQuarantined', 'FetchingFailed', 'FetchingRecovered'] as const),
  ...(['EmailReceived', 'EmailDelivered', 'EmailThreaded', 'ThreadMerged', 'CaseEmailAdded'] as const),
  ...(['EmailBounced', 'EmailArrivalReported', 'EmailComplainedOf', 'EmailReportJudged'] as const),
  ...(['CaseEmailReported', 'AddressBounced', 'AddressComplained'] as const),
]);
/** The types of events that may be listed by who did it. */
export const AUDITED_TYPES: readonly EventType[] = Object.entries(eventsOfStreams)
  .filter(([stream]) => !NEVER.has(categoryOf(stream)))
  // A map from the types of events.
  .flatMap(([, events]) => Object.keys(events) as EventType[])
  .filter((type) => !BY_ITSELF.has(type));

/**
 * Whether an event is listed by who did it and to what: what people and programs did by the API or the command line, and
 * every change of settings and rights. What the service does by itself with each message is many times that; it is read
 * in the stream of the thing, and leads back to its cause by `$correlationId`.
 */
export function isAudited({ stream, metadata }: Pick<RecordedEvent, 'stream' | 'metadata'>): boolean {
  const category = categoryOf(stream);
  if (NEVER.has(category)) return false;
  return ALWAYS.has(category) || !metadata.actor.startsWith('system:');
}

/** Events of these tell what stands in somebody's e-mail: that is read where e-mails are, by whoever may. */
const OF_EMAILS: ReadonlySet<string> = new Set([
  ...[
    'email-',
    'inboxEmail-',
    'mailbox-',
    'notifications-',
    streams.notifying,
    streams.routing,
    streams.autoReplies,
    streams.notificationMail,
  ].map(categoryOf),
]);
export const tellsOfEmails = (stream: string): boolean => OF_EMAILS.has(categoryOf(stream));

const ID_FIELDS = {
  caseId: 'Case',
  emailId: 'Email',
  userId: 'User',
  teamId: 'Team',
  roleId: 'Role',
  tokenId: 'Token',
  accountId: 'MailAccount',
  providerId: 'OAuthProvider',
  filterId: 'Filter',
  webhookId: 'Webhook',
  calendarId: 'Calendar',
  macroId: 'Macro',
} as const;

/** What an event is about, one text for each: `Case/…`, `Contact/17`, `User/ana`. */
export function subjectsOf({ data }: Pick<RecordedEvent, 'data'>): readonly string[] {
  const fields: Readonly<Record<string, unknown>> = data;
  const named = Object.entries(ID_FIELDS).flatMap(([field, kind]) => {
    const id = fields[field];
    return typeof id === 'string' ? [`${kind}/${id}`] : [];
  });
  return [...new Set([...named, ...refOf(fields.record), ...refOf(fields)])];
}

/** `{ type, id }`, as records are named. */
function refOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('id' in value)) return [];
  const { type, id } = value;
  return typeof type === 'string' && typeof id === 'string' ? [`${type}/${id}`] : [];
}
