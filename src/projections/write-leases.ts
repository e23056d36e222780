import type { Clock } from '../application/ports/clock.js';
import type { CollectionVersion } from '../application/ports/document-store.js';
import type { Held, Leases } from '../application/ports/lease.js';
import type { Logger } from '../application/ports/logger.js';
import { Unavailable } from '../domain/errors.js';

/** Milliseconds between two looks at what others hold. */
const CLAIM_EVERY = 3_000;
/** Milliseconds that whoever writes a read model may take to hand it over. */
const PATIENCE = 60_000;
const LOOK_AGAIN = 200;

const leaseOf = ({ name, version }: CollectionVersion): string => `projection ${name}_v${version}`;
const wanted = (lease: string): string => `want ${lease}`;

interface Share {
  readonly spec: CollectionVersion;
  lease: Held | null;
  /** Somebody else may try: it stopped here. */
  left: boolean;
  /** It is not handed over at present: it is being built anew. */
  kept: boolean;
}

/**
 * Which read models this node writes: each is written by one node at a time, under a lease of its own, so that two
 * versions of the program can keep theirs side by side.
 */
export class WriteLeases {
  private readonly shares = new Map<string, Share>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  /** Claims go one after another. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    specs: readonly CollectionVersion[],
    private readonly leases: Leases,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly writers: {
      /** From when it calls `hold` they count as held. */
      gained(names: readonly string[], hold: () => void): Promise<void>;
      /** Runs something while no batch is being written. */
      between(work: () => Promise<void>): Promise<void>;
    },
  ) {
    for (const spec of specs) this.shares.set(spec.name, { spec, lease: null, left: false, kept: false });
  }

  /** Whether this node writes a read model. */
  holds(name: string): boolean {
    const lease = this.shares.get(name)?.lease ?? null;
    return lease !== null && !lease.signal.aborted;
  }

  /** Whether others may write some. */
  get isShared(): boolean {
    return this.leases.isShared;
  }

  /** Takes what is free. @throws StoreUnavailable */
  async claim(): Promise<void> {
    await this.inTurn(async () => {
      const elsewhere = this.isShared ? await this.wantedElsewhere() : new Set<string>();
      const free: [Share, Held][] = [];
      try {
        for (const share of this.shares.values()) {
          const lease = leaseOf(share.spec);
          if (elsewhere.has(lease) && !share.kept) await this.give(share);
          else if (!share.left && !this.holds(share.spec.name)) {
            const held = await this.leases.tryAcquire(lease);
            if (held) free.push([share, held]);
          }
        }
      } finally {
        // Also where the store fails on the way: a lease that nobody knows of would be held for good.
        await this.take(free);
      }
    });
  }

  /** Claims again and again what others hold at present. */
  start(): void {
    if (this.isShared) this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.turn;
    await Promise.all([...this.shares.values()].map((share) => this.give(share)));
  }

  /** It cannot go on here: another node may be able to. */
  leave(name: string): void {
    const share = this.shares.get(name);
    if (!share || !this.isShared) return;
    share.left = true;
    void this.inTurn(() => this.give(share));
  }

  /** What it stopped at here is over: others have read on. */
  comeBack(name: string): void {
    const share = this.shares.get(name);
    if (share) share.left = false;
  }

  /**
   * Takes one over from whoever has it, who is asked to hand it over.
   * @param keep it is not handed over in turn, until `keepNoLonger`
   * @throws Unavailable, code `not-handed-over`; StoreUnavailable
   */
  async demand(name: string, { keep = false }: { readonly keep?: boolean } = {}): Promise<void> {
    const share = this.shares.get(name);
    if (!share) return;
    share.left = false;
    share.kept ||= keep;
    if (this.holds(name)) return;
    const lease = leaseOf(share.spec);
    const wish = await this.leases.tryAcquire(wanted(lease));
    try {
      for (let waited = 0; ; waited += LOOK_AGAIN) {
        await this.inTurn(async () => {
          const held = this.holds(name) ? null : await this.leases.tryAcquire(lease);
          if (held) await this.take([[share, held]]);
        });
        if (this.holds(name)) return;
        if (this.stopping.signal.aborted || waited >= PATIENCE) throw notHandedOver(name);
        await this.clock.pause(LOOK_AGAIN, this.stopping.signal);
      }
    } finally {
      await wish?.release();
    }
  }

  /** From now on it goes to whoever asks for it. */
  keepNoLonger(name: string): void {
    const share = this.shares.get(name);
    if (share) share.kept = false;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.clock.pause(CLAIM_EVERY, signal);
      if (signal.aborted) return;
      await this.claim().catch((error: unknown) =>
        this.logger.warn({ error: String(error) }, 'the leases of the read models cannot be asked for'),
      );
    }
  }

  private async take(free: readonly [Share, Held][]): Promise<void> {
    if (free.length === 0) return;
    try {
      const hold = () => {
        for (const [share, held] of free) share.lease = held;
      };
      await this.writers.gained(
        free.map(([{ spec }]) => spec.name),
        hold,
      );
    } catch (error) {
      for (const [, held] of free) await held.release().catch(() => undefined);
      throw error;
    }
    const leases = free.map(([{ spec }]) => leaseOf(spec));
    if (this.isShared) this.logger.info({ leases }, 'writes these read models');
  }

  private async give(share: Share): Promise<void> {
    if (!share.lease) return;
    await this.writers.between(async () => {
      await share.lease?.release().catch(() => undefined);
      share.lease = null;
    });
  }

  private async wantedElsewhere(): Promise<ReadonlySet<string>> {
    const all = await this.leases.list();
    const wishes = all.filter(({ name, holder }) => name.startsWith(wanted('')) && holder !== this.leases.holder);
    return new Set(wishes.map(({ name }) => name.slice(wanted('').length)));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

const notHandedOver = (name: string): Unavailable =>
  new Unavailable(
    `The read model ${name} is written by another node, which does not hand it over: it may be building it anew. \`mailcase nodes\` tells which.`,
    'not-handed-over',
  );
