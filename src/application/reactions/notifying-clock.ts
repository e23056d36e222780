import type { Clock } from '../ports/clock.js';
import type { Notifying } from './notifying.js';

/** Milliseconds: a clock that is set meanwhile is seen after so many at the latest. */
const LONGEST = 60_000;
/** The same: where it is another node's hour, this one need not ask all the time. */
const SHORTEST = 1_000;

/** Rings when the next digest is due; while nobody waits for one it does nothing. */
export class NotifyingClock {
  private waiting = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly notifying: Notifying,
    private readonly clock: Clock,
    private readonly ring: () => void,
  ) {}

  /** Somebody may wait for one by now. */
  look(): void {
    const due = this.notifying.nextDue;
    if (due === null || this.waiting || this.stopping.signal.aborted) return;
    this.waiting = true;
    const left = Date.parse(due) - this.clock.now().getTime();
    void this.clock.pause(Math.min(Math.max(left, SHORTEST), LONGEST), this.stopping.signal).then(() => {
      this.waiting = false;
      if (!this.stopping.signal.aborted) this.ring();
      this.look();
    });
  }

  stop(): void {
    this.stopping.abort();
  }
}
