/**
 * Collects what is asked for in one turn of the event loop and hands it over together, so that many calls share one
 * transaction and one fsync.
 */
export class Turn<Job> {
  #jobs: Job[] = [];

  constructor(private readonly run: (jobs: readonly Job[]) => void) {}

  add(job: Job): void {
    if (this.#jobs.length === 0) setImmediate(() => this.flush());
    this.#jobs.push(job);
  }

  /** Runs what waits now, before what comes next. */
  flush(): void {
    const jobs = this.#jobs;
    if (jobs.length === 0) return;
    this.#jobs = [];
    this.run(jobs);
  }
}
