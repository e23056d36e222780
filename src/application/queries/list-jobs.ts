import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { AccountId } from '../../domain/ids.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import type { WatchState } from '../fetching/account-watch.js';
import { Fetching } from '../fetching/fetching.js';
import { CLOCK, SCHEDULES } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import type { Schedules } from '../ports/schedules.js';
import { ReadModels } from './read-models.js';

/** What is done again and again: the fetching of one mailbox. */
export interface Job {
  readonly name: string;
  readonly accountId: string;
  readonly emailAddress: string;
  /** A cron expression, in UTC. */
  readonly schedule: string;
  /** `elsewhere`: another node fetches it, and knows more; `not-watched`: none does. */
  readonly state: WatchState | 'elsewhere' | 'not-watched';
  /** The node that fetches it. */
  readonly node: string | null;
  /** What is wrong, in words. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly lastRunAt: string | null;
  readonly nextRunAt: string | null;
}

export class ListJobs extends Query<readonly Job[]> {
  constructor(readonly after?: Position) {
    super();
  }
}

@QueryHandler(ListJobs)
export class ListJobsHandler implements IQueryHandler<ListJobs> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly fetching: Fetching,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCHEDULES) private readonly schedules: Schedules,
  ) {}

  async execute({ after }: ListJobs): Promise<readonly Job[]> {
    await this.readModels.reached(after, mailboxesCollection);
    const accounts = await this.readModels.all<MailboxView>(mailboxesCollection);
    const holders = await this.fetching.holders();
    return accounts.flatMap((account) => this.jobOf(account, holders.get(account.accountId) ?? null));
  }

  private jobOf(account: MailboxView, node: string | null): Job[] {
    const { accountId, emailAddress, imap, fetching, status, paused, failing, lastFetchedAt } = account;
    if (!imap || !fetching) return [];
    const { schedule } = fetching;
    const watch = this.fetching.status(AccountId.parse(accountId));
    const next = status === 'active' && !paused ? this.schedules.next(schedule, this.clock.now()) : null;
    const rests = { code: 'owner-not-active', message: `Its user ${account.owner} is not active.` };
    const failure = paused ? rests : (watch?.failure ?? (failing && { code: failing.code, message: failing.error }));
    return [
      {
        name: `fetch-${emailAddress}`,
        accountId,
        emailAddress,
        schedule,
        state: watch?.state ?? (node === null ? 'not-watched' : 'elsewhere'),
        node,
        failure,
        lastRunAt: watch?.lastPassAt ?? lastFetchedAt,
        nextRunAt: watch ? watch.nextRunAt : (next?.toISOString() ?? null),
      },
    ];
  }
}
