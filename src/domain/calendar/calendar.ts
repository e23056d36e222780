import { checkHours } from '../availability/availability.js';
import type { WorkingHours } from '../availability/events.js';
import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { CalendarId } from '../ids.js';
import type { CalendarEvent, Holiday } from './events.js';

export interface CalendarDefinition {
  readonly calendarId: CalendarId;
  readonly name: string;
  readonly hours: WorkingHours;
  readonly holidays: readonly Holiday[];
}

export type Calendar =
  | { readonly status: 'absent' }
  /** Of one that was removed it is kept what it was: cases that have begun by it go on by that. */
  | (CalendarDefinition & {
      readonly status: 'present' | 'removed';
      /** Of the event that says so. */
      readonly revision: number;
    });

export const calendar: Decider<Calendar, CalendarEvent & { readonly revision?: number }> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data, revision = 0 }) {
    if (type === 'CalendarDefined') return { status: 'present', ...data, revision };
    return state.status === 'absent' ? state : { ...state, status: 'removed' };
  },
};

/** A calendar, new or with other hours and holidays; one that was removed may come back. @throws Invalid */
export function defineCalendar(state: Calendar, definition: CalendarDefinition): CalendarEvent[] {
  const { hours } = definition;
  checkHours(hours);
  if (hours.days.every((intervals) => intervals.length === 0)) {
    throw new Invalid([{ path: 'hours.days', message: 'has no hours: no time would ever go by' }]);
  }
  const holidays = [...definition.holidays].sort((a, b) => (a.date < b.date ? -1 : 1));
  const twice = holidays.find(({ date }, n) => holidays[n + 1]?.date === date);
  if (twice) throw new Invalid([{ path: 'holidays', message: `${twice.date} is there twice` }]);
  const wanted = { ...definition, holidays };
  if (state.status === 'present' && plain(state) === plain(wanted)) return [];
  return [{ type: 'CalendarDefined', data: wanted }];
}

/** @param usedBy addresses of the accounts whose service level or automatic answers name it, as far as is known */
export function removeCalendar(state: Calendar, usedBy: readonly string[]): CalendarEvent[] {
  if (state.status !== 'present') throw new NotFound('calendar', 'of this id');
  if (usedBy.length > 0) {
    const some = usedBy.slice(0, 5).join(', ');
    throw new Rejected(
      'calendar-in-use',
      `Accounts still go by the calendar ${state.calendarId}: ${some}${usedBy.length > 5 ? '…' : ''}.`,
    );
  }
  return [{ type: 'CalendarRemoved', data: { calendarId: state.calendarId } }];
}

const plain = ({ name, hours: { timeZone, days }, holidays }: CalendarDefinition): string =>
  JSON.stringify([
    name,
    timeZone,
    days.map((day) => day.map(({ from, to }) => [from, to])),
    holidays.map((one) => [one.date, one.name]),
  ]);
