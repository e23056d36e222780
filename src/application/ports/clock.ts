/** Time and pauses, so that tests and the simulation have their own. */
export interface Clock {
  /** Now. */
  now(): Date;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
