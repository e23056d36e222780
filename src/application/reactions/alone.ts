import { Hold } from '../nodes/hold.js';
import type { Clock } from '../ports/clock.js';
import type { Leases } from '../ports/lease.js';
import type { Logger } from '../ports/logger.js';
import { withEither } from '../with-either.js';
import { IDLE, Pump } from './pump.js';

export interface AloneWork {
  readonly name: string;
  /** Does what there is to do, and says when to be asked again though nobody rings; null: not before it is rung. */
  run(signal: AbortSignal): Promise<Date | null>;
  /** Others may have been at it: what it has kept in memory counts for nothing. */
  forget(): void;
}

/** Milliseconds that a start waits for what is due. */
const PATIENCE = 2_000;
/** The longest time without a look: a clock that is set is noticed within it. Milliseconds. */
const LOOK_EVERY = 60_000;

/** One piece of work on one node at a time, whenever it is rung and whenever it said that it would be due. */
export class Alone {
  private readonly pump: Pump;
  private readonly hold: Hold;
  private alarm: AbortController | null = null;

  constructor(
    private readonly work: AloneWork,
    leases: Leases,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.pump = new Pump(work.name, (signal) => this.run(signal), clock, logger);
    const gained = () => {
      work.forget();
      this.pump.ring();
    };
    this.hold = new Hold(leases, clock, logger, { name: work.name, gained });
  }

  /** Resolves when it has done what is due, where it is this node's; a store that is away is not waited for. */
  async start(): Promise<void> {
    await this.hold.start();
    const enough = new AbortController();
    await Promise.race([this.pump.quiet(), this.clock.pause(PATIENCE, enough.signal)]);
    enough.abort();
  }

  get name(): string {
    return this.work.name;
  }

  ring(): void {
    this.pump.ring();
  }

  tried(): Promise<void> {
    return this.pump.tried();
  }

  /** Whether this node does it at present; else another does. */
  get isHere(): boolean {
    return this.hold.held !== null;
  }

  get failure(): string | null {
    return this.hold.held ? this.pump.failure : null;
  }

  /** Ends what is under way, and lets another node have it. */
  async stop(): Promise<void> {
    this.alarm?.abort();
    await this.pump.stop();
    this.alarm?.abort();
    await this.hold.stop();
  }

  private async run(signal: AbortSignal): Promise<unknown> {
    this.alarm?.abort();
    const { held } = this.hold;
    if (!held) return IDLE;
    try {
      this.setAlarm(await withEither([signal, held.signal], (either) => this.work.run(either)));
    } catch (error) {
      this.work.forget();
      if (held.signal.aborted) return IDLE;
      throw error;
    }
    return;
  }

  private setAlarm(due: Date | null): void {
    if (due === null) return;
    const alarm = new AbortController();
    this.alarm = alarm;
    const wait = Math.max(1, Math.min(LOOK_EVERY, due.getTime() - this.clock.now().getTime()));
    void this.clock.pause(wait, alarm.signal).then(() => {
      if (!alarm.signal.aborted) this.pump.ring();
    });
  }
}
