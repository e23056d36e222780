import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  type Asked,
  BringBackSkipped,
  ChangeFilter,
  DefineFilter,
  RemoveFilter,
} from '../../../application/commands/index.js';
import { GetFilter, ListFilters, ListSkipped, TryFilter } from '../../../application/queries/index.js';
import { FilterId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed, Paging } from '../schemas/common.js';
import {
  BroughtBack,
  Filter,
  FilterSaved,
  FilterSettings,
  Filters,
  FilterTrial,
  FilterTried,
  NewFilter,
  SkippedEmails,
} from '../schemas/filters.js';

@Controller('api/v1')
@ApiTags('filters')
@ApiBearerAuth()
@AnswersProblems()
export class FiltersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Those that one may see, in the order in which they are asked. */
  @Get('filters')
  @Needs('filters', 'read')
  @Answers(Filters)
  @TakesQueryHeaders()
  list(@Who() asker: Asker, @Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListFilters(asker, paging, after));
  }

  @Post('filters')
  @Needs('filters', 'edit')
  @Answers(FilterSaved, 201)
  @TakesKey()
  define(@Body({ schema: NewFilter }) { scope, filterId, ...settings }: z.infer<typeof NewFilter>, @By() by: Asked) {
    return this.commands.execute(new DefineFilter(scope, settings, by, filterId));
  }

  /** What a filter would have caught among the latest messages that one may read. Nothing changes. */
  @Post('filters/try')
  @Needs('emails', 'read')
  @Answers(FilterTried)
  try(@Who() asker: Asker, @Body({ schema: FilterTrial }) { last, ...tried }: z.infer<typeof FilterTrial>) {
    return this.queries.execute(new TryFilter(asker, tried, last));
  }

  @Get('filters/:filterId')
  @Needs('filters', 'read')
  @Answers(Filter)
  @TakesQueryHeaders()
  get(@Who() asker: Asker, @Param('filterId') filterId: string, @After() after?: string) {
    return this.queries.execute(new GetFilter(asker, filterId, after));
  }

  /** All of it is as it is given; whose mail it is about stays. */
  @Put('filters/:filterId')
  @Needs('filters', 'edit')
  @Answers(FilterSaved)
  @TakesKeyAndTag()
  change(
    @Param('filterId', { schema: FilterId }) filterId: FilterId,
    @Body({ schema: FilterSettings }) settings: z.infer<typeof FilterSettings>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ChangeFilter(filterId, settings, by));
  }

  @Delete('filters/:filterId')
  @Needs('filters', 'delete')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('filterId', { schema: FilterId }) filterId: FilterId, @By() by: Asked) {
    return this.commands.execute(new RemoveFilter(filterId, by));
  }

  /** What filters kept out: all of it for administrators, for others what came to their own accounts. */
  @Get('skipped')
  @Answers(SkippedEmails)
  @TakesQueryHeaders()
  skipped(@Who() asker: Asker, @Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListSkipped(asker, paging, after));
  }

  /** Takes it in as if it had come just now. */
  @Post('skipped/:id/bring-back')
  @Answers(BroughtBack)
  @TakesKey()
  bringBack(@Param('id') id: string, @By() by: Asked) {
    return this.commands.execute(new BringBackSkipped(id, by));
  }
}
