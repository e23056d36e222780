import type { OutputStream } from './terminal.js';
import { shorten } from './text.js';

/** Milliseconds between two looks of a bar, and between two lines where there is no terminal. */
const BAR_EVERY = 100;
const LINE_EVERY = 5_000;
const BAR_WIDTH = 24;

export interface ProgressOptions {
  readonly stream: OutputStream;
  /** `messages`, `events`: what is counted. */
  readonly unit: string;
  /** Of the same kind as `done`; none: nobody knows. */
  readonly total: number | null;
  /** Milliseconds; rises. */
  readonly now?: () => number;
}

/** How far something has come: a bar on a terminal, a line now and then elsewhere. */
export class Progress {
  private readonly began: number;
  private shownAt: number;
  private readonly now: () => number;

  constructor(private readonly options: ProgressOptions) {
    this.now = options.now ?? (() => performance.now());
    this.began = this.now();
    this.shownAt = options.stream.isTTY ? Number.NEGATIVE_INFINITY : this.began;
  }

  /**
   * @param counted in the unit
   * @param done of the total, where that is counted in something else (bytes); default as counted
   */
  show(counted: number, done = counted): void {
    const { stream } = this.options;
    const now = this.now();
    if (now - this.shownAt < (stream.isTTY ? BAR_EVERY : LINE_EVERY)) return;
    this.shownAt = now;
    const text = this.line(counted, done, (now - this.began) / 1_000);
    stream.write(stream.isTTY ? `\r\u001b[2K${shorten(text, (stream.columns ?? 80) - 1)}` : `${text}\n`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.options.stream.isTTY) this.options.stream.write('\r\u001b[2K');
  }

  private line(counted: number, done: number, seconds: number): string {
    const { unit, total, stream } = this.options;
    const rate = seconds > 0 ? counted / seconds : 0;
    const speed = `${count(counted)} ${unit}, ${count(Math.round(rate))}/s`;
    if (total === null || total === 0) return speed;
    const part = Math.min(1, done / total);
    const left = part > 0 ? `, ${duration((seconds * (1 - part)) / part)} left` : '';
    const percent = `${Math.floor(part * 100)}%`.padStart(4);
    if (!stream.isTTY) return `${percent.trim()}: ${speed}${left}`;
    const full = Math.round(part * BAR_WIDTH);
    return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${percent}  ${speed}${left}`;
  }
}

/** 12345 as `12,345`. */
export const count = (value: number): string => value.toLocaleString('en');

/** Seconds as `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}
