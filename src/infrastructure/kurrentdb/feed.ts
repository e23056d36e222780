import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AllStreamResolvedEvent, AllStreamSubscription } from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import { storeUnavailable } from './faults.js';
import type { LogPosition } from './log-position.js';

export type FeedItem =
  | { readonly kind: 'event'; readonly event: AllStreamResolvedEvent }
  /** Everything up to here was considered. */
  | { readonly kind: 'checkpoint'; readonly position: LogPosition }
  /** Everything was given that was there. */
  | { readonly kind: 'caught-up' };

interface Sign {
  /** It comes behind so many events. */
  readonly behind: number;
  readonly item: FeedItem;
}

/**
 * A subscription of the client, with its signs in their places among the events. The client calls back for a sign while
 * events that came before it still wait to be read; so each is noted with the number of events that it comes behind.
 * What is not taken holds the server back: memory is bounded.
 */
export class Feed {
  private taken = 0;
  /** How many were taken when it last paused for more. */
  private pausedAt = 0;
  private signs: Sign[] = [];
  private failure: StoreUnavailable | null = null;
  private confirmed = false;
  private wake: () => void = () => undefined;
  private readonly subscription: AllStreamSubscription;

  /** @param subscribe with what is to be called at checkpoints */
  constructor(subscribe: (checkpointReached: (position: LogPosition) => void) => AllStreamSubscription) {
    const subscription = subscribe((position) => this.note({ kind: 'checkpoint', position }));
    this.subscription = subscription;
    subscription.on('confirmation', () => {
      this.confirmed = true;
      this.wake();
    });
    subscription.on('caughtUp', () => this.note({ kind: 'caught-up' }));
    subscription.on('readable', () => this.wake());
    // It stays for good: leaving a subscription emits an error as well.
    subscription.on('error', (error: Error) => this.fail(storeUnavailable(error)));
    subscription.on('end', () => this.fail(new StoreUnavailable('the server ended the subscription', 'away')));
  }

  /** The next thing, if it is there. */
  take(): FeedItem | null {
    const [sign] = this.signs;
    if (sign && sign.behind <= this.taken) {
      this.signs.shift();
      return sign.item;
    }
    // Safe: the stream is in object mode, and holds what the client's types say.
    const event = this.subscription.read() as AllStreamResolvedEvent | null;
    if (event === null) return null;
    this.taken += 1;
    return { kind: 'event', event };
  }

  /** The next thing where there is none, if it comes with those that were taken: else a batch would be a single event. */
  async takeSoon(): Promise<FeedItem | null> {
    if (this.pausedAt === this.taken) return null;
    this.pausedAt = this.taken;
    await nextTurn();
    return this.take();
  }

  /**
   * Resolves when there may be more to take, or the signal is aborted.
   * @param deadline milliseconds in which something must come; without one, only the server's first word must
   * @throws StoreUnavailable
   */
  wait(patience: { readonly first: number; readonly next: number | null }, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      if (signal?.aborted || this.isReady()) return resolve();
      const milliseconds = this.confirmed ? patience.next : patience.first;
      const timer =
        milliseconds === null
          ? undefined
          : setTimeout(() => {
              this.fail(new StoreUnavailable(`no word from the server of the log for ${milliseconds} ms`, 'away'));
            }, milliseconds);
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.wake = () => undefined;
        if (this.failure && !signal?.aborted) reject(this.failure);
        else resolve();
      };
      this.wake = done;
      signal?.addEventListener('abort', done);
    });
  }

  /** What is still to be taken stays; then waiting ends with the failure. */
  fail(failure: StoreUnavailable): void {
    this.failure ??= failure;
    this.wake();
  }

  close(): void {
    // It may fail where the connection never came about: there is nothing to end then.
    this.subscription.unsubscribe().catch(() => undefined);
  }

  private isReady(): boolean {
    const [sign] = this.signs;
    return this.subscription.readableLength > 0 || (sign !== undefined && sign.behind <= this.taken);
  }

  private note(item: FeedItem): void {
    const behind = this.taken + this.subscription.readableLength;
    const last = this.signs.at(-1);
    // Of checkpoints with nothing in between the last one is enough.
    if (item.kind === 'checkpoint' && last?.item.kind === 'checkpoint' && last.behind === behind) this.signs.pop();
    this.signs.push({ behind, item });
    this.wake();
  }
}
