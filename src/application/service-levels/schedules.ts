import { calendar } from '../../domain/calendar/calendar.js';
import { AROUND_THE_CLOCK, workingTimeOf } from '../../domain/calendar/working-time.js';
import { type CalendarId, streams } from '../../domain/ids.js';
import type { Schedule } from '../../domain/service-level/clock.js';
import type { Aggregates } from '../log/aggregates.js';

/** Around the clock: also for a calendar that there never was. */
const ALWAYS: Schedule = { time: AROUND_THE_CLOCK, calendar: null };

/** A calendar as it stands, or as it stood when it was removed. */
export async function scheduleOf(aggregates: Aggregates, calendarId: CalendarId | null): Promise<Schedule> {
  if (calendarId === null) return ALWAYS;
  const stream = streams.calendar(calendarId);
  const { state } = await aggregates.load(calendar, stream);
  if (state.status === 'absent') return ALWAYS;
  return { time: workingTimeOf(state), calendar: { stream, revision: state.revision } };
}
