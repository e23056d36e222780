import type { Decider } from '../decider.js';
import { NotFound, Rejected } from '../errors.js';
import type { AccountId, EmailId } from '../ids.js';
import type { Dispatch, EmailQueuedData, OutgoingEvent, Refusal } from './events.js';
import { pauseAfter } from './pause.js';

interface Leaving {
  readonly emailId: EmailId;
  readonly accountId: AccountId;
  readonly dispatch: Dispatch;
  readonly queuedAt: string;
  /** How often it was tried. */
  readonly attempts: number;
  readonly accepted: readonly string[];
  readonly refused: readonly Refusal[];
  /** In the sent folder. `over`: it stands there, or is given up. */
  readonly copy: 'none' | 'due' | 'over';
}

/** A message of ours on its way out, as its stream says. */
export type Outgoing =
  | { readonly status: 'absent' }
  /** It came to us, and is none of ours. */
  | { readonly status: 'received' }
  | (Leaving & { readonly status: 'queued'; readonly pending: readonly string[]; readonly dueAt: string })
  | (Leaving & { readonly status: 'attempted'; readonly pending: readonly string[]; readonly openUntil: string })
  | (Leaving & { readonly status: 'sent' })
  | (Leaving & { readonly status: 'failed'; readonly pending: readonly string[] })
  | (Leaving & { readonly status: 'cancelled' });

/** Recorded events have their time; a fold needs no more of them. */
type Timed = OutgoingEvent & { readonly metadata?: { readonly at: string } };

export const outgoing: Decider<Outgoing, Timed> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, event) {
    if (event.type === 'EmailQueued') return queued(event.data, event.metadata?.at ?? event.data.dispatch.sendAt);
    if (state.status === 'absent') return { status: 'received' };
    if (state.status === 'received') return state;
    switch (event.type) {
      case 'EmailSendCancelled':
        return { ...leavingOf(state), status: 'cancelled' };
      case 'EmailSendAttempted': {
        const { attempt, recipients, openUntil, accountId } = event.data;
        return {
          ...leavingOf(state),
          accountId,
          status: 'attempted',
          attempts: attempt,
          pending: recipients,
          openUntil,
        };
      }
      case 'EmailSent':
        return afterAttempt(state, event.data, event.data.accepted);
      case 'EmailSendFailed':
        return afterAttempt(state, event.data, []);
      case 'EmailCopyRequested':
        return { ...state, copy: 'due' };
      case 'EmailCopyStored':
      case 'EmailCopyFailed':
        return { ...state, copy: 'over' };
      case 'EmailSendRequested': {
        if (state.status !== 'failed') return state;
        // For whom it was refused it is tried again as well: whoever asks has mended what was wrong.
        const pending = [...state.pending, ...state.refused.map(({ recipient }) => recipient)];
        const dueAt = event.metadata?.at ?? state.queuedAt;
        return { ...leavingOf(state), status: 'queued', refused: [], pending, dueAt, queuedAt: dueAt };
      }
      default:
        return state;
    }
  },
};

function queued(data: EmailQueuedData, queuedAt: string): Outgoing {
  const { emailId, dispatch } = data;
  const nothing = { attempts: 0, accepted: [], refused: [], copy: 'none' as const };
  const { accountId, envelope, sendAt } = dispatch;
  return { status: 'queued', emailId, accountId, dispatch, queuedAt, ...nothing, pending: envelope.to, dueAt: sendAt };
}

const leavingOf = ({
  emailId,
  accountId,
  dispatch,
  queuedAt,
  attempts,
  accepted,
  refused,
  copy,
}: Leaving): Leaving => ({
  emailId,
  accountId,
  dispatch,
  queuedAt,
  attempts,
  accepted,
  refused,
  copy,
});

