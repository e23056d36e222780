import type { Absence, WorkingHours } from './events.js';
import { type Day, dayOf, instantOf, later, weekdayOf } from './wall-clock.js';

/** When somebody, or a team, means to be there. Moments are ISO 8601. */
export interface Plans {
  /** None: at all hours. */
  readonly hours: WorkingHours | null;
  /** They may overlap, and lie in the past. */
  readonly away: readonly { readonly from: string; readonly to: string }[];
}

/** None: there. */
export type Presence = Absence | null;

export interface Boundary {
  /** ISO 8601. */
  readonly at: string;
  /** From then on. */
  readonly presence: Presence;
}

/** Days of working hours that are looked at: longer than any week without one. */
const LOOKED_AT = 15;

/** Whether somebody is there by their plans. A period begins with its first moment and ends before its last. */
export function presenceAt({ hours, away }: Plans, at: string): Presence {
  if (away.some(({ from, to }) => from <= at && at < to)) return 'away';
  if (hours === null) return null;
  const instant = Date.parse(at);
  const today = dayOf(hours.timeZone, instant);
  // Until 24:00 is until the day after, and clocks that go back show that twice.
  const there = [-1, 0].some((days) =>
    intervalsOf(hours, later(today, days)).some(([from, to]) => from <= instant && instant < to),
  );
  return there ? null : 'outside-hours';
}

/**
 * The next moment at which somebody comes or goes, or is not there for another reason; none: never. Periods that
 * overlap are one, hours that touch are one, an hour that clocks leave out is none.
 */
export function nextBoundary(plans: Plans, after: string): Boundary | null {
  const before = presenceAt(plans, after);
  const edges = plans.away.flatMap(({ from, to }) => [from, to]).filter((at) => at > after);
  const starts = [after, ...edges].sort();
  // Between two edges of being away the hours of two weeks show everything that they ever do.
  for (const start of starts) {
    if (start > after && presenceAt(plans, start) !== before) return { at: start, presence: presenceAt(plans, start) };
    const until = edges.filter((at) => at > start).sort()[0] ?? null;
    for (const at of hourEdges(plans.hours, start)) {
      if (until !== null && at >= until) break;
      const presence = presenceAt(plans, at);
      if (presence !== before) return { at, presence };
    }
  }
  return null;
}

/** When somebody who is not there by their plans is there again; none: they are there, or never are again. */
export function backAt(plans: Plans, at: string): string | null {
  if (presenceAt(plans, at) === null) return null;
  let next = nextBoundary(plans, at);
  while (next && next.presence !== null) next = nextBoundary(plans, next.at);
  return next?.at ?? null;
}

/** Moments behind one at which working hours begin or end, in order. */
function hourEdges(hours: WorkingHours | null, after: string): string[] {
  if (hours === null) return [];
  const from = Date.parse(after);
  const today = dayOf(hours.timeZone, from);
  const days = Array.from({ length: LOOKED_AT + 1 }, (_, n) => later(today, n - 1));
  const edges = days.flatMap((day) => intervalsOf(hours, day).flat()).filter((instant) => instant > from);
  return [...new Set(edges)].sort((a, b) => a - b).map((instant) => new Date(instant).toISOString());
}

/** From when to when somebody works on a day, in milliseconds since 1970. */
export function intervalsOf({ timeZone, days }: WorkingHours, day: Day): [number, number][] {
  return (days[weekdayOf(day)] ?? []).flatMap(({ from, to }): [number, number][] => {
    const [begin, end] = [instantOf(timeZone, day, from, 'first'), instantOf(timeZone, day, to, 'last')];
    return begin < end ? [[begin, end]] : [];
  });
}
