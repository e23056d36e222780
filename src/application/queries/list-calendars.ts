import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type CalendarView, calendarsCollection } from '../../projections/calendars.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export class ListCalendars extends Query<PageOf<CalendarView>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListCalendars)
export class ListCalendarsHandler implements IQueryHandler<ListCalendars> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after }: ListCalendars): Promise<PageOf<CalendarView>> {
    await this.readModels.reached(after, calendarsCollection);
    return this.readModels.find<CalendarView>(calendarsCollection, pageOf(paging));
  }
}
