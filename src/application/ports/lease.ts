/** The right to do something alone, as long as `signal` is not aborted. */
export interface Held {
  /** Rises with every owner; older tokens have no say any more. */
  readonly token: number;
  /** Aborted when the lease was lost. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

export interface Leases {
  /** None: somebody else holds it. */
  tryAcquire(name: string): Promise<Held | null>;
}
