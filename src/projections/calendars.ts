import { live } from '../application/ports/document-store.js';
import type { CalendarDefinition } from '../domain/calendar/calendar.js';
import { at, projection, remove } from './projection.js';

export interface CalendarView extends CalendarDefinition {
  /** Of the calendar's stream: what `If-Match` names. */
  readonly revision: number;
}

export const calendars = projection<CalendarView>(
  'calendars',
  { version: 1, fields: [], indexes: [] },
  {
    CalendarDefined: ({ data, revision }) => at(data.calendarId, () => ({ ...data, revision })),
    CalendarRemoved: ({ data }) => remove(data.calendarId),
  },
);
export const calendarsCollection = live(calendars.spec);
