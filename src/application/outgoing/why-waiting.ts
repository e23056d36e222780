import type { MailAccount } from '../../domain/mail-account/mail-account.js';
import type { Attempt } from '../../domain/outgoing/attempts.js';
import type { Outgoing } from '../../domain/outgoing/outgoing.js';
import { type HourlyRate, limitedUntil } from '../../domain/outgoing/rate.js';
import type { SendingAccountView } from '../../projections/outbox.js';
import { CLOCK_SKEW } from './open-attempts.js';

/** What keeps a message from leaving at present. */
export interface Hindrance {
  readonly reason:
    | 'not-yet'
    | 'retry'
    | 'being-handed-over'
    | 'in-doubt'
    | 'stopped'
    | 'paused'
    | 'suspended'
    | 'limit'
    | 'no-node';
  /** For people, with what they can do about it. */
  readonly words: string;
  /** When it is over by itself; none: that is not known. ISO 8601. */
  readonly until: string | null;
}

export interface Surroundings {
  /** Nothing leaves at all. */
  readonly stopped: boolean;
  /** As whoever stopped it says. */
  readonly stopReason: string | null;
  readonly account: MailAccount;
  /** None: nothing was ever tried from the account. */
  readonly sending: Pick<SendingAccountView, 'paused' | 'suspended' | 'rate'> | null;
  /** The node that hands messages over; none: no node does, as far as is known here. */
  readonly sender: string | null;
  /** Whether it is known which nodes there are. */
  readonly knowsNodes: boolean;
  readonly now: Date;
}

/** All that keeps a message; nothing: it has left or will not, or it is taken up at once. */
export function whyWaiting(
  message: Outgoing,
  last: Attempt | null,
  { stopped, stopReason, account, sending, sender, knowsNodes, now }: Surroundings,
): readonly Hindrance[] {
  if (message.status === 'attempted') return [underWay(message.attempts, message.openUntil, now)];
  if (message.status !== 'queued') return [];
  const { dueAt, attempts, pending } = message;
  const kept: Hindrance[] = [];
  const keeps = (reason: Hindrance['reason'], words: string, until: string | null = null) =>
    kept.push({ reason, words, until });
  if (dueAt > now.toISOString()) {
    if (attempts === 0) keeps('not-yet', 'It is to leave later, and can be taken back until then.', dueAt);
    else keeps('retry', `Attempt ${attempts} has not reached all: ${last?.outcome?.words ?? ''}`.trim(), dueAt);
  }
  if (stopped) {
    const because = stopReason === null ? '' : ` (${stopReason})`;
    keeps('stopped', `Somebody has stopped all sending${because}; resume it when that is over.`);
  }
  if (sending?.paused) keeps('paused', 'Somebody has paused the account; resume it when that is over.');
  if (sending?.suspended) {
    keeps(
      'suspended',
      `The server lets the account send nothing: ${sending.suspended.error} It is looked at again every 30 minutes, and at once when the account's settings change, when it is authorized again, or when it is resumed.`,
    );
  }
  const limited = limitOf(account, sending?.rate ?? [], pending.length, now);
  if (limited) keeps('limit', `The account may send to ${limited.limit} recipients an hour, and has.`, limited.until);
  if (knowsNodes && sender === null) {
    keeps('no-node', 'No node that runs hands messages over; one that is started with `mailcase serve` does.');
  }
  return kept;
}

function underWay(attempt: number, openUntil: string, now: Date): Hindrance {
  const judgedAt = new Date(Date.parse(openUntil) + CLOCK_SKEW).toISOString();
  return openUntil > now.toISOString()
    ? {
        reason: 'being-handed-over',
        words: `Attempt ${attempt} is under way. Should its node be gone, or the server have given no answer, it is judged after that.`,
        until: judgedAt,
      }
    : {
        reason: 'in-doubt',
        words: `Nobody has written down what became of attempt ${attempt}: it is looked for in the sent folder, then goes again or counts as sent, as the account is configured.`,
        until: judgedAt,
      };
}

function limitOf(account: MailAccount, rate: HourlyRate, more: number, now: Date) {
  const limit = account.status === 'absent' ? null : (account.smtp?.limitPerHour ?? null);
  const until = limit === null ? null : limitedUntil(rate, limit, more, now.getTime());
  return until === null ? null : { limit, until: new Date(until).toISOString() };
}
