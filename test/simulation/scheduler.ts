import type { Random } from './random.js';

/** Whoever can be held up: its steps wait until it goes on. */
export interface Pausable {
  readonly isPaused: boolean;
  goOn(): void;
}

/** One thing that can happen next. Between two steps everything that follows from the first has come to rest. */
export interface Step {
  /** None: it happens to the world or in a store, whatever becomes of the processes. */
  readonly of: Pausable | null;
  readonly label: string;
  /** Rather later than at once, so that more comes together. */
  readonly isLazy?: boolean;
  run(): void;
}

interface Timer extends Step {
  readonly due: number;
}

/** How often the script goes on, an append under way arrives, or time jumps to the next timer, while others could run. */
const SCRIPT = [0.03, 0.08, 0.2];
const UNDER_WAY = 0.08;
const TIME = 0.01;
const LAZY = 0.25;

/**
 * One thing at a time, chosen by the seed. It has no clock but its own, which stands still while there is work
 * and jumps to the next timer when there is none.
 */
export class Scheduler {
  /** Steps taken so far. */
  taken = 0;
  /** Milliseconds since 1970, of the simulated world. */
  now = Date.parse('2026-03-02T08:00:00.000Z');
  /** What the world does, in this order, at random moments. */
  readonly script: Step[] = [];
  /** What a store has been told to do and does when it pleases. */
  readonly underWay: Step[] = [];
  private ready: Step[] = [];
  private timers: Timer[] = [];
  private readonly pace: number;

  constructor(
    private readonly random: Random,
    private readonly trace: (line: string) => void,
  ) {
    this.pace = random.pick(SCRIPT);
  }

  add(step: Step): void {
    this.ready.push(step);
  }

  /** Returns how to call it off. */
  after(milliseconds: number, step: Step): () => void {
    const timer = { ...step, due: this.now + milliseconds };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }

  /** Nothing of it will ever happen. */
  forget(whose: Pausable): void {
    this.ready = this.ready.filter((step) => step.of !== whose);
    this.timers = this.timers.filter((timer) => timer.of !== whose);
  }

  /** Nothing happens until time passes. */
  get isIdle(): boolean {
    return this.ready.length === 0 && this.underWay.length === 0;
  }

  note(line: string): void {
    this.trace(`      ${line}`);
  }

  /** Takes one step, with all that follows from it; false: there is nothing that could happen, not even later. */
  async step(): Promise<boolean> {
    const step = this.choose();
    if (!step) return false;
    this.taken++;
    this.now++;
    this.trace(`${String(this.taken).padStart(5)} ${step.label}`);
    step.run();
    await atRest();
    return true;
  }

  private choose(): Step | undefined {
    const runnable = this.ready.filter(({ of }) => !of?.isPaused);
    const busy = runnable.length > 0;
    if (this.underWay.length > 0 && (!busy || this.random.chance(UNDER_WAY))) return this.take(this.underWay);
    if (this.script.length > 0 && (busy ? this.random.chance(this.pace) : this.random.chance(0.5))) {
      return this.script.shift();
    }
    if (busy && !this.random.chance(TIME)) return this.takeReady(this.oneOf(runnable));
    const [paused] = this.ready;
    if (!busy && paused) {
      paused.of?.goOn();
      return this.takeReady(paused);
    }
    return this.nextTimer() ?? (busy ? this.takeReady(this.oneOf(runnable)) : this.script.shift());
  }

  private oneOf(runnable: readonly Step[]): Step {
    const step = this.random.pick(runnable);
    return step.isLazy && !this.random.chance(LAZY) ? this.random.pick(runnable) : step;
  }

  private take(from: Step[]): Step | undefined {
    return from.splice(this.random.below(from.length), 1)[0];
  }

  private takeReady(step: Step): Step {
    this.ready.splice(this.ready.indexOf(step), 1);
    return step;
  }

  private nextTimer(): Step | undefined {
    const [first, ...others] = this.timers.filter(({ of }) => !of?.isPaused);
    if (!first) return undefined;
    const next = others.reduce((a, b) => (b.due < a.due ? b : a), first);
    this.timers.splice(this.timers.indexOf(next), 1);
    this.now = Math.max(this.now, next.due);
    return next;
  }
}

/** Until all that follows without waiting has happened: this runs when no promise is left to go on. */
export function atRest(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
