import { caseDecider } from '../case/case.js';
import type { CaseEvent } from '../case/events.js';
import type { CaseName } from '../case/name.js';
import type { Delivery, Email } from '../email/events.js';
import { IMPORTER, userOf } from '../event.js';
import type { RecordedAs, RecordedEvent } from '../events.js';
import type { PublicEventType, WebhookSettings } from './events.js';
import type { Place, PublicCase, PublicEvent } from './public-event.js';

/** The events of the log that may become a public one, each with the type that it may become. */
const published = {
  CaseCreated: 'case.created',
  CaseAssigned: 'case.assigned',
  CaseUnassigned: 'case.unassigned',
  CaseStatusChanged: 'case.status_changed',
  CaseReopened: 'case.status_changed',
  CasePriorityChanged: 'case.priority_changed',
  CaseTagsSet: 'case.tags_changed',
  CaseNoteAdded: 'case.note_added',
  CaseSatisfactionGiven: 'case.rated',
  EmailRouted: 'email.received',
  EmailSent: 'email.sent',
  EmailSendFailed: 'email.failed',
  EmailBounced: 'email.bounced',
} as const satisfies Partial<Record<RecordedEvent['type'], PublicEventType>>;
// Its keys are those above.
export const publishedTypes = Object.keys(published) as (keyof typeof published)[];
export type Published = RecordedAs<keyof typeof published>;

/** What a webhook may be told of an event, seen from its type alone. */
export const publicTypeOf = ({ type }: Pick<Published, 'type'>): PublicEventType => published[type];

/** What other systems say has happened there, and mail of old, is history: nobody is told. */
export function isHistory({ type, data, metadata }: Published): boolean {
  if (metadata.actor === IMPORTER) return true;
  if (type === 'CaseCreated') return data.createdAt !== null;
  if (type === 'CaseAssigned') return data.distribution === 'imported';
  return type === 'EmailRouted' && (data.history || data.insider);
}

type PublishedOfSending = RecordedAs<'EmailSent' | 'EmailSendFailed' | 'EmailBounced'>;
export const isOfSending = (event: Published): event is PublishedOfSending =>
  event.type === 'EmailSent' || event.type === 'EmailSendFailed' || event.type === 'EmailBounced';
type PublishedOfCase = Exclude<Published, { readonly type: 'EmailRouted' } | PublishedOfSending>;

/**
 * What happened to a case, as everybody may know it; none: nothing that is told. Pure, so that it is the same whenever it is sent.
 * @param history of the case up to the event, which is the last of it
 */
export function publicCaseEvent(history: readonly RecordedEvent[], event: PublishedOfCase): PublicEvent | null {
  const it = publicCaseOf(history);
  if (!it || isHistory(event)) return null;
  const { type, data, metadata } = event;
  const about = { case: it, by: userOf(metadata.actor) };
  const common = {
    timestamp: metadata.at,
    place: { teamIds: it.teamId === null ? [] : [it.teamId], accountId: it.accountId, personal: false },
    earlier: [],
    key: it.id,
  };
  switch (type) {
    case 'CaseCreated':
      return { ...common, type: 'case.created', data: about };
    case 'CaseAssigned': {
      const { previousUserId: previousAssignee, distribution } = data;
      return { ...common, type: 'case.assigned', data: { ...about, previousAssignee, distribution } };
    }
    case 'CaseUnassigned':
      return {
        ...common,
        type: 'case.unassigned',
        data: { ...about, previousAssignee: data.userId, reason: data.reason },
      };
    case 'CaseStatusChanged':
    case 'CaseReopened':
      return { ...common, type: 'case.status_changed', data: { ...about, from: data.from, to: data.to } };
    case 'CasePriorityChanged':
      return { ...common, type: 'case.priority_changed', data: { ...about, from: data.from, to: data.to } };
    case 'CaseTagsSet': {
      const added = data.tags.filter((tag) => !data.previous.includes(tag));
      const removed = data.previous.filter((tag) => !data.tags.includes(tag));
      return { ...common, type: 'case.tags_changed', data: { ...about, added, removed } };
    }
    case 'CaseNoteAdded': {
      const note = { id: data.noteId, text: data.text };
      return { ...common, type: 'case.note_added', data: { ...about, note } };
    }
    case 'CaseSatisfactionGiven': {
      const { rating, comment, userId: assignee } = data;
      return { ...common, type: 'case.rated', data: { ...about, rating, comment, assignee } };
    }
  }
}

/** None: there is no such case yet. */
function publicCaseOf(history: readonly RecordedEvent[]): PublicCase | null {
  let state = caseDecider.initialState();
  let subject = '';
  let accountId: string | null = null;
  for (const event of history) {
    // The stream of a case holds its events alone.
    state = caseDecider.evolve(state, event as unknown as CaseEvent);
    if (event.type === 'CaseCreated' || event.type === 'CaseSourceChanged') ({ subject } = event.data);
    if (event.type === 'CaseCreated') ({ accountId } = event.data);
  }
  if (state.phase !== 'created') return null;
  const { caseId: id, number, status, priority, tags, teamId, assignee } = state;
  return { id, number, subject, status, priority, tags: [...tags], teamId, accountId, assignee };
}

