import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { GetCaseServiceLevel, GetServiceLevelReport, ReplayServiceLevel } from '../../../application/queries/index.js';
import { AccountId } from '../../../domain/ids.js';
import { AdministratorsOnly, Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { CaseKey } from '../schemas/common.js';
import {
  CaseServiceLevel,
  ReplayedLevels,
  ReplayRequest,
  ReportQuery,
  ServiceLevelReport,
} from '../schemas/service-levels.js';

@Controller('api/v1')
@ApiTags('service levels')
@ApiBearerAuth()
@AnswersProblems()
export class ServiceLevelsController {
  constructor(private readonly queries: QueryBus) {}

  @Needs('cases', 'read')
  @Get('cases/:case/service-level')
  @Answers(CaseServiceLevel)
  @TakesQueryHeaders()
  ofCase(@Param('case', { schema: CaseKey }) name: string, @Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new GetCaseServiceLevel(name, after, asker));
  }

  @Needs('cases', 'read')
  @Get('service-levels')
  @Answers(ServiceLevelReport)
  @TakesQueryHeaders()
  async report(
    @Query({ schema: ReportQuery }) query: z.infer<typeof ReportQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return { items: await this.queries.execute(new GetServiceLevelReport(query, after, asker)) };
  }

  /** What would have been kept and missed under another service level. Nothing changes. */
  @AdministratorsOnly()
  @Post('accounts/:accountId/service-level/replay')
  @Answers(ReplayedLevels)
  replay(
    @Param('accountId', { schema: AccountId }) accountId: AccountId,
    @Body({ schema: ReplayRequest }) { serviceLevel = {}, since }: z.infer<typeof ReplayRequest>,
  ) {
    return this.queries.execute(new ReplayServiceLevel(accountId, serviceLevel, since ?? null));
  }
}
