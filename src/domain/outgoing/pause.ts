const MINUTE = 60_000;
/** Minutes between an attempt and the next (RFC 5321, section 4.5.4.1, after the first quick ones); the last one stays. */
const PAUSES = [1, 3, 10, 30, 60, 120, 240];

/** Milliseconds to wait after so many attempts. */
export const pauseAfter = (attempts: number): number =>
  (PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? PAUSES[0] ?? 1) * MINUTE;
