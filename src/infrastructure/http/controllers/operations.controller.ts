import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type Asked,
  RebuildReadModel,
  ResumeReadModel,
  RetryQuarantined,
} from '../../../application/commands/index.js';
import { ListJobs, ListNodes, ListProjections, ListQuarantine } from '../../../application/queries/index.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKey, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Paging } from '../schemas/common.js';
import { Jobs, Nodes, Projections, Quarantine, Rebuilt, Retried } from '../schemas/operations.js';

@Controller('api/v1')
@ApiTags('operations')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class OperationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('quarantine')
  @Answers(Quarantine)
  @TakesQueryHeaders()
  quarantine(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListQuarantine(paging, after));
  }

  @Post('quarantine/:id/retry')
  @Answers(Retried)
  @TakesKey()
  retry(@Param('id') id: string, @By() by: Asked) {
    return this.commands.execute(new RetryQuarantined(id, by));
  }

  @Get('projections')
  @Answers(Projections)
  async projections() {
    return { items: await this.queries.execute(new ListProjections()) };
  }

  @Post('projections/:name/rebuild')
  @Answers(Rebuilt)
  rebuild(@Param('name') name: string, @By() by: Asked) {
    return this.commands.execute(new RebuildReadModel([name], by));
  }

  @Post('projections/:name/resume')
  @Answers(Projections)
  async resume(@Param('name') name: string, @By() by: Asked) {
    await this.commands.execute(new ResumeReadModel(name, by));
    return { items: await this.queries.execute(new ListProjections()) };
  }

  /** The nodes that live, and what each of them alone does. One that is silent is shown for as long as its leases last. */
  @Get('nodes')
  @Answers(Nodes)
  async nodes() {
    return { items: await this.queries.execute(new ListNodes()) };
  }

  @Get('jobs')
  @Answers(Jobs)
  @TakesQueryHeaders()
  async jobs(@After() after?: string) {
    return { items: await this.queries.execute(new ListJobs(after)) };
  }
}
