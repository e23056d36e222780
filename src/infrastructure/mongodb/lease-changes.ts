import type { LeaseCount } from '../../application/ports/lease.js';
import type { Logger } from '../../application/ports/logger.js';

/** What happens with leases, counted, and logged where an operator may have to know. */
export class LeaseChanges {
  readonly #counts = new Map<string, LeaseCount>();
  /** Names that somebody else holds, so that each is logged once. */
  readonly #denied = new Set<string>();

  constructor(private readonly logger: Logger) {}

  acquired(name: string): void {
    this.#count('acquired', name);
    this.#denied.delete(name);
  }

  lost(name: string, why: string): void {
    this.#count('lost', name);
    this.logger.warn({ lease: name, why }, 'a lease is lost');
  }

  denied(name: string, holder: string | null): void {
    this.#count('denied', name);
    if (this.#denied.has(name)) return;
    this.#denied.add(name);
    this.logger.info({ lease: name, holder }, 'a lease is held elsewhere');
  }

  counts(): readonly LeaseCount[] {
    return [...this.#counts.values()];
  }

  #count(change: LeaseCount['change'], name: string): void {
    const kind = /^[^ :-]*/.exec(name)?.[0] ?? '';
    const key = `${change} ${kind}`;
    this.#counts.set(key, { change, kind, count: (this.#counts.get(key)?.count ?? 0) + 1 });
  }
}
