import type { EventStore } from '../../../application/ports/event-store.js';
import type { Position } from '../../../domain/event.js';

/** Somebody who follows the log: a read model, or routing. */
export interface Follower {
  readonly name: string;
  readonly position: Position;
  /** What it takes of the log. */
  readonly types: readonly string[];
}

/** How far a follower is behind. */
export interface Lag {
  /** Of the types that it takes; `MOST_COUNTED` stands for as many or more. */
  readonly events: number;
  /** Since the first of them was recorded, by the clock of whoever recorded it. */
  readonly seconds: number;
}

const NONE: Lag = { events: 0, seconds: 0 };
/** Positions are opaque: what lies between two of them has to be read, and nobody reads more than this to look how late it is. */
export const MOST_COUNTED = 5_000;
/** Milliseconds that an answer counts: several ask within one scrape, and several scrape. */
const FRESH = 5_000;

/** Counts what followers of the log have not taken yet. */
export class Lags {
  private known: { readonly at: number; readonly lags: Promise<ReadonlyMap<string, Lag>> } | null = null;

  constructor(
    private readonly store: EventStore,
    private readonly followers: () => readonly Follower[],
    private readonly now: () => number,
  ) {}

  /** By the followers' names. @throws StoreUnavailable */
  async all(): Promise<ReadonlyMap<string, Lag>> {
    const now = this.now();
    if (!this.known || now - this.known.at >= FRESH || now < this.known.at) {
      const lags = this.measure();
      this.known = { at: now, lags };
      // What failed is asked for again.
      lags.catch(() => {
        if (this.known?.lags === lags) this.known = null;
      });
    }
    return this.known.lags;
  }

  private async measure(): Promise<ReadonlyMap<string, Lag>> {
    const head = await this.store.head();
    const lags = new Map<string, Lag>();
    const behind = new Map<Position, Follower[]>();
    for (const follower of this.followers()) {
      if (follower.position >= head) lags.set(follower.name, NONE);
      else behind.set(follower.position, [...(behind.get(follower.position) ?? []), follower]);
    }
    // Those that go together are at the same place, so that these are few.
    for (const [position, together] of behind) {
      for (const [name, lag] of await this.count(position, together)) lags.set(name, lag);
    }
    return lags;
  }

  private async count(after: Position, followers: readonly Follower[]): Promise<ReadonlyMap<string, Lag>> {
    const takers = new Map<string, string[]>();
    for (const { name, types } of followers) {
      for (const type of types) takers.set(type, [...(takers.get(type) ?? []), name]);
    }
    const lags = new Map<string, Lag>(followers.map(({ name }) => [name, NONE]));
    let read = 0;
    const filter = { types: [...takers.keys()] };
    for await (const { events } of this.store.readAll({ after, filter, batchSize: 1_000 })) {
      for (const { type, metadata } of events) {
        for (const name of takers.get(type) ?? []) {
          const { events: before, seconds } = lags.get(name) ?? NONE;
          const first = before === 0 ? Math.max(0, (this.now() - Date.parse(metadata.at)) / 1_000) : seconds;
          lags.set(name, { events: before + 1, seconds: first });
        }
      }
      read += events.length;
      if (read >= MOST_COUNTED) break;
    }
    return lags;
  }
}
