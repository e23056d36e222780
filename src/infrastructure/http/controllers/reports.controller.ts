import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { type Asked, ClearAddressMark } from '../../../application/commands/index.js';
import { ListAddressMarks, ListReports } from '../../../application/queries/index.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed } from '../schemas/common.js';
import {
  AddressMarkQuery,
  AddressMarks,
  DeliveryReports,
  EnteredAddress,
  MarkKey,
  ReportQuery,
} from '../schemas/reports.js';

/** What machines report of what was sent, and what is held against addresses because of it. */
@Controller('api/v1')
@ApiTags('reports')
@ApiBearerAuth()
@AnswersProblems()
export class ReportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Bounces and other reports, the latest first: also those that are about nothing that was sent here. */
  @Get('delivery-reports')
  @Needs('emails', 'read')
  @Answers(DeliveryReports)
  @TakesQueryHeaders()
  list(
    @Query({ schema: ReportQuery }) query: z.infer<typeof ReportQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new ListReports(query, asker, after));
  }

  /** Addresses of records that one may read that bounced for good, or complained, the latest first; or one address. */
  @Get('address-marks')
  @Needs('records', 'read')
  @Answers(AddressMarks)
  @TakesQueryHeaders()
  marks(
    @Query({ schema: AddressMarkQuery }) query: z.infer<typeof AddressMarkQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new ListAddressMarks(query, asker, after));
  }

  /** It is good again, as somebody knows: what bounced may be written to without a warning. */
  @Delete('address-marks/:address/:mark')
  @Needs('records', 'edit')
  @Answers(Changed)
  @TakesKey()
  clear(
    @Param('address', { schema: EnteredAddress }) address: string,
    @Param('mark', { schema: MarkKey }) mark: z.infer<typeof MarkKey>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ClearAddressMark(address, mark, by));
  }
}