function afterAttempt(
  state: Leaving,
  { refused, pending, retryAt }: { refused: readonly Refusal[]; pending: readonly string[]; retryAt: string | null },
  taken: readonly string[],
): Outgoing {
  const leaving = {
    ...leavingOf(state),
    accepted: [...state.accepted, ...taken],
    refused: [...state.refused, ...refused],
  };
  if (pending.length > 0 && retryAt !== null) return { ...leaving, status: 'queued', pending, dueAt: retryAt };
  // Some have it: what failed for the others stands beside them, and is no failure of the message.
  if (leaving.accepted.length > 0 && pending.length === 0) return { ...leaving, status: 'sent' };
  return { ...leaving, status: 'failed', pending };
}

/** Queues a message; one that waits or has left already is left as it is. @throws Rejected: it came to us from outside */
export function queueEmail(state: Outgoing, data: EmailQueuedData): OutgoingEvent[] {
  if (state.status === 'received') throw new Rejected('not-ours', `e-mail ${data.emailId} was received`);
  return state.status === 'absent' ? [{ type: 'EmailQueued', data }] : [];
}

/**
 * Takes back what has not left yet. Again, or of one that failed for good, is nothing new.
 * @throws NotFound, Rejected with `being-sent` or `already-sent`
 */
export function cancelEmail(state: Outgoing, emailId: EmailId, reason: string): OutgoingEvent[] {
  const of = ours(state, emailId);
  if (of.status === 'cancelled') return [];
  if (of.status === 'attempted') {
    throw new Rejected('being-sent', 'The message is being handed to the server at this moment.');
  }
  if (of.status === 'sent') throw new Rejected('already-sent', 'The server has taken the message.');
  return [{ type: 'EmailSendCancelled', data: { emailId, accountId: of.accountId, reason } }];
}

/** Somebody asks that what failed for good is tried again. @throws NotFound, Rejected with `not-failed` */
export function sendAgain(state: Outgoing, emailId: EmailId): OutgoingEvent[] {
  const of = ours(state, emailId);
  if (of.status !== 'failed' && !(of.status === 'sent' && of.refused.length > 0)) {
    throw new Rejected('not-failed', `The message is ${of.status}.`);
  }
  if (of.status === 'sent') {
    throw new Rejected('already-sent', 'Some have the message; write to the others anew.');
  }
  return [{ type: 'EmailSendRequested', data: { emailId, accountId: of.accountId } }];
}

/** It is due: whoever appends this may hand it to the server. Nothing: it is not due, or somebody else has it. */
export function attemptEmail(state: Outgoing, now: string, openUntil: string): OutgoingEvent[] {
  if (state.status !== 'queued' || state.dueAt > now) return [];
  const { emailId, accountId, attempts, pending } = state;
  return [
    {
      type: 'EmailSendAttempted',
      data: { emailId, accountId, attempt: attempts + 1, recipients: [...pending], openUntil },
    },
  ];
}

/** What a server made of a message, for each recipient. */
export interface Handed {
  readonly accepted: readonly string[];
  /** For good. */
  readonly refused: readonly Refusal[];
  /** The server's words; or what is wrong. */
  readonly words: string;
  /** Stable; none: the server has taken it for those who are accepted. */
  readonly code: string | null;
  /** Not before, where the server or a limit says so; else by the growing pause. ISO 8601. */
  readonly notBefore: string | null;
  /** It is of no use to try again. */
  readonly permanent: boolean;
}

/** For how long a message is tried. */
export interface Patience {
  /**
   * Milliseconds since it was queued; none: the account is at fault. That is no message's: by it none grows too old, or
   * waits longer from one attempt to the next.
   */
  readonly maxAge: number | null;
}

