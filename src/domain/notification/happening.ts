import { type Belonging, EVERYBODY, ofTeam, ofUser } from '../access/audience.js';
import { linkedRecords } from '../crm-record/link.js';
import type { EmailReceivedData } from '../email/events.js';
import { IMPORTER, userOf } from '../event.js';
import type { RecordedAs } from '../events.js';
import type { FollowReason } from '../follow/events.js';
import { type RecordRef, recordKey, type TeamId, UserId } from '../ids.js';
import { cameBefore } from '../mail-account/age.js';
import type { EmailQueuedData } from '../outgoing/events.js';
import { isOfOurForm } from '../outgoing/message-id.js';
import type { NotificationFacts } from './events.js';
import type { FollowedRecord } from './followed.js';
import type { NotificationKind } from './kinds.js';
import { administratorsOf, type People } from './people.js';

/** What tells somebody. */
export const causeTypes = [
  'EmailRouted',
  'CaseAssigned',
  'CaseNoteAdded',
  'CaseStatusChanged',
  'CaseReopened',
  'RecordChanged',
  'EmailBounced',
  'EmailSent',
  'EmailSendFailed',
  'DraftFailed',
  'CaseServiceLevelWarned',
  'CaseServiceLevelMissed',
  'WebhookSuspended',
  'AccountSendingSuspended',
] as const;
export type Cause = RecordedAs<(typeof causeTypes)[number]>;
type Tried = RecordedAs<'EmailSent' | 'EmailSendFailed'>;
type Suspension = RecordedAs<'WebhookSuspended' | 'AccountSendingSuspended'>;

/** A message of ours, as it stood when a server was asked to take it. */
export interface WrittenEmail {
  readonly email: EmailQueuedData;
  /** Its case, then the records that it is about. */
  readonly records: readonly RecordRef[];
  /** Nobody had it before that. */
  readonly isFirst: boolean;
}

/** A webhook, or an account, that does not work any more, as it was then. */
export interface Suspended {
  /** Of the webhook; of the account, its address. */
  readonly name: string;
  /** Whose own account it is; none: the administrators' matter alone. */
  readonly owner: UserId | null;
}

/** The state of one record by its key. */
export type Records = (key: string) => FollowedRecord | undefined;

/** Something that people may want to hear of. */
export interface Happening {
  readonly kind: NotificationKind;
  /** What it happened to: each is told of the first one that they follow and may read. */
  readonly records: readonly FollowedRecord[];
  readonly actor: UserId | null;
  /** Who follows the first record by it. */
  readonly joins: readonly { readonly userId: UserId; readonly because: FollowReason }[];
  /** Who is told whether they follow or not, and of what. */
  readonly named: readonly { readonly userId: UserId; readonly kind: NotificationKind }[];
  /** Of no concern to who follows. */
  readonly namedOnly?: true;
  readonly facts: Partial<NotificationFacts>;
  /** Of an e-mail: whose it is besides. */
  readonly email: { readonly belongsTo: readonly Belonging[]; isSilentFor(userId: UserId): boolean } | null;
}

/**
 * What an event is about, most important first.
 * @param written of an attempt to send: what was sent
 */
export function recordsOf({ type, data }: Cause, written: WrittenEmail | null): readonly RecordRef[] {
  if (type === 'EmailSent' || type === 'EmailSendFailed') return written?.records ?? [];
  if (type === 'WebhookSuspended' || type === 'AccountSendingSuspended') return [];
  if (type === 'EmailRouted') {
    // One that was merged: whoever follows the other one hears of it.
    const ids = data.case ? [...(data.case.into ? [data.case.into.id] : []), data.case.id] : [];
    const cases = ids.map((id): RecordRef => ({ type: 'Case', id }));
    return [...cases, ...(data.parent ? linkedRecords(data.parent) : [])];
  }
  if (type === 'EmailBounced') {
    return [...(data.case ? [{ type: 'Case' as const, id: data.case.id }] : []), ...data.records];
  }
  if (type === 'DraftFailed') return [];
  if (type === 'RecordChanged') return [{ type: data.type, id: data.id }];
  return [{ type: 'Case', id: data.caseId }];
}

/** An e-mail has to be looked at where somebody may want to hear of it: the decision about it does not say all. */
export function emailToReadFor(event: Cause, records: Records): RecordedAs<'EmailRouted'>['data'] | null {
  if (event.type !== 'EmailRouted' || event.data.again) return null;
  return knownAmong(event, records).length > 0 ? event.data : null;
}

/**
 * What happened, as far as anybody may want to hear of it: as a rule one thing or none.
 * @param email what was received, where `emailToReadFor` names it
 * @param written as of `recordsOf`
 * @param suspended of a suspension: what it is of
 */
