import { Unavailable } from '../../domain/errors.js';
import type { AccountId } from '../../domain/ids.js';
import type { Clock } from '../ports/clock.js';
import { StoreUnavailable } from '../ports/event-store.js';
import type { Logger } from '../ports/logger.js';
import { MailboxError, type MailboxSession } from '../ports/mailbox-source.js';
import type { Schedules } from '../ports/schedules.js';
import { describe, type FetchAccount, type FetchedAccount } from './fetch-account.js';
import { Overtaken } from './fetch-folder.js';
import type { Tally } from './intake.js';
import type { Turns } from './turns.js';

/** Milliseconds: the pause after the first failure, doubled with each further one, up to the second; each shortened at random. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 300_000;
/** Milliseconds: a mailbox that takes longer for its first pass does not keep the others waiting. */
const LONGEST_TURN = 30_000;
/** How often in a row a pass that was overtaken begins again at once. */
export const OVERTAKEN_AT_ONCE = 3;

export type WatchState = 'connecting' | 'fetching' | 'idle' | 'failing' | 'stopped';

export interface WatchStatus {
  readonly state: WatchState;
  readonly since: string;
  /** What is wrong, in words. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly lastPassAt: string | null;
  readonly nextRunAt: string | null;
}

/** Watches one mailbox for good: fetches, waits for news (IDLE) or for its schedule, and comes back after whatever goes wrong. */
export class AccountWatch {
  private readonly stopping = new AbortController();
  private readonly asked = new Set<{ resolve(tally: Tally): void; reject(error: unknown): void }>();
  private wake = new AbortController();
  private readonly running: Promise<void>;
  private current: WatchStatus;

  constructor(
    private readonly account: FetchedAccount,
    private readonly fetching: FetchAccount,
    private readonly clock: Clock,
    private readonly schedules: Schedules,
    private readonly random: () => number,
    private readonly logger: Logger,
    /** For connecting and the first pass after it. */
    private readonly turns: Turns,
  ) {
    this.current = { state: 'connecting', since: this.now(), failure: null, lastPassAt: null, nextRunAt: null };
    this.running = this.run();
  }

  get accountId(): AccountId {
    return this.account.accountId;
  }

  status(): WatchStatus {
    return { ...this.current, nextRunAt: this.nextRun()?.toISOString() ?? null };
  }

  /** Fetches now; resolves with what came, rejects with what is wrong. */
  fetchNow(): Promise<Tally> {
    if (this.stopping.signal.aborted)
      return Promise.reject(new Unavailable('The account is not watched.', 'not-watched'));
    const done = new Promise<Tally>((resolve, reject) => this.asked.add({ resolve, reject }));
    this.wake.abort();
    return done;
  }

  /** The user has read something: where the account says so, the server hears of it without waiting for the schedule. */
  tell(): void {
    if (!this.account.fetching.keepUnread) this.wake.abort();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    const worked = () => {
      failures = 0;
    };
    while (!signal.aborted) {
      try {
        await this.watch(worked);
      } catch (error) {
        if (!signal.aborted) await this.failed(error, failures++);
      }
    }
    for (const { reject } of this.asked) reject(new Unavailable('The account is no longer watched.', 'not-watched'));
    this.enter('stopped');
  }

  /** One connection, from its opening to its end; tells of each pass that worked. */
  private async watch(worked: () => void): Promise<void> {
    const { signal } = this.stopping;
    this.enter('connecting');
    const endTurn = await this.turn();
    let session: MailboxSession | null = null;
    try {
      if (signal.aborted) return;
      session = await this.fetching.open(this.account, signal);
      while (!signal.aborted) {
        const broken = await this.pass(session);
        worked();
        endTurn();
        if (!signal.aborted) await this.waitForNews(session, broken);
      }
    } finally {
      await session?.close().catch(() => undefined);
      endTurn();
    }
  }

