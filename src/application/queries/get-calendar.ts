import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type CalendarView, calendarsCollection } from '../../projections/calendars.js';
import { ReadModels } from './read-models.js';

export class GetCalendar extends Query<CalendarView> {
  constructor(
    readonly calendarId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetCalendar)
export class GetCalendarHandler implements IQueryHandler<GetCalendar> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ calendarId, after }: GetCalendar): Promise<CalendarView> {
    await this.readModels.reached(after, calendarsCollection);
    return this.readModels.mustGet<CalendarView>(calendarsCollection, calendarId, 'calendar');
  }
}
