import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { ListAuditEvents, ReadAuditedStream } from '../../../application/queries/index.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { AuditedEvents, AuditQuery, StreamName, StreamQuery } from '../schemas/audit.js';

/** The history: what people and programs did, and what happened to one thing. */
@Controller('api/v1/audit')
@ApiTags('audit')
@ApiBearerAuth()
@AnswersProblems()
@Needs('audit', 'read')
export class AuditController {
  constructor(private readonly queries: QueryBus) {}

  @Get('events')
  @Answers(AuditedEvents)
  @TakesQueryHeaders()
  events(
    @Query({ schema: AuditQuery }) query: z.infer<typeof AuditQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    const { email, ...filter } = query;
    const named = { ...filter, ...(email === undefined ? {} : { emailId: email }) };
    return this.queries.execute(new ListAuditEvents(named, asker, after));
  }

  @Get('streams/:stream')
  @Answers(AuditedEvents)
  @TakesQueryHeaders()
  stream(
    @Param('stream', { schema: StreamName }) stream: string,
    @Query({ schema: StreamQuery }) paging: z.infer<typeof StreamQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new ReadAuditedStream(stream, paging, asker, after));
  }
}
