import type { Clock } from '../../src/application/ports/clock.js';

interface Pause {
  readonly until: number;
  readonly milliseconds: number;
  end(): void;
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  /** Every pause that was asked for, in order, in milliseconds. */
  readonly asked: number[] = [];
  private pauses: Pause[] = [];

  constructor(private time = Date.parse('2026-03-02T10:00:00.000Z')) {}

  now(): Date {
    return new Date(this.time);
  }

  pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.asked.push(milliseconds);
    if (milliseconds <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const pause: Pause = {
        until: this.time + milliseconds,
        milliseconds,
        end: () => {
          this.pauses = this.pauses.filter((one) => one !== pause);
          signal?.removeEventListener('abort', pause.end);
          resolve();
        },
      };
      this.pauses.push(pause);
      signal?.addEventListener('abort', pause.end);
    });
  }

  /** The pauses that are under way, in milliseconds, the one that began first before the others. */
  get waiting(): readonly number[] {
    return this.pauses.map(({ milliseconds }) => milliseconds);
  }

  /** Time goes by without anything going on. */
  sleep(milliseconds: number): void {
    this.time += milliseconds;
  }

  /** Time goes by; what has waited long enough goes on. */
  advance(milliseconds: number): void {
    this.time += milliseconds;
    for (const pause of [...this.pauses]) if (pause.until <= this.time) pause.end();
  }
}
