import type { Held, Leases } from '../../application/ports/lease.js';

/** Leases of one process: enough where nobody else may open the data folder. They are lost by release only. */
export class ProcessLeases implements Leases {
  readonly #held = new Set<string>();
  #tokens = 0;

  async tryAcquire(name: string): Promise<Held | null> {
    if (this.#held.has(name)) return null;
    this.#held.add(name);
    const ended = new AbortController();
    return {
      token: ++this.#tokens,
      signal: ended.signal,
      release: async () => {
        // A second release must not take it from the next owner.
        if (ended.signal.aborted) return;
        this.#held.delete(name);
        ended.abort();
      },
    };
  }
}
