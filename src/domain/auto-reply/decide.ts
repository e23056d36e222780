import { presenceAt } from '../availability/boundaries.js';
import type { WorkingHours } from '../availability/events.js';
import type { WorkingTime } from '../calendar/working-time.js';
import type { Email } from '../email/events.js';
import type { EventRef } from '../event.js';
import type { AccountId, CalendarId } from '../ids.js';
import type { AutoReply } from '../mail-account/events.js';
import { isMachine } from '../outgoing/automatic-mail.js';
import type { RoutingEvent } from '../routing/events.js';
import type { AutoReplyDecision } from './events.js';
import type { Responder, Responders } from './responders.js';

export type Routed = Extract<RoutingEvent, { type: 'EmailRouted' }>['data'];

/** How a message came to an account. */
export interface Arrived {
  readonly accountId: AccountId | null;
  readonly receivedAt: string | null;
  /** By itself: nobody has imported it, released it from the quarantine or brought it back. */
  readonly fetched: boolean;
  /** Of the event that says so, in the message's stream. */
  readonly revision: number;
}

/** An account that could answer a message, and what for. */
export interface Candidate {
  readonly accountId: AccountId;
  readonly responder: Responder;
  readonly autoReply: NonNullable<Responder['autoReply']>;
  readonly arrived: Arrived;
  readonly occasion: AutoReplyDecision['occasion'];
}

/** Milliseconds: what came earlier is not answered any more. */
const MAX_AGE = 24 * 3_600_000;

/** Whether more of a message has to be looked at. What one of us or a machine wrote gets no answer (RFC 3834, section 2). */
export function isAnswerable({ accounts }: Responders, routed: Routed): boolean {
  if (routed.insider || routed.automatic !== null || routed.history || routed.sender === null) return false;
  if (routed.case?.created) return true;
  return Object.values(accounts).some(
    ({ active, autoReply }) => active && autoReply && autoReply.when !== 'case-created',
  );
}

/**
 * The account that could answer: the one that makes the case of it, else the first that it reaches by this decision and
 * that answers first contacts; whether it is one, somebody has to look up.
 */
export function candidateOf(responders: Responders, routed: Routed, arrivals: readonly Arrived[]): Candidate | null {
  const made = routed.case?.created ? routed.case.accountId : null;
  for (const occasion of ['case-created', 'first-contact'] as const) {
    const other = occasion === 'case-created' ? 'first-contact' : 'case-created';
    for (const arrived of arrivals) {
      const { accountId, revision } = arrived;
      if (accountId === null || (occasion === 'case-created' ? accountId !== made : isEarlier(routed, revision)))
        continue;
      const responder = responders.accounts[accountId];
      if (!responder?.active || !responder.autoReply || responder.autoReply.when === other) continue;
      return { accountId, responder, autoReply: responder.autoReply, arrived, occasion };
    }
  }
  return null;
}

/** A message that was decided before is answered for the new account that it reaches alone. */
const isEarlier = ({ again, cause }: Routed, revision: number): boolean => again && revision < cause.revision;

export interface Circumstances {
  /** One of us. */
  isOurs(address: string): boolean;
  /** A Message-ID that we made. */
  isOurId(messageId: string): boolean;
  /** Why this address gets no answer now, by those that it got. */
  brake(address: string): string | null;
  /** A machine may write to it: it did not complain, and takes mail. */
  mayBeWritten(address: string): boolean;
  readonly teamHours: Responders['teamHours'];
  /** Those that answers go by; one that was removed is what it was. */
  readonly calendars: Readonly<Record<CalendarId, WorkingTime>>;
  /** Milliseconds. */
  readonly now: number;
}

/** Whether a message gets an answer, to whom, with which text, and why. Pure. */
export function decideAutoReply(
  email: Email,
  routed: Routed,
  decision: EventRef,
  { accountId, responder, autoReply, arrived, occasion }: Candidate,
  circumstances: Circumstances,
): AutoReplyDecision {
  const to = returnAddress(email);
  const against =
    aboutMessage(email, arrived, circumstances) ??
    (isAddressed(email, responder.emailAddress) ? null : 'not-addressed') ??
    aboutAddress(email, to, circumstances);
  const answer = against === null && to ? { to, outOfHours: isOutOfHours(autoReply, circumstances) } : null;
  const from = email.from?.address ?? null;
  const belongs = routed.case && { id: routed.case.id, number: routed.case.number };
  const about = { emailId: email.emailId, accountId, cause: decision, settings: autoReply.settings, from };
  return { ...about, case: belongs, occasion, answer, reason: against ?? occasion };
}

function aboutMessage(
  { autoResponse, date, messageId, inReplyTo, references }: Email,
  { fetched, receivedAt }: Arrived,
  { now, isOurId }: Circumstances,
): string | null {
  if (!fetched) return 'not-fetched';
  const isOld = (at: string | null) => at !== null && Date.parse(at) < now - MAX_AGE;
  if (receivedAt === null || isOld(receivedAt) || isOld(date)) return 'old';
  if (autoResponse === null) return 'not-examined';
  if (autoResponse.refused !== null) return autoResponse.refused;
  const ids = [...(messageId === null ? [] : [messageId]), ...inReplyTo, ...references];
  return ids.some(isOurId) ? 'our-own-id' : null;
}

/** RFC 3834, section 2: only where the recipient is named in To or Cc. */
const isAddressed = ({ to, cc }: Email, own: string): boolean => [...to, ...cc].some(({ address }) => address === own);

/**
 * RFC 3834, section 4: to the Return-Path, which lists and machines set so that answers do no harm; never to Reply-To.
 * Where no server has written one the sender in From stands for it. Empty: nobody.
 */
function returnAddress({ autoResponse, from }: Email): string {
  return autoResponse?.returnPath ?? from?.address ?? '';
}

function aboutAddress(email: Email, to: string, { isOurs, brake, mayBeWritten }: Circumstances): string | null {
  if (to === '') return 'no-return-address';
  const from = email.from?.address ?? to;
  // A Return-Path may be another one for each message: the sender counts as well.
  const both = from === to ? [to] : [to, from];
  if (both.some(isMachine)) return 'machine-address';
  if (both.some(isOurs)) return 'own-address';
  if (!both.every(mayBeWritten)) return 'unwanted';
  return both.map(brake).find((reason) => reason !== null) ?? null;
}

function isOutOfHours({ outOfHours }: AutoReply, { teamHours, calendars, now }: Circumstances): boolean {
  if (!outOfHours) return false;
  const { teamId, calendarId } = outOfHours;
  const time = calendarId && calendars[calendarId];
  // Whether the moment itself counts.
  if (time) return time.between(now, now + 1) === 0;
  const hours: WorkingHours | null = (teamId && teamHours[teamId]) || null;
  return presenceAt({ hours, away: [] }, new Date(now).toISOString()) !== null;
}
