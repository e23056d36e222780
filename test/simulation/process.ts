import type { Clock } from '../../src/application/ports/clock.js';
import type { Faults } from './faults.js';
import type { Random } from './random.js';
import type { Pausable, Scheduler } from './scheduler.js';

/** A call of a port: what it does, and what the caller is told where it does not work. */
export interface Call<T> {
  readonly label: string;
  /** Takes effect at once; resolves with the answer. */
  apply(): Promise<T>;
  unavailable(): Error;
  /** Made over and over, with little in it: seldom worth a step, and a fault. */
  readonly isRoutine?: boolean;
  /** What is not urgent: see `Step`. */
  readonly isLazy?: boolean;
  /** None: it only reads. */
  readonly effect?: Effect<T>;
}

interface Effect<T> {
  /** A part of it, where the store promises no more. */
  partly(): Promise<unknown>;
  /** The answer of a call that fails in parts; none: it fails as a whole. */
  failing?(kind: 'fail' | 'lose-answer' | 'late'): Promise<T>;
}

/** Steps. */
const LONGEST_PAUSE = 60;
const ROUTINE = 0.85;

/**
 * One run of the program. Whatever it waits for comes to it as a step of the scheduler; when it has crashed nothing
 * comes any more, so that none of its continuations ever runs again.
 */
export class Process implements Pausable {
  private alive = true;
  private pausedUntil = 0;
  private readonly mourners: (() => void)[] = [];
  private readonly watchers: (() => void)[] = [];

  constructor(
    readonly name: string,
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    private readonly random: Random,
  ) {}

  get isAlive(): boolean {
    return this.alive;
  }

  get isPaused(): boolean {
    return this.pausedUntil > this.scheduler.taken;
  }

  goOn(): void {
    this.pausedUntil = 0;
  }

  onDeath(mourner: () => void): void {
    this.mourners.push(mourner);
  }

  /** Called each time that it stands still. */
  onPause(watcher: () => void): void {
    this.watchers.push(watcher);
  }

  /** It stands still for a while. */
  pause(): void {
    this.pausedUntil = this.scheduler.taken + 1 + this.random.below(LONGEST_PAUSE);
    for (const watcher of this.watchers) watcher();
  }

  /** Ends it, in the middle of whatever it does. */
  die(): void {
    if (!this.alive) return;
    this.alive = false;
    this.scheduler.note(`${this.name} is gone`);
    this.scheduler.forget(this);
    for (const mourner of this.mourners) mourner();
  }

  /** A call of a port, as a step of its own. */
  call<T>(call: Call<T>): Promise<T> {
    if (call.isRoutine && this.alive && this.random.chance(ROUTINE)) return call.apply();
    return new Promise((resolve, reject) => {
      if (!this.alive) return;
      const answer = (coming: Promise<T>) => {
        coming.then(
          (value) => this.alive && resolve(value),
          (error) => this.alive && reject(error),
        );
      };
      const label = `${this.name} ${call.label}`;
      this.scheduler.add({ of: this, label, isLazy: call.isLazy ?? false, run: () => this.perform(call, answer) });
    });
  }

  /** Waits for what comes from outside, and hears of it at a step of its own. */
  hear<T>(label: string, coming: Promise<T>, unavailable: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const heard = () => {
        if (this.alive) this.call({ label, apply: () => coming, unavailable, isLazy: true }).then(resolve, reject);
      };
      coming.then(heard, heard);
    });
  }

  readonly clock: Clock = {
    now: () => new Date(this.scheduler.now),
    pause: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (!this.alive) return;
        if (signal?.aborted) return resolve();
        const end = () => {
          signal?.removeEventListener('abort', early);
          if (this.alive) resolve();
        };
        const label = `${this.name} has waited ${milliseconds} ms`;
        const callOff = this.scheduler.after(milliseconds, { of: this, label, run: end });
        const early = () => {
          callOff();
          end();
        };
        signal?.addEventListener('abort', early);
      }),
  };

  private perform<T>(call: Call<T>, answer: (coming: Promise<T>) => void): void {
    const { effect } = call;
    const fault = this.faults.draw(effect !== undefined);
    if (fault) this.scheduler.note(`${this.name} ${fault}`);
    switch (fault) {
      case null:
        answer(call.apply());
        break;
      case 'pause':
        this.pause();
        this.scheduler.add({
          of: this,
          label: `${this.name} ${call.label}, paused before`,
          run: () => answer(call.apply()),
        });
        break;
      case 'crash':
        this.random
          .pick([async () => undefined, async () => effect?.partly(), call.apply])()
          .catch(() => undefined);
        this.die();
        break;
      default:
        if (effect?.failing) answer(effect.failing(fault));
        else {
          this.spoil(call, fault);
          answer(Promise.reject(call.unavailable()));
        }
    }
  }

  private spoil<T>({ apply, effect, label }: Call<T>, fault: 'fail' | 'lose-answer' | 'late'): void {
    if (fault === 'lose-answer') apply().catch(() => undefined);
    if (fault === 'fail' && effect && this.random.chance(0.5)) effect.partly().catch(() => undefined);
    if (fault === 'late') this.later(label, () => apply().catch(() => undefined));
  }

  /** Takes effect at some later time, also when this process is no more. */
  later(label: string, run: () => unknown): void {
    const step = { of: null, label: `late: ${this.name} ${label}`, run: () => void run() };
    this.scheduler.underWay.push(step);
  }
}

/** An iterable whose every batch is fetched by a call. */
export async function* called<T>(
  process: Process,
  label: string,
  iterable: AsyncIterable<T>,
  unavailable: () => Error,
): AsyncGenerator<T, void, undefined> {
  const iterator = iterable[Symbol.asyncIterator]();
  for (;;) {
    const next = await process.call({ label, apply: () => iterator.next(), unavailable });
    if (next.done) return;
    yield next.value;
  }
}
