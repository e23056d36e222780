import { EXIT } from './exit.js';

/** SIGINT and SIGTERM: the first one asks, the second one ends the process at once. */
export class Interruption {
  private readonly asked = new AbortController();
  private listening = false;

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    this.listen();
    return this.asked.signal;
  }

  /** Resolves with the first signal. */
  async wait(): Promise<void> {
    const { signal } = this;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  private listen(): void {
    if (this.listening) return;
    this.listening = true;
    const hear = () => {
      if (this.asked.signal.aborted) process.exit(EXIT.interrupted);
      this.asked.abort();
    };
    process.on('SIGINT', hear);
    process.on('SIGTERM', hear);
  }
}
