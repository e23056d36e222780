/** What a double does wrong, until it is told otherwise. Plain data, so that it can be sent to another process. */
export interface Faults {
  /** Every call is answered with UNAVAILABLE. */
  unavailable: boolean;
  /** Milliseconds before a call is taken up. */
  delay: number;
  /** So many appends more take effect without being answered, and then … */
  lostAnswers: number;
  /** … the call breaks, or there is silence. */
  lostBy: 'break' | 'silence';
  /** Appends are refused with RESOURCE_EXHAUSTED. */
  full: boolean;
  /** What is said of the place of an append that was a repeat. */
  repeatPosition: 'original' | 'none' | 'zero';
  /** What is said of the place of an append of several events: that of the last one, or of the first. */
  severalPosition: 'last' | 'first';
}

export const noFaults = (): Faults => ({
  unavailable: false,
  delay: 0,
  lostAnswers: 0,
  lostBy: 'break',
  full: false,
  repeatPosition: 'original',
  severalPosition: 'last',
});
