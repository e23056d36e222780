/** What one check came to. */
export interface Finding {
  /** What was looked at. */
  readonly check: string;
  /** `notice`: worth knowing, and not wrong. */
  readonly state: 'ok' | 'notice' | 'wrong';
  readonly message: string;
  /** What to do; none: nothing. */
  readonly advice: string | null;
}

export const ok = (check: string, message: string): Finding => ({ check, state: 'ok', message, advice: null });
export const notice = (check: string, message: string, advice: string | null = null): Finding => ({
  check,
  state: 'notice',
  message,
  advice,
});
export const wrong = (check: string, message: string, advice: string): Finding => ({
  check,
  state: 'wrong',
  message,
  advice,
});

export const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));
