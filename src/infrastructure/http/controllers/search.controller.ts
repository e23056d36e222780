import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { SearchEmails } from '../../../application/queries/index.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { FoundEmails, SearchQuery } from '../schemas/search.js';

@Controller('api/v1/search')
@ApiTags('e-mails')
@ApiBearerAuth()
@AnswersProblems()
export class SearchController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Needs('emails', 'read')
  @Answers(FoundEmails)
  @TakesQueryHeaders()
  search(
    @Query({ schema: SearchQuery }) { q, ...paging }: z.infer<typeof SearchQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new SearchEmails(q, paging, asker, after));
  }
}
