import type { BlobHash } from '../../domain/ids.js';

/** `recent`: somebody has put them, and they stay. `absent`: they were not there. */
export type BlobRemoval = 'removed' | 'recent' | 'absent';

/** Milliseconds: a put of what was put within this time is no work at all. */
export const PUT_KNOWN_WITHIN = 3_600_000;

/** Bytes, named by their SHA-256. What `put` has resolved survives a crash of the machine. */
export interface BlobStore {
  /**
   * Stores bytes and gives their name; the same bytes again are no work. Puts that wait together share one flush.
   * @throws StoreUnavailable
   */
  put(bytes: Uint8Array): Promise<BlobHash>;
  /** The same for what should not be held in memory: streamed to disk, hashed on the way. */
  putStream(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly hash: BlobHash; readonly size: number }>;
  /** None: there is no such blob. */
  get(hash: BlobHash): Promise<Uint8Array | null>;
  /** The same in pieces. */
  getStream(hash: BlobHash): Promise<AsyncIterable<Uint8Array> | null>;
  has(hash: BlobHash): Promise<boolean>;
  /**
   * Removes bytes that nobody has put for so long: whoever puts has a name for them that may not be in the log yet. A put
   * of the same bytes at the same moment comes before, and they stay, or behind, and they are there anew. How long ago a
   * put was is known within PUT_KNOWN_WITHIN, by the store's own clock: nothing is removed too soon by more than that.
   * @param unusedFor milliseconds
   */
  remove(hash: BlobHash, unusedFor: number): Promise<BlobRemoval>;
  close(): Promise<void>;
}
