import { DomainError, NotFound, Unavailable } from '../../domain/errors.js';
import { type Position, START } from '../../domain/event.js';
import type { EventType } from '../../domain/events.js';
import { type AccountId, streams, type UserId } from '../../domain/ids.js';
import { mailAccountEvents } from '../../domain/mail-account/events.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import { CLAIM_EVERY } from '../nodes/hold.js';
import type { Clock } from '../ports/clock.js';
import type { Held, Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import type { Schedules } from '../ports/schedules.js';
import { Pump } from '../reactions/pump.js';
import { AccountWatch, asHeard, OVERTAKEN_AT_ONCE, type WatchStatus } from './account-watch.js';
import { ALONE, FairShare, UNKNOWN } from './fair-share.js';
import type { FetchAccount, FetchedAccount } from './fetch-account.js';
import { Overtaken } from './fetch-folder.js';
import type { Tally } from './intake.js';
import { Turns } from './turns.js';

/** Mailboxes that connect, and fetch for the first time after it, at the same time. */
const AT_ONCE = 8;
/** Milliseconds until a mailbox that could not be taken up is tried again. */
const LATER = 10_000;
/** The same where other nodes may let some go; and between two looks at how they are spread. */
const LATER_SHARED = CLAIM_EVERY;
const ELSEWHERE = 'it is watched elsewhere';

/** Every type of an account's events, and what lets the accounts of a user rest and go on. */
const TYPES = [
  // Every type of an account's events, and no other, is named there.
  ...(Object.keys(mailAccountEvents) as (EventType & keyof typeof mailAccountEvents)[]),
  ...(['UserActivated', 'UserDeactivated'] as const),
];

/** Watches every active account that has a mailbox, one watch each under its lease, and follows what is configured. */
export class Fetching {
  private readonly watches = new Map<AccountId, { readonly watch: AccountWatch; readonly lease: Held }>();
  private position: Position = START;
  /** What was configured and is not taken up yet: a failure on the way forgets none of it. */
  private readonly changed = new Set<AccountId>();
  /** Users' own accounts. */
  private readonly owned = new Map<UserId, Set<AccountId>>();
  private readonly turns = new Turns(AT_ONCE);
  /** What could not be taken up, and why: it is tried again, and nobody else waits for it. */
  private readonly later = new Map<AccountId, string>();
  private trying: Promise<void> | null = null;
  /** It is time to try that again. */
  private isDue = false;
  /** All that are to be watched, wherever. */
  private readonly watchable = new Set<AccountId>();
  private readonly share: FairShare;
  private balancing: Promise<void> | null = null;
  private readonly stopping = new AbortController();
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
    this.share = new FairShare(leases, LEASE, clock, logger);
  }

  async start(): Promise<void> {
    await this.share.start();
    if (this.share.isShared) this.balancing ??= this.balance();
    this.unsubscribe = this.log.onAppend(() => this.look());
    await this.follow();
  }

  async stop(): Promise<void> {
    this.unsubscribe?.();
    this.stopping.abort();
    await this.following.stop();
    await this.balancing;
    await this.share.stop();
    await Promise.all([...this.watches.keys()].map((accountId) => this.release(accountId)));
  }

  /** The accounts that are watched. */
  get watched(): readonly AccountId[] {
    return [...this.watches.keys()];
  }

  status(accountId: AccountId): WatchStatus | null {
    return this.watches.get(accountId)?.watch.status() ?? null;
  }

  /** Which node fetches which account. @throws StoreUnavailable */
  holders(): Promise<ReadonlyMap<string, string>> {
    return this.share.holders();
  }

  /** How many mailboxes are not watched here because somebody else holds their lease. */
  watchedElsewhere(): number {
    return [...this.later.values()].filter((why) => why === ELSEWHERE).length;
  }

  /** How many mailboxes wait until they may connect. */
  waitingForTurn(): number {
    return this.turns.length;
  }

  /**
   * Fetches an account now: through its watch where there is one, else by a session of its own.
   * @throws Unavailable in words where the mailbox or the store is, or somebody else fetches it
   */
  async fetchNow(accountId: AccountId): Promise<Tally> {
    await this.follow();
    const watched = this.watches.get(accountId);
    if (watched) return watched.watch.fetchNow();
    const account = await this.fetching.account(accountId);
    const lease = await this.leases.tryAcquire(leaseOf(accountId));
    if (!lease) {
      const holder = this.leases.isShared ? (await this.holders()).get(accountId) : null;
      const where = holder ? `by the node ${holder}` : 'elsewhere';
      throw new Unavailable(`This mailbox is being fetched ${where}; try again.`, 'fetched-elsewhere');
    }
    try {
      return await this.fetchOnce(account, lease.signal);
    } catch (error) {
      throw asHeard(error);
    } finally {
      await lease.release();
      // It may have been activated meanwhile, and found its lease taken: by us.
      if (this.later.has(accountId)) this.changed.add(accountId);
      this.look();
    }
  }

  private async fetchOnce(account: FetchedAccount, signal: AbortSignal): Promise<Tally> {
    const session = await this.fetching.open(account, signal);
    try {
      for (let tries = 0; ; tries++) {
        try {
          const { tally, broken } = await this.fetching.pass(session, account, signal);
          if (broken) throw broken;
          return tally;
        } catch (error) {
          if (!(error instanceof Overtaken) || tries === OVERTAKEN_AT_ONCE) throw error;
        }
      }
    } finally {
      await session.close();
    }
  }

  /** A user has read something that one of their own mailboxes holds. */
  tell(accountId: AccountId): void {
    this.watches.get(accountId)?.watch.tell();
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
    for await (const { events, checkpoint } of this.log.readAll(this.position, TYPES)) {
      for (const event of events) {
        if (event.type === 'UserActivated' || event.type === 'UserDeactivated') {
          for (const accountId of this.owned.get(event.data.userId) ?? []) this.changed.add(accountId);
          continue;
        }
        const { accountId } = event.data;
        if (event.type === 'PersonalAccountOpened') this.own(event.data.userId, accountId);
        this.changed.add(accountId);
      }
      this.position = checkpoint;
    }
    const again = this.isDue ? [...this.later.keys()].filter((accountId) => !this.changed.has(accountId)) : [];
    this.isDue = false;
    if (this.changed.size + again.length > 0) {
      const share = await this.share.now(this.watches.size, this.watchable.size).catch(() => UNKNOWN);
      this.room = share.room;
      this.taken = share.taken;
      await this.takeUpAll([...this.changed]);
      const free = again.filter(this.mayBeTaken);
      // Nodes that come upon the same ones at the same moment begin with different ones.
      if (free.length > 0) await this.takeUpAll(from(this.random(), free));
    }
    if (this.later.size > 0) this.comeBack();
  }

  private own(userId: UserId, accountId: AccountId): void {
    const theirs = this.owned.get(userId) ?? new Set();
    this.owned.set(userId, theirs.add(accountId));
  }

  /** How many more of those that others let go may be taken now; what is new is taken by whoever comes first. */
  private room = ALONE.room;
  /** What others watched when that was looked at. */
  private taken = ALONE.taken;

  /** Of what others watch nothing needs to be read to know that it is not for this node. */
  private readonly mayBeTaken = (accountId: AccountId): boolean =>
    this.later.get(accountId) !== ELSEWHERE || !this.taken.has(leaseOf(accountId));

  private async takeUpAll(accountIds: readonly AccountId[]): Promise<void> {
    for (let n = 0; n < accountIds.length; n += AT_ONCE) {
      const some = accountIds.slice(n, n + AT_ONCE);
      const wanted = some.filter((accountId) => this.changed.has(accountId) || !this.hasEnough(accountId));
      await Promise.all(wanted.map((accountId) => this.takeUp(accountId)));
    }
  }

  private hasEnough(accountId: AccountId): boolean {
    return this.later.get(accountId) === ELSEWHERE && this.room <= 0;
  }

  private async takeUp(accountId: AccountId): Promise<void> {
    try {
      const denied = await this.restart(accountId);
      if (denied) this.tryLater(accountId, ELSEWHERE);
      else this.later.delete(accountId);
    } catch (error) {
      this.tryLater(accountId, error instanceof Error ? error.message : String(error));
    }
    this.changed.delete(accountId);
  }

  /** Ends its watch, and begins another as it is configured now; returns whether somebody else holds its lease. */
  private async restart(accountId: AccountId): Promise<boolean> {
    await this.release(accountId);
    const { state } = await this.aggregates.load(mailAccount, streams.mailAccount(accountId));
    const rests = state.status !== 'active' || (await this.fetching.isPaused(state.owner));
    if (rests || !state.imap || !state.fetching) {
      this.watchable.delete(accountId);
      return false;
    }
    this.watchable.add(accountId);
    if (this.taken.has(leaseOf(accountId)) || (this.later.has(accountId) && this.room <= 0)) return true;
    this.room--;
    const lease = await this.leases.tryAcquire(leaseOf(accountId));
    if (!lease) {
      this.room++;
      return true;
    }
    try {
      const account = await this.fetching.account(accountId);
      const { clock, schedules, random, logger, turns } = this;
      const watch = new AccountWatch(account, this.fetching, clock, schedules, random, logger, turns);
      this.watches.set(accountId, { watch, lease });
      const lost = () => void this.lost(accountId, lease);
      if (lease.signal.aborted) lost();
      else lease.signal.addEventListener('abort', lost, { once: true });
    } catch (error) {
      await lease.release();
      if (!(error instanceof DomainError) || error instanceof NotFound) throw error;
    }
    return false;
  }

  /** The lease was lost, not released: another node may watch the mailbox from now on. */
  private async lost(accountId: AccountId, lease: Held): Promise<void> {
    if (this.watches.get(accountId)?.lease !== lease) return;
    this.logger.warn({ accountId }, 'the lease of the mailbox was lost');
    await this.release(accountId);
    this.tryLater(accountId, ELSEWHERE);
  }

  private tryLater(accountId: AccountId, why: string): void {
    // Said once: it may stay so as long as another node lives. That others watch most of them is as it should be.
    const isNews = this.later.get(accountId) !== why && !(why === ELSEWHERE && this.share.isShared);
    if (isNews) this.logger.warn({ accountId }, `the mailbox is not watched here: ${why}`);
    this.later.set(accountId, why);
    this.comeBack();
  }

  /** To what could not be taken up, after a while. */
  private comeBack(): void {
    const pause = this.share.isShared ? LATER_SHARED : LATER;
    this.trying ??= this.clock.pause(pause, this.stopping.signal).then(() => {
      this.trying = null;
      if (this.stopping.signal.aborted) return;
      this.isDue = true;
      this.look();
    });
  }

  /** Lets some go where another node has fewer. */
  private async balance(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.clock.pause(LATER_SHARED, signal);
      if (signal.aborted) return;
      // While something is being taken up, nobody has what he will have.
      if (this.changed.size > 0) continue;
      const { room } = await this.share.now(this.watches.size, this.watchable.size).catch(() => UNKNOWN);
      if (room >= 0) continue;
      const surplus = [...this.watches.keys()].slice(room);
      this.logger.info({ mailboxes: surplus.length }, 'lets mailboxes go to other nodes');
      await Promise.all(surplus.map((accountId) => this.letGo(accountId)));
    }
  }

  private async letGo(accountId: AccountId): Promise<void> {
    await this.release(accountId);
    this.tryLater(accountId, ELSEWHERE);
  }

  private async release(accountId: AccountId): Promise<void> {
    const watched = this.watches.get(accountId);
    if (!watched) return;
    this.watches.delete(accountId);
    await watched.watch.stop();
    await watched.lease.release();
  }
}

/** All of them, beginning with one somewhere in between. @param place from 0 to 1 */
function from<T>(place: number, all: readonly T[]): readonly T[] {
  const first = Math.floor(place * all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}

const LEASE = 'fetch-';
const leaseOf = (accountId: AccountId): string => `${LEASE}${accountId}`;
