/** Lets at most so many pieces of work go on at once; the others wait in the order in which they came. */
export class Window {
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(size: number) {
    this.free = size;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

/** Work of one name is done one after another, in the order in which it came; different names do not wait for each other. */
export class Lanes {
  private readonly ends = new Map<string, Promise<unknown>>();

  /** @param work must not throw */
  add<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.ends.get(name);
    const mine = before ? before.then(work) : work();
    this.ends.set(name, mine);
    mine.finally(() => {
      if (this.ends.get(name) === mine) this.ends.delete(name);
    });
    return mine;
  }

  /** Resolves when all that was added is done. */
  async idle(): Promise<void> {
    await Promise.all(this.ends.values());
  }
}
