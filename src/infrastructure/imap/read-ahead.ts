/**
 * Takes what a source of bounded size gives as fast as it comes, and keeps it until it is asked for, so that the
 * sender never waits for us. An error comes after what came before it.
 */
export class ReadAhead<T extends object> {
  private kept: T[] = [];
  private taken = 0;
  private end: { readonly error: unknown } | 'good' | null = null;
  private wake: (() => void) | null = null;
  private wanted = true;

  /** @param fill hands over one after the other, and resolves after the last */
  constructor(fill: (keep: (value: T) => void) => Promise<void>) {
    fill((value) => {
      if (this.wanted) this.kept.push(value);
      this.ring();
    }).then(
      () => this.ends('good'),
      (error) => this.ends({ error }),
    );
  }

  /** The next one, at once where it is here already; none: that was all. */
  next(): T | null | Promise<T | null> {
    const value = this.kept[this.taken];
    if (value === undefined) return this.end === 'good' ? null : this.later();
    this.taken++;
    if (this.taken === this.kept.length) {
      this.kept = [];
      this.taken = 0;
    }
    return value;
  }

  /** Nobody wants the rest: it is read and thrown away, because a command that runs cannot be called back. */
  discard(): void {
    this.wanted = false;
    this.kept = [];
    this.taken = 0;
  }

  private async later(): Promise<T | null> {
    if (this.end !== null && this.end !== 'good') throw this.end.error;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    return this.next();
  }

  private ends(how: { readonly error: unknown } | 'good'): void {
    this.end = how;
    this.ring();
  }

  private ring(): void {
    const wake = this.wake;
    this.wake = null;
    wake?.();
  }
}
