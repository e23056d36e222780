import type { Clock } from '../../application/ports/clock.js';

export interface Times {
  /** Milliseconds after which what is kept is asked for again, beside whoever uses it. */
  readonly fresh: number;
  /** Milliseconds between two attempts. */
  readonly pause: number;
}

/** Something that is fetched when it is first asked for, and kept: when it cannot be had again, what was had goes on. */
export class Kept<T> {
  private held: { readonly value: T; readonly at: number } | null = null;
  private fetching: Promise<T> | null = null;
  private last: { readonly at: number; readonly error: unknown } | null = null;

  constructor(
    private readonly fetch: () => Promise<T>,
    private readonly clock: Clock,
    private readonly times: Times,
  ) {}

  /** @throws what `fetch` throws, where there is nothing yet */
  async get(): Promise<T> {
    if (!this.held) return this.again();
    if (this.now() - this.held.at >= this.times.fresh) this.again().catch(() => undefined);
    return this.held.value;
  }

  /**
   * What it is now; asked no more often than the pause allows, in between the last answer holds.
   * @throws what `fetch` throws, or threw the last time
   */
  async again(): Promise<T> {
    if (this.fetching) return this.fetching;
    if (this.last && this.now() - this.last.at < this.times.pause) {
      if (this.last.error !== null) throw this.last.error;
      if (this.held) return this.held.value;
    }
    this.fetching = this.ask();
    try {
      return await this.fetching;
    } finally {
      this.fetching = null;
    }
  }

  private async ask(): Promise<T> {
    try {
      const value = await this.fetch();
      this.held = { value, at: this.now() };
      this.last = { at: this.now(), error: null };
      return value;
    } catch (error) {
      this.last = { at: this.now(), error };
      throw error;
    }
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
