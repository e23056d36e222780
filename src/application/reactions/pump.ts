import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';

/** Milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;

/** Does one thing again whenever it is rung: never twice at the same time, never a ring lost, and after a failure again by itself with a growing pause. */
export class Pump {
  private rung = false;
  private running: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private failed: string | null = null;

  constructor(
    private readonly name: string,
    private readonly work: (signal: AbortSignal) => Promise<void>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** What went wrong the last time; none: it works. */
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
        });
    }
  }

  /** Resolves when it has done all that it was rung for. */
  async quiet(): Promise<void> {
    while (this.running) await this.running;
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
      try {
        await this.work(signal);
        if (this.failed) this.logger.info({ reaction: this.name }, 'works again');
        this.failed = null;
        pause = FIRST_PAUSE;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (message !== this.failed) this.logger.error({ reaction: this.name }, `fails: ${message}`);
        this.failed = message;
        this.rung = true;
        await this.clock.pause(pause, signal);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      }
    }
  }
}
