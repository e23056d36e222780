import type { RecordedEvent } from '../../domain/events.js';
import { type AccountId, type BlobHash, type EmailId, streams } from '../../domain/ids.js';
import type { MailboxEvent } from '../../domain/mail-account/events.js';
import { hasId } from '../../domain/mail-account/id-set.js';
import { quarantineCollection } from '../../projections/quarantine.js';
import { type SkippedView, skippedCollection } from '../../projections/skipped.js';
import type { EventLog } from '../log/event-log.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import type { Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import type { ReadModels } from '../queries/read-models.js';
import type { Mailboxes } from './mailboxes.js';

/** Milliseconds between two looks. */
const EVERY = 3_600_000;
/** Milliseconds: what somebody has stored within this time may be named by an event that is on its way. */
const UNUSED_FOR = 86_400_000;
const LEASE = 'skipped-retention';

/**
 * Removes the bytes of what filters kept out when its time is over, unless something else names them: an e-mail, another
 * account that kept the same message out, the quarantine. On one node at a time.
 */
export class SkippedRetention {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    private readonly log: EventLog,
    private readonly mailboxes: Mailboxes,
    private readonly readModels: ReadModels,
    private readonly blobs: BlobStore,
    private readonly leases: Leases,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Looks once an hour from now on. */
  start(): void {
    this.running ??= this.keepLooking();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepLooking(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.clock.pause(EVERY, signal);
      if (signal.aborted) return;
      try {
        await this.lookAlone();
      } catch (error) {
        this.logger.warn(
          { error: String(error) },
          'what filters kept out was not looked through; the next look is in an hour',
        );
      }
    }
  }

  private async lookAlone(): Promise<void> {
    const lease = await this.leases.tryAcquire(LEASE);
    if (!lease) return;
    try {
      const expired = await this.expire(AbortSignal.any([lease.signal, this.stopping.signal]));
      if (expired > 0) this.logger.info({ expired }, 'what filters kept out can be brought back no more');
    } finally {
      await lease.release();
    }
  }

  /** All whose time is over now; gives how many. @throws StoreUnavailable, Unavailable where the read models are behind */
  async expire(signal?: AbortSignal): Promise<number> {
    await this.readModels.reached(await this.log.head(), skippedCollection, quarantineCollection);
    const now = this.clock.now().toISOString();
    const looked = new Set<BlobHash>();
    let expired = 0;
    const over = { where: { until: { lte: now } }, sort: { field: 'until', direction: 'asc' } } as const;
    for await (const page of this.readModels.pages<SkippedView>(skippedCollection, over)) {
      for (const { blob } of page) {
        if (signal?.aborted) return expired;
        if (looked.has(blob)) continue;
        looked.add(blob);
        expired += await this.expireBlob(blob, now);
      }
    }
    return expired;
  }

  /** All that was kept out with these bytes, and is over. */
  private async expireBlob(blob: BlobHash, now: string): Promise<number> {
    const all = await this.readModels.all<SkippedView>(skippedCollection, { where: { blob } });
    const over = all.filter(({ until }) => until <= now);
    const [first] = over;
    if (!first) return 0;
    const isNamed = over.length < all.length || (await this.isNamed(blob, first.emailId));
    const removal = isNamed ? null : await this.blobs.remove(blob, UNUSED_FOR);
    // Somebody has put them within a day: a later look will tell.
    if (removal === 'recent') return 0;
    for (const { accountId, id } of over) await this.note(accountId, id, blob, removal !== null);
    return over.length;
  }

  /** By the quarantine, or by the e-mail that these bytes are: the same bytes are the same e-mail. */
  private async isNamed(blob: BlobHash, emailId: EmailId): Promise<boolean> {
    const { items } = await this.readModels.find(quarantineCollection, { where: { blob }, limit: 1 });
    if (items.length > 0) return true;
    for await (const event of this.log.readStream(streams.email(emailId))) if (names(event, blob)) return true;
    return false;
  }

  private async note(accountId: AccountId, skippedId: string, blob: BlobHash, removed: boolean): Promise<void> {
    const stream = streams.mailbox(accountId);
    const data = { accountId, skippedId, blob, removed };
    const events: MailboxEvent[] = [{ type: 'SkippedExpired', data }];
    for (;;) {
      const { state, revision } = await this.mailboxes.load(accountId);
      if (!hasId(state.skipped, skippedId)) return;
      const by = { actor: 'system:retention', cause: `${stream}@${revision} expired` };
      try {
        await this.log.append({ stream, expectedRevision: revision, events, by });
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }
}

function names({ type, data }: RecordedEvent, blob: BlobHash): boolean {
  if (type === 'EmailReceived' || type === 'EmailQueued') return data.blob === blob;
  return type === 'EmailDelivered' && data.variant?.blob === blob;
}
