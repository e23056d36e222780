/** Cron expressions. */
export interface Schedules {
  /** When it runs next after a moment; none: never. */
  next(expression: string, after: Date): Date | null;
  /** What is wrong with an expression, in words; none: nothing. */
  problem(expression: string): string | null;
}
