import type { BlobStore } from '../../application/ports/blob-store.js';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import type { BlobHash } from '../../domain/ids.js';
import { hashOf } from '../files/blob-files.js';

/** Blobs in memory, for tests and simulations. */
export class MemoryBlobStore implements BlobStore {
  readonly #blobs = new Map<BlobHash, Uint8Array>();
  #closed = false;

  async put(bytes: Uint8Array): Promise<BlobHash> {
    this.#mustBeOpen();
    const hash = hashOf(bytes);
    this.#blobs.set(hash, Uint8Array.from(bytes));
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
    const bytes = this.#blobs.get(hash);
    return bytes ? Uint8Array.from(bytes) : null;
  }

  async getStream(hash: BlobHash): Promise<AsyncIterable<Uint8Array> | null> {
    const bytes = await this.get(hash);
    return bytes && inOnePiece(bytes);
  }

  async has(hash: BlobHash): Promise<boolean> {
    this.#mustBeOpen();
    return this.#blobs.has(hash);
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