export function happeningsOf(
  event: Cause,
  people: People,
  records: Records,
  email: EmailReceivedData | null,
  written: WrittenEmail | null,
  suspended: Suspended | null = null,
): readonly Happening[] {
  if (event.type === 'EmailSent' || event.type === 'EmailSendFailed') {
    return written ? sendingOf(event, written, knownAmong(event, records, written)) : [];
  }
  if (event.type === 'WebhookSuspended' || event.type === 'AccountSendingSuspended') {
    return suspended ? [suspensionOf(event, people, suspended)] : [];
  }
  const happening = happeningOf(event, people, records, email);
  return happening ? [happening] : [];
}

function happeningOf(
  event: Exclude<Cause, Tried | Suspension>,
  people: People,
  records: Records,
  email: EmailReceivedData | null,
): Happening | null {
  const known = knownAmong(event, records);
  if (event.type === 'EmailBounced') return bounceOf(event, known);
  if (event.type === 'DraftFailed') return notComposed(event);
  const [record] = known;
  if (!record) return null;
  // What another system says has happened there, and whoever wanted to hear of it has.
  if (event.metadata.actor === IMPORTER) return null;
  const actor = actorOf(event.metadata.actor);
  const usual = { records: known, actor, joins: [], named: [], facts: {}, email: null };
  switch (event.type) {
    case 'EmailRouted':
      // What became of a message of ours is told of that message.
      if (email?.report?.originalMessageId && isOfOurForm(email.report.originalMessageId)) return null;
      return email && !event.data.again && isNews(people, email) ? emailOf(event, people, known, email) : null;
    case 'CaseAssigned': {
      const { userId, distribution } = event.data;
      if (distribution === 'imported') return null;
      return {
        ...usual,
        kind: 'assignment',
        joins: [{ userId, because: 'assigned' }],
        named: [{ userId, kind: 'assignment' }],
        facts: { assignee: userId },
      };
    }
    case 'CaseNoteAdded': {
      const { mentions, noteId, text } = event.data;
      const mentioned = mentions.map((userId) => ({ userId, because: 'mention' as const }));
      return {
        ...usual,
        kind: 'note',
        joins: [...(actor === null ? [] : [{ userId: actor, because: 'note' as const }]), ...mentioned],
        named: mentions.map((userId) => ({ userId, kind: 'mention' })),
        facts: { noteId, excerpt: beginning(text.replaceAll(/\s+/g, ' ').trim(), 200) },
      };
    }
    case 'RecordChanged':
      return changeOf(event, known);
    case 'CaseStatusChanged':
      return { ...usual, kind: 'status', facts: { status: statusOf(event.data) } };
    case 'CaseServiceLevelWarned':
    case 'CaseServiceLevelMissed': {
      const { target, userIds, teamIds } = event.data;
      const isMissed = event.type === 'CaseServiceLevelMissed';
      const dueAt = isMissed ? event.data.at : event.data.dueAt;
      return {
        ...usual,
        kind: 'service-level',
        named: [...userIds, ...membersOf(people, teamIds)].map((userId) => ({ userId, kind: 'service-level' })),
        facts: { serviceLevel: { target, what: isMissed ? 'missed' : 'warned', dueAt } },
      };
    }
    case 'CaseReopened':
      // The message that opened it tells of itself.
      return event.data.emailId === null ? { ...usual, kind: 'status', facts: { status: statusOf(event.data) } } : null;
  }
}

/** A message reached somebody not; whoever wrote it is told, also where it is about nothing. One that waits is no news yet. */
function bounceOf({ data }: RecordedAs<'EmailBounced'>, records: readonly FollowedRecord[]): Happening | null {
  const { action, userId, emailId, recipient, status, permanent } = data;
  if (action === 'delayed') return null;
  return {
    ...{ kind: 'bounce', records, actor: null, joins: [], email: null },
    named: userId === null ? [] : [{ userId, kind: 'bounce' }],
    facts: { emailId, bounce: { recipient: beginning(recipient, 320), status, permanent } },
  };
}

/**
 * A message of ours is news when it has left, to the first of those whom it goes to: until then it may be taken back. Whoever
 * wrote it is told of those who do not get it, also where it is about nothing.
 */
function sendingOf(
  { type, data }: Tried,
  { email, isFirst }: WrittenEmail,
  records: readonly FollowedRecord[],
): readonly Happening[] {
  const { emailId, subject, from, dispatch } = email;
  const { userId, teamIds, owner } = dispatch;
  if (dispatch.kind !== 'message' || userId === null) return [];
  const facts = { emailId, subject: beginning(subject, 300), from: beginning(from?.address ?? '', 320) || null };
  const happenings: Happening[] = [];
  if (type === 'EmailSent' && isFirst && records.length > 0) {
    happenings.push({
      ...{ kind: 'email', records, actor: userId, named: [], facts },
      joins: [{ userId, because: 'replied' }],
      email: {
        belongsTo: [EVERYBODY, ...teamIds.map(ofTeam), ...(owner === null ? [] : [ofUser(owner)])],
        isSilentFor: () => false,
      },
    });
  }
  const lost = data.refused.length + (data.retryAt === null ? data.pending.length : 0);
  if (lost > 0) {
    const words = data.refused[0]?.text ?? (type === 'EmailSent' ? data.response : data.error);
    happenings.push({
      ...{ kind: 'sending-failed', records: records.slice(0, 1), actor: null, joins: [], email: null },
      named: [{ userId, kind: 'sending-failed' }],
      namedOnly: true,
      facts: { ...facts, sendingFailed: { recipients: lost, error: beginning(words, 300) } },
    });
  }
  return happenings;
}

