import type { BlobHash } from '../../domain/ids.js';

/** What goes together at most: blobs, and bytes (one blob always goes). */
const MOST = 500;
const MOST_BYTES = 8 * 1024 * 1024;

export interface Put {
  readonly hash: BlobHash;
  readonly bytes: Uint8Array;
}

interface Waiting extends Put {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Puts that come while others are on their way go together, so that they share the round trips. */
export class SharedPuts {
  #waiting: Waiting[] = [];
  #isUnderWay = false;

  constructor(private readonly store: (puts: readonly Put[]) => Promise<void>) {}

  add(put: Put): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ ...put, done, failed });
      if (!this.#isUnderWay) {
        this.#isUnderWay = true;
        // What is put in the same turn of the event loop goes with it.
        setImmediate(() => void this.#run());
      }
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#groupLength());
      try {
        await this.store(group);
        for (const { done } of group) done();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    this.#isUnderWay = false;
  }

  #groupLength(): number {
    let bytes = 0;
    const end = this.#waiting.findIndex((put, index) => {
      bytes += put.bytes.length;
      return index > 0 && (index >= MOST || bytes > MOST_BYTES);
    });
    return end === -1 ? this.#waiting.length : end;
  }
}
