import { closedStore, storeFault } from './store-errors.js';

/** What every call of a store goes through: none after `close`, which waits for those before; faults in the port's words. */
export class Gate {
  readonly #under = new Set<Promise<unknown>>();
  #closed = false;

  constructor(private readonly store: string) {}

  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw closedStore(this.store);
    const running = work();
    this.#under.add(running);
    try {
      return await running;
    } catch (error) {
      throw storeFault(error, this.store);
    } finally {
      this.#under.delete(running);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#under);
  }
}