  /** Waits until this account may connect; returns how to let the next one. */
  private async turn(): Promise<() => void> {
    const end = await this.turns.take(this.stopping.signal);
    if (!end) return () => undefined;
    const ended = new AbortController();
    const over = AbortSignal.any([ended.signal, this.stopping.signal]);
    void this.clock.pause(LONGEST_TURN, over).then(end);
    return () => {
      end();
      ended.abort();
    };
  }

  /** Fetches all folders; returns whether one of them could not be opened. */
  private async pass(session: MailboxSession): Promise<boolean> {
    this.enter('fetching');
    const answered = [...this.asked];
    this.wake = new AbortController();
    const { tally, broken } = await this.fetching.pass(session, this.account, this.stopping.signal);
    if (broken && this.current.failure?.message !== broken.message) this.warn(describe(broken));
    this.current = { ...this.current, failure: broken && describe(broken), lastPassAt: this.now() };
    for (const asked of answered) {
      this.asked.delete(asked);
      if (broken) asked.reject(asHeard(broken));
      else asked.resolve(tally);
    }
    return broken !== null;
  }

  /** The first folder is listened to; the others, and servers without IDLE, have the schedule, and one that is gone is looked for. */
  private async waitForNews(session: MailboxSession, broken: boolean): Promise<void> {
    if (this.asked.size > 0) return;
    this.enter(broken ? 'failing' : 'idle');
    const enough = new AbortController();
    const end = () => enough.abort();
    const signal = AbortSignal.any([this.wake.signal, this.stopping.signal, enough.signal]);
    const next = this.nextRun();
    const scheduled = next ? Math.max(0, next.getTime() - this.clock.now().getTime()) : LONGEST_PAUSE;
    const due = broken ? Math.min(scheduled, LONGEST_PAUSE) : scheduled;
    try {
      await Promise.race([session.waitForNews(signal), this.clock.pause(due, signal)]);
    } finally {
      end();
    }
  }

  private async failed(error: unknown, failures: number): Promise<void> {
    // What was fetched meanwhile by somebody else, or a retry out of quarantine, has moved the mailbox's stream: whoever
    // asked is answered by the next pass.
    if (error instanceof Overtaken && failures < OVERTAKEN_AT_ONCE) return;
    const failure = describe(error);
    this.enter('failing', failure);
    for (const asked of this.asked) {
      this.asked.delete(asked);
      asked.reject(asHeard(error));
    }
    if (!(error instanceof Overtaken)) {
      this.warn(failure);
      // A log that is away or full cannot take this either; the state above shows it meanwhile.
      await this.fetching.failed(this.accountId, error).catch(() => undefined);
    }
    // Somebody asked while that was written.
    if (this.asked.size > 0) return;
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures, 20));
    this.wake = new AbortController();
    await this.clock.pause(
      longest * (0.5 + this.random() / 2),
      AbortSignal.any([this.wake.signal, this.stopping.signal]),
    );
  }

  /** Its words may name an address, which belongs in no log; they stand with the account. */
  private warn({ code }: { readonly code: string }): void {
    this.logger.warn({ accountId: this.accountId, code }, 'mailbox fails');
  }

  private nextRun(): Date | null {
    return this.schedules.next(this.account.fetching.schedule, this.clock.now());
  }

  private enter(state: WatchState, failure: WatchStatus['failure'] = this.current.failure): void {
    this.current = { ...this.current, state, since: this.now(), failure };
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}

/** What whoever asked for a fetch is told. */
export function asHeard(error: unknown): unknown {
  if (error instanceof Overtaken)
    return new Unavailable('Others change this mailbox all the time; try again.', 'mailbox-busy', { cause: error });
  if (error instanceof MailboxError) return new Unavailable(error.message, `mailbox-${error.code}`, { cause: error });
  if (error instanceof StoreUnavailable) return new Unavailable(error.message, `store-${error.code}`, { cause: error });
  return error;
}
