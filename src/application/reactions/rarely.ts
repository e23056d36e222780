/** Real milliseconds: this saves work, and is no matter of anybody's clock. */
const APART = 100;

/**
 * Rings at once where it has been quiet, and then once for all that comes within a tenth of a second: whoever looks at
 * everything that has come needs not look after each event.
 */
export class Rarely {
  private timer: NodeJS.Timeout | null = null;
  private rung = false;

  /** @param apart real milliseconds between two rings; 0: each rings at once, and nothing waits for a clock */
  constructor(
    private readonly act: () => void,
    private readonly apart = APART,
  ) {}

  ring(): void {
    if (this.apart === 0) {
      this.act();
      return;
    }
    this.rung = true;
    if (this.timer === null) this.go();
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.rung = false;
  }

  private go(): void {
    this.timer = null;
    if (!this.rung) return;
    this.rung = false;
    this.timer = setTimeout(() => this.go(), this.apart);
    this.act();
  }
}
