import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';

/** Milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;

/** What work answers that had nothing to try itself on: whether it would fail again is not known. */
export const IDLE = Symbol('idle');

interface Waiter {
  /** Which time of beginning the work it waits for. */
  readonly time: number;
  /** It does not wait for what fails to work again. */
  readonly impatient: boolean;
  resolve(): void;
}

/** Does one thing again whenever it is rung: never twice at the same time, never a ring lost, and after a failure again by itself with a growing pause. */
export class Pump {
  private rung = false;
  /** How often the work was begun. */
  private begun = 0;
  private running: Promise<void> | null = null;
  private readonly waiters = new Set<Waiter>();
  private readonly stopping = new AbortController();
  private failed: string | null = null;

  constructor(
    private readonly name: string,
    private readonly work: (signal: AbortSignal) => Promise<unknown>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** What went wrong the last time that it was tried; none: it works. */
  get failure(): string | null {
    return this.failed;
  }

  ring(): void {
    this.rung = true;
    if (!this.running && !this.stopping.signal.aborted) {
      // Not at once: what it does may ring before `running` is set, and it would begin twice.
      this.running = Promise.resolve()
        .then(() => this.run())
        .finally(() => {
          this.running = null;
          // Rung after it had looked for the last time.
          if (this.rung) this.ring();
          if (!this.running) this.answer(Number.POSITIVE_INFINITY);
        });
    }
  }

  /** Resolves when it has done all that it was rung for until now, or was stopped; what it is rung for meanwhile is not waited for. */
  quiet(): Promise<void> {
    return this.wait(false);
  }

  /** The same, or when that has failed: nobody knows when it will work again. */
  tried(): Promise<void> {
    return this.failed === null ? this.wait(true) : Promise.resolve();
  }

  private wait(impatient: boolean): Promise<void> {
    if (!this.running) return Promise.resolve();
    const time = this.rung ? this.begun + 1 : this.begun;
    return new Promise((resolve) => this.waiters.add({ time, impatient, resolve }));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let pause = FIRST_PAUSE;
    while (this.rung && !signal.aborted) {
      this.rung = false;
      const time = ++this.begun;
      try {
        const isIdle = (await this.work(signal)) === IDLE;
        if (this.failed && !isIdle) {
          this.logger.info({ reaction: this.name }, 'works again');
          this.failed = null;
        }
        pause = FIRST_PAUSE;
        this.answer(time);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (message !== this.failed) this.logger.error({ reaction: this.name }, `fails: ${message}`);
        this.failed = message;
        this.answer(Number.POSITIVE_INFINITY, ({ impatient }) => impatient);
        this.rung = true;
        await this.clock.pause(pause, signal);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      }
    }
  }

  private answer(time: number, whom: (waiter: Waiter) => boolean = () => true): void {
    for (const waiter of this.waiters) {
      if (waiter.time > time || !whom(waiter)) continue;
      this.waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
