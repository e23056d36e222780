import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { GetThread, ListThreads } from '../../../application/queries/index.js';
import { Answers, AnswersProblems, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { Paging } from '../schemas/common.js';
import { Thread, Threads } from '../schemas/emails.js';

@Controller('api/v1/threads')
@ApiTags('threads')
@ApiBearerAuth()
@AnswersProblems()
export class ThreadsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Answers(Threads)
  @TakesQueryHeaders()
  list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListThreads(paging, after));
  }

  @Get(':threadId')
  @Answers(Thread)
  @TakesQueryHeaders()
  get(
    @Param('threadId') threadId: string,
    @Query({ schema: Paging }) paging: z.infer<typeof Paging>,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetThread(threadId, paging, after));
  }
}
