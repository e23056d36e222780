import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Calendar, type CalendarDefinition, calendar, defineCalendar } from '../../domain/calendar/calendar.js';
import { streams } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** The hours and holidays that a calendar has from now on; it is made where there is none. */
export class DefineCalendar extends Command<Changed> {
  constructor(
    readonly definition: CalendarDefinition,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(DefineCalendar)
export class DefineCalendarHandler implements ICommandHandler<DefineCalendar> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ definition, by }: DefineCalendar): Promise<Changed> {
    const decide = (state: Calendar) => defineCalendar(state, definition);
    const stream = streams.calendar(definition.calendarId);
    return this.aggregates.change(calendar, stream, decide, by, by.expectedRevision);
  }
}
