import { z } from 'zod';
import { WorkingHours } from '../availability/events.js';
import { type EventsOf, event } from '../event.js';
import { CalendarId } from '../ids.js';

/** Holidays that a calendar can have: those of many years. */
export const MAX_HOLIDAYS = 1_000;

export const Holiday = z.object({
  date: z.iso.date().describe('A day in the time zone of the calendar, as `2026-12-25`.'),
  name: z.string().trim().min(1).max(100),
});
export type Holiday = z.infer<typeof Holiday>;

export const calendarEvents = {
  CalendarDefined: event(
    'A calendar is there, or has other hours or holidays from now on: when the time of service levels goes by.',
    z.object({
      calendarId: CalendarId,
      name: z.string().min(1).max(200),
      hours: WorkingHours,
      holidays: z.array(Holiday).max(MAX_HOLIDAYS).describe('Days without hours, in order, each once.'),
    }),
  ),
  CalendarRemoved: event(
    'A calendar can be chosen no more; a case that has begun by it goes on by what it was.',
    z.object({ calendarId: CalendarId }),
  ),
};
export type CalendarEvent = EventsOf<typeof calendarEvents>;
