import type { Clock } from '../ports/clock.js';
import type { Held, Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';

/** Milliseconds between two attempts at a lease that somebody else holds. */
export const CLAIM_EVERY = 3_000;

export interface HoldOptions {
  readonly name: string;
  readonly note?: string;
  /** Called each time it is had. */
  readonly gained?: () => void;
  /** Called each time it turns out that somebody else has it. */
  readonly denied?: () => void;
}

/** Wants one lease for good: takes it when it is free, and again when it was lost. */
export class Hold {
  private lease: Held | null = null;
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  /** Until when it is left to others. */
  private leave: AbortController | null = null;

  constructor(
    private readonly leases: Leases,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: HoldOptions,
  ) {}

  /** None: somebody else has it at present, or may have. */
  get held(): Held | null {
    return this.lease?.signal.aborted ? null : this.lease;
  }

  /** Resolves after the first attempt. */
  async start(): Promise<void> {
    await this.attempt();
    this.running ??= this.keep();
  }

  /** Somebody else may do better: it is released, and asked for again after so many milliseconds. */
  async leaveToOthers(milliseconds: number): Promise<void> {
    if (!this.leases.isShared || this.leave) return;
    const leave = new AbortController();
    this.leave = leave;
    await this.held?.release().catch(() => undefined);
    void this.clock.pause(milliseconds, this.stopping.signal).then(() => {
      this.leave = null;
      leave.abort();
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.held?.release().catch(() => undefined);
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const { held, leave } = this;
      if (held) await aborted(AbortSignal.any([held.signal, signal]));
      else if (leave) await aborted(AbortSignal.any([leave.signal, signal]));
      else {
        await this.clock.pause(CLAIM_EVERY, signal);
        if (!signal.aborted && !this.leave) await this.attempt();
      }
    }
  }

  private async attempt(): Promise<void> {
    try {
      this.lease = await this.leases.tryAcquire(this.options.name, this.options.note);
    } catch (error) {
      this.logger.warn({ lease: this.options.name, error: String(error) }, 'the lease cannot be asked for');
      return;
    }
    if (this.held) this.options.gained?.();
    else this.options.denied?.();
  }
}

/** Resolves when a signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