/**
 * A message that came; none: it is nobody's news. Each of its deliveries is one, and a webhook is told of the first that
 * comes to where it listens.
 * @param email its stream up to what was routed
 * @param isPersonal whether an account is a user's own
 */
export function publicEmailEvent(
  email: readonly RecordedEvent[],
  decision: RecordedAs<'EmailRouted'>,
  isPersonal: (accountId: string) => boolean,
): PublicEvent | null {
  const [first] = email;
  const deliveries = email.flatMap(({ type, data }) =>
    type === 'EmailReceived' || type === 'EmailDelivered' ? [data.delivery] : [],
  );
  const delivery = deliveries.at(-1);
  if (isHistory(decision) || first?.type !== 'EmailReceived' || !delivery || delivery.accountId === null) return null;
  const { threadId, case: joined } = decision.data;
  const { accountId, receivedAt } = delivery;
  const placeOf = (one: Delivery): Place => ({
    teamIds: one.filed?.teamIds ?? [],
    accountId: one.accountId,
    personal: one.accountId !== null && isPersonal(one.accountId),
  });
  const here = placeOf(delivery);
  return {
    type: 'email.received',
    timestamp: decision.metadata.at,
    data: {
      email: { ...wordsOf(first.data), threadId, accountId, receivedAt, text: null },
      case: joined && { id: joined.id, number: joined.number },
    },
    place: { ...here, teamIds: [...here.teamIds, ...(joined?.teamId ? [joined.teamId] : [])] },
    // What was brought in from files, for no account, was no news.
    earlier: deliveries
      .slice(0, -1)
      .map(placeOf)
      .filter((one) => one.accountId !== null),
    key: joined?.id ?? threadId,
  };
}

/**
 * What became of a message of ours; none: it is tried again, or went to one of us.
 * @param email its stream up to the event, which is the last of it
 */
export function publicSendingEvent(email: readonly RecordedEvent[], event: PublishedOfSending): PublicEvent | null {
  const queued = email.find((one) => one.type === 'EmailQueued');
  if (queued?.type !== 'EmailQueued') return null;
  const { dispatch } = queued.data;
  const { kind, accountId, owner, teamIds, answers, userId: by } = dispatch;
  if (kind === 'notification') return null;
  const { automatic: _, ...words } = wordsOf(queued.data);
  const of = email.reduce(caseOf, dispatch.case);
  const about = { email: { ...words, accountId, kind, answers }, case: of && { id: of.id, number: of.number }, by };
  const common = {
    timestamp: event.metadata.at,
    place: { teamIds, accountId, personal: owner !== null },
    earlier: [],
    key: of?.id ?? queued.data.emailId,
  };
  switch (event.type) {
    case 'EmailSent': {
      const { accepted, refused, pending, retryAt } = event.data;
      const counts = { accepted: accepted.length, refused, pending: pending.length, retryAt };
      return { ...common, type: 'email.sent', data: { ...about, ...counts } };
    }
    case 'EmailSendFailed': {
      const { code, error, refused, pending, retryAt } = event.data;
      if (retryAt !== null && refused.length === 0) return null;
      return {
        ...common,
        type: 'email.failed',
        data: { ...about, code, error, refused, pending: pending.length, retryAt },
      };
    }
    case 'EmailBounced': {
      const { recipient, action, status, diagnostic, permanent } = event.data;
      const said = { recipient, action, status, diagnostic, permanent };
      return { ...common, type: 'email.bounced', data: { ...about, ...said } };
    }
  }
}

/** The case of a message of ours, as its stream goes on. */
function caseOf(before: CaseName | null, { type, data }: RecordedEvent): CaseName | null {
  if (type === 'EmailLeftCase') return null;
  if (type !== 'EmailLinked' || data.record.type !== 'Case') return before;
  return { id: data.record.id, number: data.record.number };
}

function wordsOf({ emailId: id, messageId, subject, from, to, cc, date, automatic, attachments }: Email) {
  const listed = attachments.map(({ name, contentType, size }) => ({ name, contentType, size }));
  return { id, messageId, subject, from, to, cc, date, automatic, attachments: listed };
}

/** Whether a webhook is told of something. */
export function isWanted(settings: WebhookSettings, { type, place, earlier }: PublicEvent): boolean {
  return (
    settings.events.includes(type) && listensTo(settings, place) && !earlier.some((one) => listensTo(settings, one))
  );
}

function listensTo({ teamIds, accountIds }: WebhookSettings, place: Place): boolean {
  const { accountId, personal } = place;
  const isOfTeam = teamIds.length === 0 || teamIds.some((teamId) => place.teamIds.includes(teamId));
  const isOfAccount = accountIds.length === 0 ? !personal : accountIds.some((one) => one === accountId);
  return isOfTeam && isOfAccount;
}
