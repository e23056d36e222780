import { randomBytes } from 'node:crypto';
import type { Held, LeaseStatus, Leases } from '../../application/ports/lease.js';

/** Leases of one process: enough where nobody else may open the data folder. They are lost by release only. */
export class ProcessLeases implements Leases {
  readonly #held = new Map<string, { readonly status: LeaseStatus; readonly lease: Held }>();
  readonly isShared = false;
  #tokens = 0;

  /** @param holder in a container every process has the same number: that alone would not tell one run from another */
  constructor(readonly holder = `process ${process.pid}/${randomBytes(3).toString('hex')}`) {}

  async tryAcquire(name: string, note = ''): Promise<Held | null> {
    if (this.#held.has(name)) return null;
    const token = ++this.#tokens;
    const ended = new AbortController();
    const lease = {
      token,
      signal: ended.signal,
      release: async () => {
        // A second release must not take it from the next owner.
        if (ended.signal.aborted) return;
        this.#held.delete(name);
        ended.abort();
      },
    };
    const status = { name, holder: this.holder, token, since: new Date().toISOString(), note };
    this.#held.set(name, { status, lease });
    return lease;
  }

  async list(): Promise<readonly LeaseStatus[]> {
    return [...this.#held.values()].map(({ status }) => status);
  }

  async close(): Promise<void> {
    for (const { lease } of [...this.#held.values()]) await lease.release();
  }
}
