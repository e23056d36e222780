export interface GroupLimits<Work> {
  /** What one piece of work counts for, and the most that one transaction takes (one piece always goes). */
  readonly weigh: (work: Work) => { readonly rows: number; readonly bytes: number };
  readonly rows: number;
  readonly bytes: number;
}

interface Waiting<Work, Outcome> {
  readonly work: Work;
  readonly resolve: (outcome: Promise<Outcome>) => void;
}

/**
 * Work that waits together shares one transaction, and so one flush to the disk. What is added while the event loop
 * goes round once makes a group; it is done in the order in which it was added, and each piece is told its own outcome.
 */
export class GroupCommit<Work, Outcome> {
  private queue: Waiting<Work, Outcome>[] = [];
  private scheduled = false;

  /**
   * @param commit does a group in one transaction, at once; one outcome for each piece, when it is durable. It must not
   * throw.
   */
  constructor(
    private readonly commit: (group: readonly Work[]) => Promise<readonly Outcome[]>,
    private readonly limits: GroupLimits<Work>,
  ) {}

  add(work: Work): Promise<Outcome> {
    return new Promise((resolve) => {
      this.queue.push({ work, resolve });
      this.schedule();
    });
  }

  /** Does at once all that waits. */
  flush(): void {
    while (this.queue.length > 0) this.commitNext();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.commitNext();
      // A group that was too large for one transaction: let the event loop go round in between.
      if (this.queue.length > 0) this.schedule();
    });
  }

  private commitNext(): void {
    const group = this.queue.splice(0, this.groupLength());
    if (group.length === 0) return;
    const outcomes = this.commit(group.map(({ work }) => work));
    for (const [index, { resolve }] of group.entries()) {
      // Safe: `commit` gives one outcome for each piece.
      resolve(outcomes.then((all) => all[index] as Outcome));
    }
  }

  private groupLength(): number {
    let rows = 0;
    let bytes = 0;
    const end = this.queue.findIndex(({ work }, index) => {
      const weight = this.limits.weigh(work);
      rows += weight.rows;
      bytes += weight.bytes;
      return index > 0 && (rows > this.limits.rows || bytes > this.limits.bytes);
    });
    return end === -1 ? this.queue.length : end;
  }
}
