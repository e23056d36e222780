import { CLAIM_EVERY, Hold } from '../nodes/hold.js';
import type { Nodes } from '../nodes/nodes.js';
import type { Clock } from '../ports/clock.js';
import { StoreUnavailable } from '../ports/event-store.js';
import type { Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import { withEither } from '../with-either.js';
import { IDLE, Pump } from './pump.js';

/** Milliseconds that a node whose reaction fails again and again leaves it to others, who may read or reach what it cannot. */
const LEAVE = 30_000;
/** The same where a store is away: it may be away for all of them, and back at any moment. */
const LEAVE_TO_REACH = 2 * CLAIM_EVERY;
/** Failures in a row until then: a store that is away for a moment is away for all. */
const FAILURES = 3;

/** What reads the log and decides, by appending to one stream at the revision that it has seen. */
interface Deciding {
  /** Decides all that the log holds up to now. */
  settle(signal: AbortSignal): Promise<void>;
  /** Others may have decided meanwhile. */
  forget(): void;
}

/** A reaction whenever it is rung, on one node at a time: what another one has begun fails at the revision of its stream. */
export class SharedReaction {
  private readonly pump: Pump;
  private readonly hold: Hold;
  /** In a row. */
  private failures = 0;
  /** It was left to others, and it is not known that one of them does it. */
  private hasLeft = false;

  constructor(
    readonly name: string,
    private readonly reaction: Deciding,
    private readonly nodes: Nodes,
    private readonly leases: Leases,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    this.pump = new Pump(name, (signal) => this.react(signal), clock, logger);
    const gained = () => {
      reaction.forget();
      this.failures = 0;
      this.hasLeft = false;
      this.pump.ring();
    };
    const denied = () => {
      this.hasLeft = false;
    };
    this.hold = new Hold(leases, clock, logger, { name, gained, denied });
  }

  /** Resolves when it is known whether it is this node's. */
  start(): Promise<void> {
    return this.hold.start();
  }

  ring(): void {
    this.pump.ring();
  }

  /** Resolves when all that it was rung for is done, where this node does it. */
  quiet(): Promise<void> {
    return this.pump.quiet();
  }

  tried(): Promise<void> {
    return this.pump.tried();
  }

  /** Ends what is under way; the lease stays. */
  stop(): Promise<void> {
    return this.pump.stop();
  }

  /** Lets another node have it. */
  release(): Promise<void> {
    return this.hold.stop();
  }

  /** Whether this node does it at present; else another does. */
  get isHere(): boolean {
    return this.hold.held !== null;
  }

  /** Whether another node may do it where this one cannot. */
  get isShared(): boolean {
    return this.leases.isShared;
  }

  /** What is wrong with it at present; none: nothing that this node knows of. */
  get failure(): string | null {
    return this.isHere || this.hasLeft ? this.pump.failure : null;
  }

  private async react(signal: AbortSignal): Promise<unknown> {
    const { held } = this.hold;
    if (!held) return IDLE;
    try {
      await withEither([signal, held.signal], (either) => this.reaction.settle(either));
      if (held.signal.aborted) return IDLE;
      this.failures = 0;
      return;
    } catch (error) {
      if (held.signal.aborted) return IDLE;
      this.failures++;
      // Alone it goes on trying, and is there as soon as the store is.
      const leaves = this.failures >= FAILURES && (await this.nodes.hasOthers().catch(() => false));
      if (leaves) {
        this.hasLeft = true;
        this.logger.warn({ reaction: this.name }, 'is left to other nodes for a while');
        await this.hold.leaveToOthers(error instanceof StoreUnavailable ? LEAVE_TO_REACH : LEAVE);
      }
      throw error;
    }
  }
}
