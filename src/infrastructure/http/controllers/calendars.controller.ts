import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Asked, DefineCalendar, RemoveCalendar } from '../../../application/commands/index.js';
import { GetCalendar, ListCalendars } from '../../../application/queries/index.js';
import { CalendarId } from '../../../domain/ids.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed, Paging } from '../schemas/common.js';
import { Calendar, Calendars, NewCalendar } from '../schemas/service-levels.js';

@Controller('api/v1/calendars')
@ApiTags('service levels')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class CalendarsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Calendars)
  @TakesQueryHeaders()
  list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListCalendars(paging, after));
  }

  @Get(':calendarId')
  @Answers(Calendar)
  @TakesQueryHeaders()
  get(@Param('calendarId') calendarId: string, @After() after?: string) {
    return this.queries.execute(new GetCalendar(calendarId, after));
  }

  /** Cases whose time goes by it have other due times from then on. */
  @Put(':calendarId')
  @Answers(Changed)
  @TakesKeyAndTag()
  define(
    @Param('calendarId', { schema: CalendarId }) calendarId: CalendarId,
    @Body({ schema: NewCalendar }) definition: z.infer<typeof NewCalendar>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new DefineCalendar({ calendarId, ...definition }, by));
  }

  @Delete(':calendarId')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('calendarId', { schema: CalendarId }) calendarId: CalendarId, @By() by: Asked) {
    return this.commands.execute(new RemoveCalendar(calendarId, by));
  }
}
