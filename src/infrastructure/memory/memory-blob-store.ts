import type { BlobRemoval, BlobStore } from '../../application/ports/blob-store.js';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import type { BlobHash } from '../../domain/ids.js';
import { hashOf } from '../files/blob-files.js';

/** Blobs in memory, for tests and simulations. */
export class MemoryBlobStore implements BlobStore {
  readonly #blobs = new Map<BlobHash, { readonly bytes: Uint8Array; readonly putAt: number }>();
  #closed = false;

  constructor(private readonly now: () => number = Date.now) {}

  async put(bytes: Uint8Array): Promise<BlobHash> {
    this.#mustBeOpen();
    const hash = hashOf(bytes);
    this.#blobs.set(hash, { bytes: Uint8Array.from(bytes), putAt: this.now() });
    return hash;
  }

  async putStream(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly hash: BlobHash; readonly size: number }> {
    this.#mustBeOpen();
    const pieces: Uint8Array[] = [];
    for await (const chunk of chunks) pieces.push(chunk);
    const bytes = Buffer.concat(pieces);
    return { hash: await this.put(bytes), size: bytes.length };
  }

  async get(hash: BlobHash): Promise<Uint8Array | null> {
    this.#mustBeOpen();
    const blob = this.#blobs.get(hash);
    return blob ? Uint8Array.from(blob.bytes) : null;
  }

  async getStream(hash: BlobHash): Promise<AsyncIterable<Uint8Array> | null> {
    const bytes = await this.get(hash);
    return bytes && inOnePiece(bytes);
  }

  async has(hash: BlobHash): Promise<boolean> {
    this.#mustBeOpen();
    return this.#blobs.has(hash);
  }

  async remove(hash: BlobHash, unusedFor: number): Promise<BlobRemoval> {
    this.#mustBeOpen();
    const blob = this.#blobs.get(hash);
    if (!blob) return 'absent';
    if (blob.putAt > this.now() - unusedFor) return 'recent';
    this.#blobs.delete(hash);
    return 'removed';
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new StoreUnavailable('blobs: closed', 'closed');
  }
}

async function* inOnePiece(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
