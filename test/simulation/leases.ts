import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import type { Held, LeaseStatus, Leases } from '../../src/application/ports/lease.js';
import type { Process } from './process.js';
import type { Random } from './random.js';
import type { Scheduler } from './scheduler.js';

/** Milliseconds of silence after which somebody else may take over. */
const LENGTH = 15_000;

interface Entry {
  readonly status: LeaseStatus;
  readonly process: Process;
  /** What its holder has in hand; aborted when that hears of the loss, or has released it. */
  readonly ended: AbortController;
  /** Since when nobody gives a sign of life for it: its holder is gone, or never knew that it has it. */
  silentSince: number | null;
}

const away = () => new StoreUnavailable('the simulation says so', 'away');
const nothing = async (): Promise<unknown> => undefined;

/** Leases that the nodes of one world share, in its time. */
export class LeaseTable {
  private readonly entries = new Map<string, Entry>();
  private readonly tokens = new Map<string, number>();
  /** Each that was ever given: its name and its token. */
  readonly given: string[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
  ) {}

  /** As one process sees them. */
  of(process: Process): Leases {
    process.onDeath(() => {
      for (const entry of this.entries.values()) if (entry.process === process) this.silence(entry);
    });
    process.onPause(() => this.mayExpire(process));
    return {
      holder: process.name,
      isShared: true,
      tryAcquire: (name, note = '') => this.tryAcquire(process, name, note),
      list: () =>
        process.call({
          label: 'lists the leases',
          apply: async () => [...this.entries.values()].filter((one) => !this.isOver(one)).map(({ status }) => status),
          unavailable: away,
          isRoutine: true,
        }),
      close: async () => undefined,
    };
  }

  /** Everybody may take one that stands still for gone. */
  private mayExpire(process: Process): void {
    if (this.random.chance(0.4)) return;
    const run = () => process.isPaused && this.expire(process);
    this.scheduler.add({ of: null, label: `${process.name} has been silent for long`, isLazy: true, run });
  }

  /** Everybody takes a process for gone. It hears of that some time later, when it goes on. */
  expire(process: Process): void {
    for (const [name, entry] of [...this.entries]) {
      if (entry.process !== process) continue;
      this.entries.delete(name);
      this.scheduler.note(`${process.name} has lost ${name}`);
      const hear = () => entry.ended.abort();
      this.scheduler.add({ of: process, label: `${process.name} hears that it lost ${name}`, isLazy: true, run: hear });
    }
  }

  private tryAcquire(process: Process, name: string, note: string): Promise<Held | null> {
    const take = async () => this.take(process, name, note);
    // The owner's own answer may be lost: then he does not know what he has, and asks again.
    const untold = async () => {
      const held = this.take(process, name, note);
      const entry = this.entries.get(name);
      if (held && entry) this.silence(entry);
    };
    return process.call({
      label: `asks for ${name}`,
      apply: take,
      unavailable: away,
      isRoutine: !this.isFree(process, name),
      effect: {
        partly: nothing,
        failing: async (fault) => {
          if (fault === 'lose-answer') await untold();
          if (fault === 'late') process.later(`asks for ${name}`, untold);
          throw away();
        },
      },
    });
  }

  private take(process: Process, name: string, note: string): Held | null {
    if (!this.isFree(process, name) || !process.isAlive) return null;
    const token = (this.tokens.get(name) ?? 0) + 1;
    this.tokens.set(name, token);
    this.given.push(`${name} ${token}`);
    const since = new Date(this.scheduler.now).toISOString();
    const status = { name, holder: process.name, token, since, note };
    const entry: Entry = { status, process, ended: new AbortController(), silentSince: null };
    this.entries.set(name, entry);
    return { token, signal: entry.ended.signal, release: () => this.release(entry) };
  }

  /** To its holder it is over at once; what the store does not hear is silent from then on. */
  private async release(entry: Entry): Promise<void> {
    if (entry.ended.signal.aborted) return;
    const { process, status } = entry;
    entry.ended.abort();
    this.silence(entry);
    const effect = { partly: nothing };
    const apply = async () => {
      if (this.entries.get(status.name) === entry) this.entries.delete(status.name);
    };
    await process.call({ label: `releases ${status.name}`, apply, unavailable: away, effect }).catch(() => undefined);
  }

  private silence(entry: Entry): void {
    entry.silentSince ??= this.scheduler.now;
  }

  /** A holder who does not know that he has it may ask for it as well. */
  private isFree(process: Process, name: string): boolean {
    const entry = this.entries.get(name);
    if (!entry || this.isOver(entry)) return true;
    return entry.process === process && entry.silentSince !== null;
  }

  private isOver({ silentSince }: Entry): boolean {
    return silentSince !== null && this.scheduler.now - silentSince >= LENGTH;
  }
}
