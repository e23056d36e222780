import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { GetAssignmentHistory, GetCursors, GetWorkloads } from '../../../application/queries/index.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { AssignmentQuery, Assignments, CursorQuery, Cursors, Workloads } from '../schemas/cases.js';

@Controller('api/v1')
@ApiTags('assignment')
@ApiBearerAuth()
@AnswersProblems()
@Needs('cases', 'read')
export class AssignmentsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('assignments')
  @Answers(Assignments)
  @TakesQueryHeaders()
  history(
    @Query({ schema: AssignmentQuery }) query: z.infer<typeof AssignmentQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    const { user, team, ...paging } = query;
    const filter = {
      ...paging,
      ...(user === undefined ? {} : { userId: user }),
      ...(team === undefined ? {} : { teamId: team }),
    };
    return this.queries.execute(new GetAssignmentHistory(filter, after, asker));
  }

  @Get('workloads')
  @Answers(Workloads)
  @TakesQueryHeaders()
  async workloads(@Who() asker: Asker, @After() after?: string) {
    return { items: await this.queries.execute(new GetWorkloads(after, asker)) };
  }

  @Get('cursors')
  @Answers(Cursors)
  @TakesQueryHeaders()
  async cursors(
    @Query({ schema: CursorQuery }) { team }: z.infer<typeof CursorQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return { items: await this.queries.execute(new GetCursors(team ?? null, after, asker)) };
  }
}
