/** The right to do something alone, as long as `signal` is not aborted. */
export interface Held {
  /** Rises with every owner; older tokens have no say any more. */
  readonly token: number;
  /** Aborted when the lease was lost or released. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

export interface LeaseStatus {
  readonly name: string;
  /** The name of the node that holds it, and what tells this run of it from others: `mail-1/5f0c2a`. */
  readonly holder: string;
  readonly token: number;
  /** By the holder's clock, to be shown and never compared. ISO 8601. */
  readonly since: string;
  /** What the holder has said of itself. */
  readonly note: string;
}

/** How often leases came to this run of this node, were lost, or were held by others. */
export interface LeaseCount {
  /** `lost`: not by release. `denied`: somebody else holds it. */
  readonly change: 'acquired' | 'lost' | 'denied';
  /** The first word of their names: `fetch`, `projection`, `routing`. */
  readonly kind: string;
  readonly count: number;
}

/**
 * Leases between nodes. A holder that has gone without releasing loses them when it has given no sign of life for a
 * lease's length, by the taker's own clock: no two clocks are compared. `test/contract/leases.ts` says what each adapter must do.
 */
export interface Leases {
  /** Of this run of this node, as `LeaseStatus.holder`. */
  readonly holder: string;
  /** Whether others may hold some of them. Where not, nobody has to be watched. */
  readonly isShared: boolean;
  /** None: somebody else holds it, or the holder has not been silent for long enough yet. @throws StoreUnavailable */
  tryAcquire(name: string, note?: string): Promise<Held | null>;
  /** What has happened here so far; absent where nobody else could hold any. */
  changes?(): readonly LeaseCount[];
  /** What is held by those that live, as far as this process can know. @throws StoreUnavailable */
  list(): Promise<readonly LeaseStatus[]>;
  /** Releases all that is held here, and the store's connections if they are its own. */
  close(): Promise<void>;
}
