interface Sign {
  readonly token: number;
  readonly beat: number;
}

interface Seen extends Sign {
  /** When it was first seen so, by this process's clock. */
  readonly at: number;
}

/** How long the holders of leases have given no sign of life, as far as this process has seen, by its own clock. */
export class LeaseSilence {
  readonly #seen = new Map<string, Seen>();

  /** @param at when the answer was there: it was so then, or a little earlier */
  saw(name: string, { token, beat }: Sign, at: number): void {
    if (!this.#isSame(name, { token, beat })) this.#seen.set(name, { token, beat, at });
  }

  /** @param asked when it was asked for what is known now: it was still so then, or a little later */
  isLong(name: string, sign: Sign, asked: number, length: number): boolean {
    const seen = this.#seen.get(name);
    return seen !== undefined && this.#isSame(name, sign) && asked - seen.at >= length;
  }

  longerThan(length: number, now: number): readonly (readonly [string, Sign])[] {
    return [...this.#seen].filter(([, { at }]) => now - at >= length);
  }

  /** Forgets all others. */
  keep(names: ReadonlySet<string>): void {
    for (const name of this.#seen.keys()) if (!names.has(name)) this.#seen.delete(name);
  }

  #isSame(name: string, { token, beat }: Sign): boolean {
    const seen = this.#seen.get(name);
    return seen?.token === token && seen.beat === beat;
  }
}
