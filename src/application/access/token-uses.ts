import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, DOCUMENTS } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import { type CollectionSpec, type DocumentStore, live } from '../ports/document-store.js';

/** Milliseconds between two notes of the same token: the use of a token is no event, and must cost nothing. */
const EVERY = 3_600_000;
/** Tokens whose last note is remembered here; more are looked up again. */
const MOST = 10_000;

const spec: CollectionSpec = { name: 'token-uses', version: 1, fields: [], indexes: [] };

interface Use {
  /** ISO 8601. */
  readonly at: string;
}

/** When tokens last let somebody in, within an hour. Kept beside the log: losing it loses nothing else. */
@Injectable()
export class TokenUses {
  /** When each was noted last, as far as is known here. */
  private readonly noted = new Map<string, number>();
  private prepared: Promise<void> | null = null;

  constructor(
    @Inject(DOCUMENTS) private readonly documents: DocumentStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A token lets somebody in. Nobody waits for it to be noted; where that fails, the next use is. */
  note(tokenId: string): void {
    const now = this.clock.now().getTime();
    if (now < (this.noted.get(tokenId) ?? Number.NEGATIVE_INFINITY) + EVERY) return;
    if (this.noted.size >= MOST) this.noted.clear();
    this.noted.set(tokenId, now);
    this.write(tokenId, now).catch(() => this.noted.delete(tokenId));
  }

  /** When these were last used; those that never were are absent. */
  async of(tokenIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    // Who only looks makes nothing: before the first use there is nothing to look at.
    const isThere = (await this.documents.versions(spec.name)).includes(spec.version);
    if (!isThere || tokenIds.length === 0) return new Map();
    const found = await this.documents.get(live(spec), tokenIds);
    // Written below, in this shape.
    return new Map([...found].map(([id, { document }]) => [id, (document as unknown as Use).at]));
  }

  private async write(tokenId: string, now: number): Promise<void> {
    await this.open();
    const before = (await this.of([tokenId])).get(tokenId);
    // Another node has noted it, or this one before it was started anew.
    if (before !== undefined && now < Date.parse(before) + EVERY) {
      this.noted.set(tokenId, Date.parse(before));
      return;
    }
    const document = { at: new Date(now).toISOString() };
    await this.documents.write(live(spec), [{ id: tokenId, document, position: String(now).padStart(16, '0') }]);
  }

  private open(): Promise<void> {
    this.prepared ??= this.documents.prepare(spec).catch((error) => {
      this.prepared = null;
      throw error;
    });
    return this.prepared;
  }
}
