import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { GetSatisfactionReport } from '../../../application/queries/index.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { SatisfactionQuery, SatisfactionReport } from '../schemas/satisfaction.js';

@Controller('api/v1/satisfaction')
@ApiTags('satisfaction')
@ApiBearerAuth()
@AnswersProblems()
export class SatisfactionController {
  constructor(private readonly queries: QueryBus) {}

  /** How content those were whose cases were closed, by team and user: of what one may read. */
  @Get()
  @Needs('cases', 'read')
  @Answers(SatisfactionReport)
  @TakesQueryHeaders()
  report(
    @Query({ schema: SatisfactionQuery }) query: z.infer<typeof SatisfactionQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetSatisfactionReport(query, after, asker));
  }
}
