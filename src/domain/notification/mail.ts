import type { Address } from '../email/events.js';
import { type RecordRef, recordKey, type UserId } from '../ids.js';
import { type AutomaticMail, GENERATED } from '../outgoing/automatic-mail.js';
import type { NotificationFacts, NotifyingEvent } from './events.js';
import type { SystemMail } from './mail-events.js';
import { urlOfRecord } from './system-mail.js';

export type Told = Extract<NotifyingEvent, { type: 'NotificationsRaised' }>['data'];

/** A message as the outbox takes it, but for what is the same of all. */
export type NotificationMessage = Pick<AutomaticMail, 'from' | 'to' | 'subject' | 'text' | 'headers'>;

/** Characters of a subject, and of what one line tells. */
const MAX_SUBJECT = 150;
const MAX_LINE = 300;

/** What a user was told of, oldest first, in one message of plain text; what is about one record stands together. */
export function notificationMessage(
  userId: UserId,
  told: readonly Told[],
  more: number,
  { to, from, recordUrl }: { readonly to: string; readonly from: Address } & Pick<SystemMail, 'recordUrl'>,
): NotificationMessage {
  const groups = new Map<string, Told[]>();
  for (const one of told) {
    const key = one.record ? recordKey(one.record) : `${one.kind} ${groups.size}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const paragraphs = [...groups.values()].map((group) => paragraphOf(userId, group, recordUrl));
  const end = more === 0 ? [] : [`And ${more} more: they are in your list of notifications.`];
  const footer = '-- \nThis was sent by a machine; nobody reads answers. You set yourself what is told by e-mail.';
  return {
    from,
    to: [{ name: '', address: to }],
    subject: subjectOf([...groups.values()], told.length + more),
    text: `${[...paragraphs, ...end, footer].join('\n\n')}\n`,
    headers: GENERATED,
  };
}

/** Of what is about one record its name; a case's number as no answer can bring it back into the case. */
function subjectOf([first, ...others]: readonly (readonly Told[])[], count: number): string {
  const [one] = first ?? [];
  if (!one || others.length > 0) return `${count} notifications`;
  const title = one.record ? titleOf(one.record, one.facts) : wordsOf(one, null);
  const subject = count === 1 ? title : `${title} (${count})`;
  return line(subject, MAX_SUBJECT).replaceAll(/\[#(\d+)\]/g, '#$1');
}

function paragraphOf(userId: UserId, group: readonly Told[], recordUrl: string | null): string {
  const record = group[0]?.record ?? null;
  const lines = group.map((one) => `- ${line(wordsOf(one, userId), MAX_LINE)}`);
  // The last one has the name that it has by now.
  const title = record ? [line(titleOf(record, group.at(-1)?.facts), MAX_LINE)] : [];
  const link = record && recordUrl !== null ? [urlOfRecord(recordUrl, record)] : [];
  return [...title, ...link, ...lines].join('\n');
}

const titleOf = ({ type }: RecordRef, facts: NotificationFacts | undefined): string =>
  `${type}${facts?.number ? ` ${facts.number}` : ''}: ${facts?.name ?? ''}`;

/** One line, cut so that no character is halved. */
const line = (text: string, most: number): string =>
  text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '');

const TARGETS = { 'first-response': 'the first response', solution: 'the solution' } as const;

/** What one is told of, in a few words. @param userId who reads it; none: anybody */
function wordsOf({ kind, actor, facts }: Told, userId: UserId | null): string {
  const { from, subject, excerpt, assignee, status, bounce, serviceLevel, sendingFailed, suspended } = facts;
  const who = actor ?? 'somebody';
  const about = subject === null ? 'a message' : `“${subject}”`;
  switch (kind) {
    case 'email':
      return `An e-mail from ${from ?? who}: ${subject ?? ''}`;
    case 'assignment':
      return assignee === userId ? 'It is assigned to you.' : `It is assigned to ${assignee ?? 'somebody'}.`;
    case 'note':
      return `A note by ${who}: ${excerpt ?? ''}`;
    case 'mention':
      return `${who} names you in a note: ${excerpt ?? ''}`;
    case 'status':
      return `It was ${status?.from ?? '?'} and is ${status?.to ?? '?'}.`;
    case 'bounce':
      return `${bounce?.recipient ?? 'Somebody'} does not have ${about}${bounce?.permanent ? ', and does not get it' : ''}.`;
    case 'service-level': {
      const of = serviceLevel ? TARGETS[serviceLevel.target] : 'a target';
      return `${of} ${serviceLevel?.what === 'missed' ? 'was' : 'is'} due at ${serviceLevel?.dueAt ?? '?'}.`;
    }
    case 'sending-failed':
      return `${about} could not be sent to ${sendingFailed?.recipients ?? 0}: ${sendingFailed?.error ?? ''}`;
    case 'webhook-suspended':
      return `The webhook ${suspended?.name ?? ''} is suspended: ${suspended?.error ?? ''}`;
    case 'sending-suspended':
      return `Nothing leaves from ${suspended?.name ?? ''}: ${suspended?.error ?? ''}`;
  }
}
