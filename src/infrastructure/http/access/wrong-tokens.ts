import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';

/** Milliseconds. */
const WINDOW = 60_000;
const MOST_IN_WINDOW = 20;
/** Addresses that are remembered; more are a flood, and forgetting them is cheaper. */
const MOST_ADDRESSES = 10_000;

/** Counts wrong tokens by address. A right token is never kept out. */
@Injectable()
export class WrongTokens {
  private readonly seen = new Map<string, { count: number; until: number }>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Whether an address has sent so many that it is told to wait. */
  tooMany(address: string): boolean {
    const entry = this.seen.get(address);
    return entry !== undefined && entry.until > this.now() && entry.count >= MOST_IN_WINDOW;
  }

  note(address: string): void {
    const now = this.now();
    const entry = this.seen.get(address);
    if (entry && entry.until > now) {
      entry.count++;
      return;
    }
    if (this.seen.size >= MOST_ADDRESSES) this.seen.clear();
    this.seen.set(address, { count: 1, until: now + WINDOW });
  }

  /** Seconds. */
  get window(): number {
    return WINDOW / 1_000;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

/** The same of links in messages that are none of ours: who follows a broken one keeps no program from its token. */
@Injectable()
export class WrongLinks extends WrongTokens {}
