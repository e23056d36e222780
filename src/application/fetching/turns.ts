/** So many at a time; the others wait, first come, first served. */
export class Turns {
  private readonly waiting = new Set<() => void>();

  /** @param free how many may have a turn at the same time */
  constructor(private free: number) {}

  /** How many wait. */
  get length(): number {
    return this.waiting.size;
  }

  /** Resolves when it is one's turn, with how to end it (twice does no harm); none: nobody wants it any more. */
  async take(signal: AbortSignal): Promise<(() => void) | null> {
    if (signal.aborted) return null;
    if (this.free > 0) this.free--;
    else if (!(await this.wait(signal))) return null;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const [next] = this.waiting;
      if (next) next();
      else this.free++;
    };
  }

  /** Whether the turn has come; it is handed over, so that nobody comes in between. */
  private wait(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (come: boolean) => {
        this.waiting.delete(next);
        signal.removeEventListener('abort', aborted);
        resolve(come);
      };
      const next = () => end(true);
      const aborted = () => end(false);
      this.waiting.add(next);
      signal.addEventListener('abort', aborted);
    });
  }
}
