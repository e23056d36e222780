/** Tells those who wait at the end of a log that there may be more. It carries nothing: whoever wakes looks again. */
export class News {
  private readonly waiting = new Set<() => void>();

  /** @param lookAgainAfter milliseconds after which a wait ends without news; for writers that cannot announce */
  constructor(private readonly lookAgainAfter?: number) {}

  announce(): void {
    for (const wake of [...this.waiting]) wake();
  }

  /** Resolves at the next announcement, or at once when the signal is aborted. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        clearTimeout(timer);
        resolve();
      };
      const timer = this.lookAgainAfter === undefined ? undefined : setTimeout(wake, this.lookAgainAfter);
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
