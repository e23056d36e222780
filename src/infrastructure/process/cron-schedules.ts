import { Cron } from 'croner';
import type { Schedules } from '../../application/ports/schedules.js';

/** Cron expressions by croner, in UTC; an expression is parsed once. */
export class CronSchedules implements Schedules {
  private readonly parsed = new Map<string, Cron>();

  next(expression: string, after: Date): Date | null {
    return this.cron(expression).nextRun(after);
  }

  problem(expression: string): string | null {
    try {
      this.cron(expression);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private cron(expression: string): Cron {
    const known = this.parsed.get(expression);
    if (known) return known;
    const cron = new Cron(expression, { timezone: 'UTC', paused: true });
    this.parsed.set(expression, cron);
    return cron;
  }
}
