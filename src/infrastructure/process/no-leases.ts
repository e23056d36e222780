import type { Held, LeaseStatus, Leases } from '../../application/ports/lease.js';

/** For whoever only looks: all is done by others. */
export class NoLeases implements Leases {
  readonly holder = 'looks only';
  readonly isShared = true;

  async tryAcquire(): Promise<Held | null> {
    return null;
  }

  async list(): Promise<readonly LeaseStatus[]> {
    return [];
  }

  async close(): Promise<void> {}
}
