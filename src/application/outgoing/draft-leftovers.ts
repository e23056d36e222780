import { type BlobHash, DraftId, streams } from '../../domain/ids.js';
import { draft } from '../../domain/outgoing/draft.js';
import { draftBlobsOf } from '../../domain/outgoing/draft-blobs.js';
import type { DraftEvent } from '../../domain/outgoing/draft-events.js';
import { type DraftBlobsView, draftBlobsCollection } from '../../projections/draft-blobs.js';
import { quarantineCollection } from '../../projections/quarantine.js';
import { skippedCollection } from '../../projections/skipped.js';
import type { Aggregates } from '../log/aggregates.js';
import type { EventLog } from '../log/event-log.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { Clock } from '../ports/clock.js';
import { type MimeParser, Unparsable } from '../ports/mime-parser.js';
import { type ReadModels, whenBuilt } from '../queries/read-models.js';
import type { AloneWork } from '../reactions/alone.js';

/** Milliseconds that what a draft has dropped stays, for whoever restores a backup of the log. */
const AGE = 30 * 86_400_000;
/** Milliseconds: what somebody has stored within this time may be named by an event that is on its way. */
const UNUSED_FOR = 86_400_000;
/** Milliseconds between two looks. */
const EVERY = 3_600_000;
/** Drafts that are looked at together, and blobs of one that are removed by one event. */
const BATCH = 100;
const MOST_BLOBS = 1_000;

interface Parts {
  readonly log: EventLog;
  readonly aggregates: Aggregates;
  readonly readModels: ReadModels;
  readonly blobs: BlobStore;
  readonly parser: Pick<MimeParser, 'parse'>;
  readonly clock: Clock;
}

/**
 * Removes from the blob store what no draft holds any more: files that were taken out, texts that were written over, all of
 * a draft that was thrown away. Not what something else holds: another draft, or a message that is these very bytes.
 */
export class DraftLeftovers implements AloneWork {
  readonly name = 'draft-leftovers';
  private next = 0;

  constructor(private readonly parts: Parts) {}

  forget(): void {
    this.next = 0;
  }

  async run(signal: AbortSignal): Promise<Date | null> {
    const { readModels, clock } = this.parts;
    const now = clock.now().getTime();
    if (now < this.next) return new Date(this.next);
    const over = new Date(now - AGE).toISOString();
    const page = await whenBuilt(
      readModels.find<DraftBlobsView>(draftBlobsCollection, {
        where: { leftSince: { lte: over } },
        sort: { field: 'leftSince', direction: 'asc' },
        limit: BATCH,
      }),
    );
    for (const { draftId } of page?.items ?? []) {
      if (signal.aborted) return null;
      await this.sweep(DraftId.parse(draftId), over);
    }
    this.next = page === null || page.next !== null ? now : now + EVERY;
    return page === null ? null : new Date(this.next);
  }

  /** @throws StoreUnavailable, Unavailable where the read models are behind */
  private async sweep(draftId: DraftId, over: string): Promise<void> {
    const { log, aggregates, readModels, blobs } = this.parts;
    const stream = streams.draft(draftId);
    const { dropped } = await draftBlobsOf(log.readStream(stream));
    const old = [...dropped].filter(([, at]) => at <= over).sort(([, a], [, b]) => (a < b ? -1 : 1));
    // It was swept before, and is not shown so yet.
    if (old.length === 0) return;
    // The others the next time; those that were dropped in one moment together.
    const upTo = old[MOST_BLOBS - 1]?.[1] ?? over;
    await readModels.reached(await log.head(), draftBlobsCollection, skippedCollection, quarantineCollection);
    const removed: { blob: BlobHash; removed: true }[] = [];
    for (const [blob, at] of old) {
      if (at > upTo || (await this.isHeld(blob))) continue;
      // What was put again within a day is somebody else's by now, who drops it as well.
      if ((await blobs.remove(blob, UNUSED_FOR)) !== 'recent') removed.push({ blob, removed: true });
    }
    const decide = (): DraftEvent[] => [{ type: 'DraftBlobsRemoved', data: { draftId, upTo, blobs: removed } }];
    const by = { actor: 'system:draft-leftovers', cause: `${draftId} until ${upTo}` };
    await aggregates.change(draft, stream, decide, by);
  }

  private async isHeld(blob: BlobHash): Promise<boolean> {
    const { readModels } = this.parts;
    for (const [collection, where] of [
      [draftBlobsCollection, { holds: blob }],
      [quarantineCollection, { blob }],
      [skippedCollection, { blob }],
    ] as const) {
      if ((await readModels.find(collection, { where, limit: 1 })).items.length > 0) return true;
    }
    return this.isMessage(blob);
  }

  /** The same bytes are the same e-mail. */
  private async isMessage(blob: BlobHash): Promise<boolean> {
    const bytes = await this.parts.blobs.get(blob);
    if (!bytes) return false;
    try {
      const { emailId } = await this.parts.parser.parse(bytes);
      for await (const { type, data } of this.parts.log.readStream(streams.email(emailId))) {
        if ((type === 'EmailReceived' || type === 'EmailQueued') && data.blob === blob) return true;
        if (type === 'EmailDelivered' && data.variant?.blob === blob) return true;
      }
      return false;
    } catch (error) {
      if (error instanceof Unparsable) return false;
      throw error;
    }
  }
}
