import { type Position, START } from '../../domain/event.js';

/** As many digits as the largest safe integer has, so that positions compare as strings. */
const DIGITS = 16;

/** The position of the n-th event of a log that numbers its events from 1; 0 is before the first. */
export function numberedPosition(n: number): Position {
  return n === 0 ? START : String(n).padStart(DIGITS, '0');
}

/** @throws TypeError for what is no position of such a log */
export function positionNumber(position: Position): number {
  if (position === START) return 0;
  const n = /^\d{16}$/.test(position) ? Number(position) : Number.NaN;
  if (!Number.isSafeInteger(n)) throw new TypeError(`${JSON.stringify(position)} is no position of this log`);
  return n;
}
