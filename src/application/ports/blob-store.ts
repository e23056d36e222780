import type { BlobHash } from '../../domain/ids.js';

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
  close(): Promise<void>;
}
