import { intervalsOf } from '../availability/boundaries.js';
import { type Day, dayOf, later } from '../availability/wall-clock.js';
import type { CalendarDefinition } from './calendar.js';

/** Milliseconds since 1970. */
type Moment = number;
type Interval = readonly [from: Moment, to: Moment];

/**
 * When time counts. Moments and durations are milliseconds; every function of it is pure, whatever it has in memory.
 * Measuring adds up: from a to b and from b to c is from a to c, also where clocks are put forward or back in between.
 */
export interface WorkingTime {
  /** How much of the time from one moment to a later one counts; 0 where it is not later. */
  between(from: Moment, to: Moment): number;
  /**
   * The first moment at which so much has counted since another: `between(from, after(from, n))` is n.
   * @param duration not negative; of none it is the moment itself
   * @returns none: not within ten years
   */
  after(from: Moment, duration: number): Moment | null;
}

/** Every moment counts. */
export const AROUND_THE_CLOCK: WorkingTime = {
  between: (from, to) => Math.max(0, to - from),
  after: (from, duration) => from + duration,
};

/** Days that are looked at for time that counts: ten years, and more than a calendar can have holidays in a row. */
const LOOKED_AT = 3_660;

/** The hours of a calendar but for its holidays. */
export function workingTimeOf({ hours, holidays }: Pick<CalendarDefinition, 'hours' | 'holidays'>): WorkingTime {
  const free = new Set(holidays.map(({ date }) => date));
  const known = new Map<string, readonly Interval[]>();

  function hoursOn(day: Day): readonly Interval[] {
    const date = dateOf(day);
    const found = known.get(date) ?? (free.has(date) ? [] : intervalsOf(hours, day));
    known.set(date, found);
    return found;
  }

  /** What counts from a moment on, in order and without an overlap: clocks that go back show the end of a day twice. */
  function* from(moment: Moment): Generator<Interval> {
    const first = later(dayOf(hours.timeZone, moment), -2);
    let counted = Number.NEGATIVE_INFINITY;
    for (let n = 0; n < LOOKED_AT; n++) {
      for (const [begin, end] of hoursOn(later(first, n))) {
        const start = Math.max(begin, counted);
        counted = Math.max(counted, end);
        if (start < end && end > moment) yield [Math.max(start, moment), end];
      }
    }
  }

  return {
    between(begin, end) {
      let sum = 0;
      for (const [start, stop] of from(begin)) {
        if (start >= end) break;
        sum += Math.min(stop, end) - start;
      }
      return sum;
    },
    after(begin, duration) {
      if (duration <= 0) return begin;
      let left = duration;
      for (const [start, stop] of from(begin)) {
        if (left <= stop - start) return start + left;
        left -= stop - start;
      }
      return null;
    },
  };
}

const two = (n: number): string => String(n).padStart(2, '0');
const dateOf = ({ year, month, day }: Day): string => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
