import { Invalid } from '../errors.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A day of the calendar. */
export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** @throws Invalid where there is no such IANA time zone */
export function checkTimeZone(timeZone: string, path: string): void {
  try {
    formatOf(timeZone);
  } catch {
    throw new Invalid([{ path, message: `${timeZone} is no IANA time zone, as Europe/Ljubljana is` }]);
  }
}

/** What the clock on a wall shows, as milliseconds that UTC would call so. */
function onTheWall(timeZone: string, instant: number): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
}

/** The day that it is somewhere. */
export function dayOf(timeZone: string, instant: number): Day {
  return asDay(onTheWall(timeZone, instant));
}

/** The day so many days later. */
export const later = ({ year, month, day }: Day, days: number): Day => asDay(Date.UTC(year, month - 1, day + days));

function asDay(wall: number): Day {
  const date = new Date(wall);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Monday is 0. */
export const weekdayOf = ({ year, month, day }: Day): number =>
  (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;

/**
 * When the clock on a wall shows a time on a day. Where clocks go back it shows one twice: the first time is meant for
 * a beginning, the second for an end, so that nothing is cut off. Where clocks go forward it may never show it: meant is
 * the moment at which they do.
 * @param time `08:00`; `24:00` is the end of the day
 * @param which of two moments
 * @returns milliseconds since 1970
 */
export function instantOf(timeZone: string, { year, month, day }: Day, time: string, which: 'first' | 'last'): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const wall = Date.UTC(year, month - 1, day, hours, minutes);
  // No zone is a day from UTC, and none changes twice in two days.
  const offsets = [wall - DAY, wall + DAY].map((instant) => onTheWall(timeZone, instant) - instant);
  const shown = [...new Set(offsets)]
    .map((offset) => wall - offset)
    .filter((instant) => onTheWall(timeZone, instant) === wall)
    .sort((a, b) => a - b);
  const found = which === 'first' ? shown[0] : shown.at(-1);
  return found ?? changeBetween(timeZone, wall - Math.max(...offsets), wall - Math.min(...offsets), wall);
}

/** The first second at which the clock shows a time or a later one; it only goes forward in between. */
function changeBetween(timeZone: string, from: number, to: number, wall: number): number {
  let before = from - 1_000;
  let at = to;
  while (at - before > 1_000) {
    const middle = before + Math.floor((at - before) / 2_000) * 1_000;
    if (onTheWall(timeZone, middle) >= wall) at = middle;
    else before = middle;
  }
  return at;
}

/**
 * The next moment at which the clock on a wall shows a time of day, for whatever is due once a day: a digest at 07:30 in
 * a user's time zone is due at `nextDaily('Europe/Ljubljana', '07:30', lastDone)`. Where clocks go forward over it, it is
 * the moment at which they do; where they go back, it is due once, the first time.
 * @param after ISO 8601; the answer is behind it
 */
export function nextDaily(timeZone: string, time: string, after: string): string {
  const from = Date.parse(after);
  const today = dayOf(timeZone, from);
  for (let days = -1; ; days++) {
    const instant = instantOf(timeZone, later(today, days), time, 'first');
    if (instant > from) return new Date(instant).toISOString();
  }
}
