import { type AddressMarks, markOf } from '../address/address.js';
import type { EventRef } from '../event.js';
import type { RecordedAs } from '../events.js';
import type { UserId } from '../ids.js';
import { MOST_NAMED, type NotificationMailDecision, type SystemMail } from './mail-events.js';

/** One notification that is to be told by e-mail, or a digest of some. */
export interface Waiting {
  /** Its revision in `notifying`. */
  readonly seq: number;
  /** When it happened, or was due. ISO 8601. */
  readonly at: string;
  readonly isDigest: boolean;
}

interface Mailed {
  /** Oldest first, the last ones. */
  readonly waiting: readonly Waiting[];
  /** How many there are besides. */
  readonly more: number;
  /** When the last message was decided; none: there was none. ISO 8601. */
  readonly last: string | null;
}

/** What is to be told by e-mail, and to whom it was: plain JSON, as large as the company. */
export interface Mailing {
  /** None: nobody is written to. */
  readonly system: (SystemMail & { readonly settings: EventRef }) | null;
  readonly users: Readonly<Record<UserId, Mailed>>;
  /** Of the last decision; -1: none. */
  readonly revision: number;
}
export const noMailing: Mailing = { system: null, users: {}, revision: -1 };

export const mailingInputs = [
  'SystemMailConfigured',
  'SystemMailStopped',
  'NotificationsRaised',
  'NotificationDigestDue',
  'NotificationMailDecided',
] as const;
export type MailingInput = RecordedAs<(typeof mailingInputs)[number]>;

/** As many wait for one user by name. */
const MOST_WAITING = MOST_NAMED;
/** Milliseconds: what happened earlier is in the list, and is written to nobody any more. */
export const MAX_AGE = 24 * 3_600_000;
/** Milliseconds between two messages to one user: what comes meanwhile goes together into the next. */
export const PAUSE = 5 * 60_000;

/** One event further. */
export function evolveMailing(state: Mailing, event: MailingInput): Mailing {
  const { type, data, revision, stream } = event;
  switch (type) {
    case 'SystemMailConfigured':
      return { ...state, system: { ...data, settings: { stream, revision } } };
    case 'SystemMailStopped':
      return { ...state, system: null, users: withoutWaiting(state.users) };
    case 'NotificationsRaised': {
      const one = { seq: revision, at: data.happenedAt, isDigest: false };
      return data.emailAtOnce.reduce((all, userId) => adding(all, userId, one), state);
    }
    case 'NotificationDigestDue':
      return adding(state, data.userId, { seq: revision, at: data.dueAt, isDigest: true });
    case 'NotificationMailDecided': {
      const before = state.users[data.userId];
      const waiting = (before?.waiting ?? []).filter(({ seq }) => seq > data.upTo);
      const last = data.mail ? event.metadata.at : (before?.last ?? null);
      return { ...state, revision, users: { ...state.users, [data.userId]: { waiting, more: 0, last } } };
    }
  }
}

/** While nobody is written to, nothing waits: whoever begins with it floods nobody. */
function adding(state: Mailing, userId: UserId, added: Waiting): Mailing {
  if (state.system === null) return state;
  const before = state.users[userId] ?? { waiting: [], more: 0, last: null };
  const all = [...before.waiting, added];
  const waiting = all.slice(-MOST_WAITING);
  const mailed = { ...before, waiting, more: before.more + all.length - waiting.length };
  return { ...state, users: { ...state.users, [userId]: mailed } };
}

const withoutWaiting = (users: Mailing['users']): Mailing['users'] =>
  Object.fromEntries(Object.entries(users).map(([userId, one]) => [userId, { ...one, waiting: [], more: 0 }]));

/** Those for whom something waits, and when the next message to each may be decided. Milliseconds. */
export function waitingUsers({ users }: Mailing): readonly { readonly userId: UserId; readonly dueAt: number }[] {
  // Its keys are ids of users.
  return (Object.keys(users) as UserId[]).sort().flatMap((userId) => {
    const { waiting = [], last = null } = users[userId] ?? {};
    return waiting.length === 0 ? [] : [{ userId, dueAt: last === null ? 0 : Date.parse(last) + PAUSE }];
  });
}

/** What waits for a user and is not too old. `now`: milliseconds. */
export const freshOf = ({ users }: Mailing, userId: UserId, now: number): readonly Waiting[] =>
  (users[userId]?.waiting ?? []).filter(({ at }) => Date.parse(at) > now - MAX_AGE);

/** A user, as they are when it is decided whether they are written to; none: there is no such user, or they are not active. */
export interface Addressee {
  readonly wantsEmail: boolean;
  /** None: they have none. */
  readonly address: string | null;
  readonly marks: AddressMarks;
  /** Of what waits: what they have not read and may still read. Revisions in `notifying`. */
  readonly unread: readonly number[];
}

/**
 * Whether what waits for a user leaves, in one message.
 * @param own the address that it would leave from
 * @param unnamed how many their digests do not name
 * @param now milliseconds
 */
export function decideMail(
  { system, users }: Mailing,
  userId: UserId,
  addressee: Addressee | null,
  { own, unnamed, now }: { readonly own: string; readonly unnamed: number; readonly now: number },
): NotificationMailDecision | null {
  const mailed = users[userId];
  const last = mailed?.waiting.at(-1);
  if (!system || !mailed || !last) return null;
  const { settings, accountId } = system;
  const isOld = Date.parse(last.at) <= now - MAX_AGE;
  const against = isOld ? 'old' : againstWriting(addressee, own);
  const about = { userId, settings, upTo: last.seq };
  if (against !== null || !addressee?.address) return { ...about, mail: null, reason: against ?? 'no-address' };
  const notifications = [...new Set(addressee.unread)].sort((a, b) => a - b);
  const named = notifications.slice(-MOST_NAMED);
  const more = mailed.more + unnamed + notifications.length - named.length;
  return { ...about, mail: { accountId, to: addressee.address, notifications: named, more }, reason: 'sent' };
}

function againstWriting(addressee: Addressee | null, own: string): NotificationMailDecision['reason'] | null {
  if (addressee === null) return 'inactive';
  const { wantsEmail, address, marks, unread } = addressee;
  if (!wantsEmail) return 'off';
  if (address === null) return 'no-address';
  if (address.toLowerCase() === own.toLowerCase()) return 'own-address';
  return markOf(marks) ?? (unread.length === 0 ? 'read' : null);
}