/** Writes down what came of an attempt. Nothing: that attempt is over. */
export function concludeAttempt(
  state: Outgoing,
  attempt: number,
  handed: Handed,
  now: string,
  { maxAge }: Patience,
): OutgoingEvent[] {
  if (state.status !== 'attempted' || state.attempts !== attempt) return [];
  const { emailId, accountId } = state;
  const done = new Set([...handed.accepted, ...handed.refused.map(({ recipient }) => recipient)]);
  const left = state.pending.filter((recipient) => !done.has(recipient));
  const pause = pauseAfter(maxAge === null ? 1 : attempt);
  const next = later(handed.notBefore, new Date(Date.parse(now) + pause).toISOString());
  const begun = Math.max(Date.parse(state.queuedAt), Date.parse(state.dispatch.sendAt));
  const isOver = maxAge !== null && Date.parse(next) > begun + maxAge;
  const tooOld = left.length > 0 && !handed.permanent && isOver;
  const retryAt = left.length > 0 && !handed.permanent && !tooOld ? next : null;
  const common = { emailId, accountId, attempt, refused: [...handed.refused], pending: left, retryAt };
  if (handed.accepted.length > 0) {
    const response = handed.words.slice(0, MOST_WORDS);
    const data = { ...common, accepted: [...handed.accepted], response, evidence: 'reply' as const };
    return [{ type: 'EmailSent', data }];
  }
  const code = tooOld ? 'too-old' : (handed.code ?? 'unknown');
  return [{ type: 'EmailSendFailed', data: { ...common, code, error: handed.words.slice(0, MOST_WORDS) } }];
}

/** Characters of a server's words that are kept. */
const MOST_WORDS = 1_000;

/** What is known of an attempt that nobody has concluded. */
export type Verdict =
  /** Its copy stands in the sent folder, or it is configured that what may have left is not sent again. */
  | { readonly kind: 'sent'; readonly evidence: 'sent-folder' | 'assumed' }
  /** It goes again, with the same Message-ID: whoever has it twice can tell. */
  | { readonly kind: 'again' };

/** Judges an attempt whose node is gone, once the server's time-outs are over. Nothing: it is not open, or not yet. */
export function judgeAttempt(state: Outgoing, verdict: Verdict, now: string): OutgoingEvent[] {
  if (state.status !== 'attempted' || state.openUntil > now) return [];
  const { emailId, accountId, attempts: attempt, pending } = state;
  const common = { emailId, accountId, attempt, refused: [] };
  if (verdict.kind === 'sent') {
    const { evidence } = verdict;
    const response = 'The process ended before the outcome was written down.';
    return [
      {
        type: 'EmailSent',
        data: { ...common, pending: [], retryAt: null, accepted: [...pending], response, evidence },
      },
    ];
  }
  const error =
    'The process ended before the outcome was written down; it may have left. It goes again, with the same Message-ID.';
  return [
    { type: 'EmailSendFailed', data: { ...common, pending: [...pending], retryAt: now, code: 'unknown', error } },
  ];
}

/** What came of an attempt; with the first outcome by which somebody has the message, that a copy is wanted: of what tells one of us of something there is none. */
export function withCopy(state: Outgoing, outcome: readonly OutgoingEvent[]): OutgoingEvent[] {
  const after = outcome.reduce(outgoing.evolve, state);
  if (after.status === 'absent' || after.status === 'received') return [...outcome];
  const { emailId, accountId, accepted, copy, dispatch } = after;
  if (accepted.length === 0 || copy !== 'none' || dispatch.kind === 'notification') return [...outcome];
  return [...outcome, { type: 'EmailCopyRequested', data: { emailId, accountId } }];
}

/** What became of a copy: the folder that it stands in, or why there is none. */
export type Copied = { readonly folder: string } | { readonly code: string; readonly error: string };

/** Nothing: none is wanted any more. */
export function concludeCopy(state: Outgoing, copied: Copied): OutgoingEvent[] {
  if (state.status === 'absent' || state.status === 'received' || state.copy !== 'due') return [];
  const { emailId, accountId } = state;
  if ('folder' in copied) return [{ type: 'EmailCopyStored', data: { emailId, accountId, folder: copied.folder } }];
  const { code, error } = copied;
  return [{ type: 'EmailCopyFailed', data: { emailId, accountId, code, error: error.slice(0, MOST_WORDS) } }];
}

/** @throws NotFound */
function ours(state: Outgoing, emailId: EmailId): Exclude<Outgoing, { status: 'absent' | 'received' }> {
  if (state.status === 'absent' || state.status === 'received') throw new NotFound('queued e-mail', emailId);
  return state;
}

const later = (a: string | null, b: string): string => (a !== null && a > b ? a : b);
