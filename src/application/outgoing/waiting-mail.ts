import type { RecordedAs } from '../../domain/events.js';
import type { AccountId, EmailId } from '../../domain/ids.js';
import { addRate, type HourlyRate, limitedUntil } from '../../domain/outgoing/rate.js';
import type { OutboxView, SendingAccountView } from '../../projections/outbox.js';

/** What the outbox reads of the log. */
export const outboxTypes = [
  ...(['EmailQueued', 'EmailSendCancelled', 'EmailSendAttempted', 'EmailSent'] as const),
  ...(['EmailSendFailed', 'EmailSendRequested', 'SendingStopped', 'SendingResumed'] as const),
  ...(['AccountSendingPaused', 'AccountSendingResumed', 'AccountSendingSuspended'] as const),
  ...(['AccountSendingRecovered', 'SmtpConfigured', 'SmtpRemoved', 'ImapConfigured', 'OAuthGranted'] as const),
] as const;
/** Those of them after which an account is read anew. */
export const changesAccounts: ReadonlySet<string> = new Set<(typeof outboxTypes)[number]>([
  ...(['SmtpConfigured', 'SmtpRemoved', 'ImapConfigured', 'OAuthGranted'] as const),
]);
type Told = RecordedAs<(typeof outboxTypes)[number]>;

export interface Waiting {
  readonly emailId: EmailId;
  readonly status: 'queued' | 'attempted';
  /** Milliseconds since 1970: when it is due; of one that is being handed over, when somebody else may judge it. */
  readonly at: number;
}

/** Milliseconds. */
const SOON = 1_000;

/** One account's part of the queue. */
export class AccountQueue {
  readonly waiting = new Map<EmailId, Waiting>();
  paused = false;
  suspended = false;
  /** Milliseconds since 1970: not before is it looked whether a suspended account works again. */
  probeAt = 0;
  /** The same: not before is anything tried, since the limit is reached or the server is away. */
  notBefore = 0;
  rate: HourlyRate = [];
  /** To how many each goes of which the log does not tell yet. */
  readonly starting = new Map<EmailId, number>();

  constructor(readonly accountId: AccountId) {}

  /** When so many more may go; none: now. Milliseconds since 1970. */
  limitedUntil(limit: number, more: number, now: number): number | null {
    const known = limitedUntil(this.rate, limit, more, now);
    if (known !== null || this.starting.size === 0) return known;
    const going = [...this.starting.values()].reduce((sum, recipients) => sum + recipients, 0);
    const rate = addRate(this.rate, new Date(now).toISOString(), going);
    // The log tells soon whether they went.
    return limitedUntil(rate, limit, more, now) === null ? null : now + SOON;
  }
}

/** What waits to leave, as the log says: a hint of what to look at. What is done, each message's own stream decides. */
export class WaitingMail {
  readonly accounts = new Map<AccountId, AccountQueue>();
  stopped = false;

  constructor(private readonly probeEvery: number) {}

  begin(messages: readonly OutboxView[]): void {
    for (const { emailId, accountId, status, dueAt } of messages) {
      // Ids of the read model are those of events.
      if (status !== 'failed')
        this.put(accountId as AccountId, { emailId: emailId as EmailId, status, at: Date.parse(dueAt) });
    }
  }

  beginAccount({ accountId, paused, suspended, rate }: SendingAccountView): void {
    // As above.
    const queue = this.of(accountId as AccountId);
    Object.assign(queue, { paused, suspended: suspended !== null, rate });
    if (suspended) queue.probeAt = Date.parse(suspended.since) + this.probeEvery;
  }

  take(event: Told): void {
    const { type, data, metadata } = event;
    switch (type) {
      case 'EmailQueued':
        this.put(data.dispatch.accountId, {
          emailId: data.emailId,
          status: 'queued',
          at: Date.parse(data.dispatch.sendAt),
        });
        return;
      case 'EmailSendRequested':
        this.put(data.accountId, { emailId: data.emailId, status: 'queued', at: Date.parse(metadata.at) });
        return;
      case 'EmailSendAttempted': {
        const queue = this.of(data.accountId);
        queue.starting.delete(data.emailId);
        queue.rate = addRate(queue.rate, metadata.at, data.recipients.length);
        queue.waiting.set(data.emailId, { emailId: data.emailId, status: 'attempted', at: Date.parse(data.openUntil) });
        return;
      }
      case 'EmailSent':
      case 'EmailSendFailed':
        if (data.retryAt === null) this.of(data.accountId).waiting.delete(data.emailId);
        else this.put(data.accountId, { emailId: data.emailId, status: 'queued', at: Date.parse(data.retryAt) });
        return;
      case 'EmailSendCancelled':
        this.of(data.accountId).waiting.delete(data.emailId);
        return;
      case 'SendingStopped':
      case 'SendingResumed':
        this.stopped = type === 'SendingStopped';
        return;
      case 'AccountSendingPaused':
        this.of(data.accountId).paused = true;
        return;
      case 'AccountSendingResumed':
        Object.assign(this.of(data.accountId), { paused: false, suspended: false, notBefore: 0 });
        return;
      case 'AccountSendingSuspended':
        Object.assign(this.of(data.accountId), {
          suspended: true,
          probeAt: Date.parse(metadata.at) + this.probeEvery,
        });
        return;
      case 'AccountSendingRecovered':
        this.of(data.accountId).suspended = false;
        return;
      case 'SmtpConfigured':
      case 'SmtpRemoved':
      case 'ImapConfigured':
      case 'OAuthGranted': {
        const queue = this.accounts.get(data.accountId);
        // Whatever it was, it may be mended.
        if (queue) Object.assign(queue, { probeAt: 0, notBefore: 0 });
        return;
      }
    }
  }

  of(accountId: AccountId): AccountQueue {
    const queue = this.accounts.get(accountId) ?? new AccountQueue(accountId);
    this.accounts.set(accountId, queue);
    return queue;
  }

  private put(accountId: AccountId, waiting: Waiting): void {
    this.of(accountId).waiting.set(waiting.emailId, waiting);
  }
}
