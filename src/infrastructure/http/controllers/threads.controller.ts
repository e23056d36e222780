import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { GetThread, ListThreads } from '../../../application/queries/index.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { Paging } from '../schemas/common.js';
import { Thread, Threads } from '../schemas/emails.js';

@Controller('api/v1/threads')
@ApiTags('threads')
@ApiBearerAuth()
@AnswersProblems()
@Needs('emails', 'read')
export class ThreadsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Answers(Threads)
  @TakesQueryHeaders()
  list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new ListThreads(paging, after, asker));
  }

  @Get(':threadId')
  @Answers(Thread)
  @TakesQueryHeaders()
  get(
    @Param('threadId') threadId: string,
    @Query({ schema: Paging }) paging: z.infer<typeof Paging>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetThread(threadId, paging, after, asker));
  }
}
