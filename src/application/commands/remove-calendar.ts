import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Calendar, calendar, removeCalendar } from '../../domain/calendar/calendar.js';
import { type CalendarId, streams } from '../../domain/ids.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

export class RemoveCalendar extends Command<Changed> {
  constructor(
    readonly calendarId: CalendarId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveCalendar)
export class RemoveCalendarHandler implements ICommandHandler<RemoveCalendar> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** An account that chooses it at the same moment goes by what it was: a calendar that is removed is remembered. */
  async execute({ calendarId, by }: RemoveCalendar): Promise<Changed> {
    const accounts = await this.readModels.all<MailboxView>(mailboxesCollection);
    const usedBy = accounts
      .filter(
        ({ serviceLevel, autoReply }) =>
          serviceLevel?.calendarId === calendarId || autoReply?.outOfHours?.calendarId === calendarId,
      )
      .map(({ emailAddress }) => emailAddress);
    const decide = (state: Calendar) => removeCalendar(state, usedBy);
    return this.aggregates.change(calendar, streams.calendar(calendarId), decide, by, by.expectedRevision);
  }
}
