import type { Held, LeaseStatus, Leases } from '../../src/application/ports/lease.js';

interface Entry {
  readonly status: LeaseStatus;
  readonly ended: AbortController;
}

/** Leases that several nodes of one test share. They are lost when the test says so. */
export class LeaseTable {
  private readonly entries = new Map<string, Entry>();
  private readonly tokens = new Map<string, number>();
  /** Every lease that was ever given: name and token. */
  readonly given: string[] = [];

  node(holder: string): Leases {
    const release = (entry: Entry) => {
      if (entry.ended.signal.aborted) return;
      entry.ended.abort();
      this.entries.delete(entry.status.name);
    };
    return {
      holder,
      isShared: true,
      tryAcquire: async (name, note = ''): Promise<Held | null> => {
        if (this.entries.has(name)) return null;
        const token = (this.tokens.get(name) ?? 0) + 1;
        this.tokens.set(name, token);
        this.given.push(`${name} ${token}`);
        const status = { name, holder, token, since: new Date().toISOString(), note };
        const entry = { status, ended: new AbortController() };
        this.entries.set(name, entry);
        return { token, signal: entry.ended.signal, release: async () => release(entry) };
      },
      list: async () => this.held,
      close: async () => {
        for (const entry of [...this.entries.values()]) if (entry.status.holder === holder) release(entry);
      },
    };
  }

  get held(): readonly LeaseStatus[] {
    return [...this.entries.values()].map(({ status }) => status);
  }

  holderOf(name: string): string | null {
    return this.entries.get(name)?.status.holder ?? null;
  }

  /** A node is silent: all that it holds is lost. It hears of it unless it is paused. */
  expire(holder: string, { hears = true }: { readonly hears?: boolean } = {}): void {
    for (const [name, entry] of [...this.entries]) {
      if (entry.status.holder !== holder) continue;
      this.entries.delete(name);
      if (hears) entry.ended.abort();
    }
  }
}