/** What somebody has sent could not become a message: they are told, and nobody else knows of it. */
function notComposed({ data }: RecordedAs<'DraftFailed'>): Happening {
  const { userId, subject, recipients, error } = data;
  return {
    ...{ kind: 'sending-failed', records: [], actor: null, joins: [], email: null, namedOnly: true },
    named: [{ userId, kind: 'sending-failed' }],
    facts: { subject: beginning(subject, 300), sendingFailed: { recipients, error: beginning(error, 300) } },
  };
}

/** Administrators can mend it; and whoever's own account it is. */
function suspensionOf({ type, data }: Suspension, people: People, { name, owner }: Suspended): Happening {
  const kind = type === 'WebhookSuspended' ? 'webhook-suspended' : 'sending-suspended';
  const of =
    'webhookId' in data
      ? { webhookId: data.webhookId, accountId: null }
      : { webhookId: null, accountId: data.accountId };
  const userIds = [...new Set([...(owner === null ? [] : [owner]), ...administratorsOf(people)])];
  return {
    ...{ kind, records: [], actor: null, joins: [], email: null },
    named: userIds.map((userId) => ({ userId, kind })),
    namedOnly: true,
    facts: { suspended: { ...of, name: beginning(name, 320), error: beginning(data.error, 300) } },
  };
}

/** What a CRM tells of a record: that it went to somebody, or else that it was closed or opened. */
function changeOf(
  { data, metadata }: RecordedAs<'RecordChanged'>,
  records: readonly FollowedRecord[],
): Happening | null {
  const { assignedUserId: assignee, stage, before } = data;
  const change = { records, actor: actorOf(metadata.actor), joins: [], named: [], email: null };
  if (assignee !== null && assignee !== before.assignedUserId) {
    const named = [{ userId: assignee, kind: 'assignment' as const }];
    const joins = [{ userId: assignee, because: 'assigned' as const }];
    return { ...change, kind: 'assignment', joins, named, facts: { assignee } };
  }
  if (stage === before.stage || stage === null || before.stage === null) return null;
  return { ...change, kind: 'status', facts: { status: { from: before.stage, to: stage } } };
}

function knownAmong(event: Cause, records: Records, written: WrittenEmail | null = null): readonly FollowedRecord[] {
  return recordsOf(event, written).flatMap((ref) => records(recordKey(ref)) ?? []);
}

function emailOf(
  { data }: RecordedAs<'EmailRouted'>,
  people: People,
  records: readonly FollowedRecord[],
  { from, subject, emailId, delivery: { filed } }: EmailReceivedData,
): Happening {
  const author = data.sender === null ? undefined : people.authors[data.sender];
  const silent = new Set((filed?.exceptions ?? []).filter((one) => one.silent).map(({ userId }) => userId));
  return {
    kind: 'email',
    records,
    actor: author ?? null,
    joins: author === undefined ? [] : [{ userId: author, because: 'replied' }],
    named: [],
    facts: { emailId, subject: beginning(subject, 300), from: beginning(from?.address ?? '', 320) || null },
    email: {
      belongsTo: [EVERYBODY, ...(filed?.teamIds ?? []).map(ofTeam), ...(filed?.userIds ?? []).map(ofUser)],
      isSilentFor: (userId) => filed?.silent === true || silent.has(userId),
    },
  };
}

/** Not what was brought in from files, for no account, and not what an account had before it was ours. */
function isNews({ newsSince }: People, { delivery: { accountId, receivedAt } }: EmailReceivedData): boolean {
  return accountId !== null && !cameBefore(newsSince[accountId] ?? null)(receivedAt);
}

const membersOf = ({ users }: People, teamIds: readonly TeamId[]): readonly UserId[] =>
  Object.values(users)
    .filter((user) => user.teamIds.some((teamId) => teamIds.includes(teamId)))
    .map(({ userId }) => userId)
    .sort();

function actorOf(name: string): UserId | null {
  const user = UserId.safeParse(userOf(name));
  return user.success ? user.data : null;
}

const statusOf = ({ from, to }: { readonly from: string; readonly to: string }) => ({ from, to });

/** Cut so that no character is halved. */
export const beginning = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
