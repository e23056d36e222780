import { Hold } from '../nodes/hold.js';
import type { Clock } from '../ports/clock.js';
import type { Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';

const FETCHER = 'fetcher ';

interface Share {
  readonly room: number;
  /** The leases that others hold at present. */
  readonly taken: ReadonlySet<string>;
}

/** Nobody else is there. */
export const ALONE: Share = { room: Number.POSITIVE_INFINITY, taken: new Set() };

/** Who else is there cannot be said. */
export const UNKNOWN: Share = { room: 0, taken: new Set() };

/** How the mailboxes are spread over the nodes that fetch: evenly, and again when a node comes or goes. */
export class FairShare {
  private readonly presence: Hold;

  constructor(
    private readonly leases: Leases,
    /** How the leases of mailboxes begin. */
    private readonly prefix: string,
    clock: Clock,
    logger: Logger,
  ) {
    this.presence = new Hold(leases, clock, logger, { name: FETCHER + leases.holder });
  }

  /** Whether there may be others to share with. */
  get isShared(): boolean {
    return this.leases.isShared;
  }

  /** From now on it has a share. */
  async start(): Promise<void> {
    if (this.isShared) await this.presence.start();
  }

  stop(): Promise<void> {
    return this.presence.stop();
  }

  /**
   * How many mailboxes this node may take (positive) or should let go (negative), so that all have as many within one.
   * @param mine what it has
   * @param total of all that are to be watched
   * @throws StoreUnavailable
   */
  async now(mine: number, total: number): Promise<Share> {
    if (!this.isShared) return ALONE;
    const leases = await this.leases.list();
    const ours = leases.filter(({ name }) => name.startsWith(this.prefix));
    const shares = new Map<string, number>();
    for (const { name, holder } of leases) if (name.startsWith(FETCHER)) shares.set(holder, 0);
    for (const { holder } of ours) {
      const share = shares.get(holder);
      if (share !== undefined) shares.set(holder, share + 1);
    }
    shares.delete(this.leases.holder);
    const most = Math.ceil(total / (shares.size + 1));
    // Where one has two more than another, it lets half of what is too much go.
    const tooMany = Math.max(mine - most, Math.floor((mine - Math.min(mine, ...shares.values())) / 2));
    const elsewhere = ours.filter(({ holder }) => holder !== this.leases.holder);
    return { room: tooMany > 0 ? -tooMany : most - mine, taken: new Set(elsewhere.map(({ name }) => name)) };
  }

  /** Who fetches which mailbox, by what follows the prefix in its lease. @throws StoreUnavailable */
  async holders(): Promise<ReadonlyMap<string, string>> {
    const leases = await this.leases.list();
    const ours = leases.filter(({ name }) => name.startsWith(this.prefix));
    return new Map(ours.map(({ name, holder }) => [name.slice(this.prefix.length), holder]));
  }
}
