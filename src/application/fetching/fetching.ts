import { DomainError, NotFound } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import type { EventType } from '../../domain/events.js';
import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccountEvents } from '../../domain/mail-account/events.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { Clock } from '../ports/clock.js';
import type { Held, Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import type { Schedules } from '../ports/schedules.js';
import { Pump } from '../reactions/pump.js';
import { AccountWatch, type WatchStatus } from './account-watch.js';
import type { FetchAccount } from './fetch-account.js';
import type { Tally } from './intake.js';

/** Accounts that connect at the same time at start. */
const AT_ONCE = 8;

/** Watches every active account that has a mailbox, one watch each under its lease, and follows what is configured. */
export class Fetching {
  private readonly watches = new Map<AccountId, { readonly watch: AccountWatch; readonly lease: Held }>();
  private position: Position = START;
  /** What was configured and is not taken up yet: a failure on the way forgets none of it. */
  private readonly changed = new Set<AccountId>();
  private readonly following: Pump;
  private unsubscribe: (() => void) | null = null;

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    private readonly fetching: FetchAccount,
    private readonly leases: Leases,
    private readonly clock: Clock,
    private readonly schedules: Schedules,
    private readonly logger: Logger,
    private readonly random: () => number = Math.random,
  ) {
    this.following = new Pump('accounts', () => this.readOn(), clock, logger);
  }

  async start(): Promise<void> {
    this.unsubscribe = this.log.onAppend(() => this.look());
    await this.follow();
  }

  async stop(): Promise<void> {
    this.unsubscribe?.();
    await this.following.stop();
    await Promise.all([...this.watches.keys()].map((accountId) => this.release(accountId)));
  }

  /** The accounts that are watched. */
  get watched(): readonly AccountId[] {
    return [...this.watches.keys()];
  }

  status(accountId: AccountId): WatchStatus | null {
    return this.watches.get(accountId)?.watch.status() ?? null;
  }

  /** Fetches an account now: through its watch where there is one, else by a session of its own. */
  async fetchNow(accountId: AccountId): Promise<Tally> {
    await this.follow();
    const watched = this.watches.get(accountId);
    if (watched) return watched.watch.fetchNow();
    const account = await this.fetching.account(accountId);
    const abort = new AbortController();
    const session = await this.fetching.open(account, abort.signal);
    try {
      const { tally, broken } = await this.fetching.pass(session, account, abort.signal);
      if (broken) throw broken;
      return tally;
    } finally {
      await session.close();
    }
  }

  /** Something may have been configured. */
  look(): void {
    this.following.ring();
  }

  /** Until what is configured by now is watched. */
  private follow(): Promise<void> {
    this.look();
    return this.following.quiet();
  }

  /** Reads what was configured since the last time. */
  private async readOn(): Promise<void> {
    // Every type of an account's events, and no other, is named there.
    const types = Object.keys(mailAccountEvents) as (EventType & keyof typeof mailAccountEvents)[];
    for await (const { events, checkpoint } of this.log.readAll(this.position, types)) {
      for (const { data } of events) this.changed.add(data.accountId);
      this.position = checkpoint;
    }
    const all = [...this.changed];
    for (let n = 0; n < all.length; n += AT_ONCE) {
      const outcomes = await Promise.allSettled(all.slice(n, n + AT_ONCE).map((accountId) => this.takeUp(accountId)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    }
  }

  private async takeUp(accountId: AccountId): Promise<void> {
    await this.restart(accountId);
    this.changed.delete(accountId);
  }

  private async restart(accountId: AccountId): Promise<void> {
    await this.release(accountId);
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    if (state.status !== 'active' || !state.imap || !state.fetching) return;
    const lease = await this.leases.tryAcquire(`fetch-${accountId}`);
    if (!lease) return;
    try {
      const account = await this.fetching.account(accountId);
      const { clock, schedules, random, logger } = this;
      this.watches.set(accountId, {
        watch: new AccountWatch(account, this.fetching, clock, schedules, random, logger),
        lease,
      });
    } catch (error) {
      await lease.release();
      if (!(error instanceof DomainError) || error instanceof NotFound) throw error;
    }
  }

  private async release(accountId: AccountId): Promise<void> {
    const watched = this.watches.get(accountId);
    if (!watched) return;
    this.watches.delete(accountId);
    await watched.watch.stop();
    await watched.lease.release();
  }
}
