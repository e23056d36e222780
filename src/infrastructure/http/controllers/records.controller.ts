import { Body, Controller, Delete, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  type Asked,
  type RecordResult,
  RegisterRecord,
  RegisterRecords,
  RemoveRecord,
} from '../../../application/commands/index.js';
import { GetLinking, GetRecord, GetRecordTimeline, ListRecords } from '../../../application/queries/index.js';
import { RecordId, RecordType } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { type HttpReply, type HttpRequest, headersOf } from '../fastify-types.js';
import { NDJSON } from '../imports/imports.controller.js';
import { recordLines } from '../imports/record-lines.js';
import { problemOf, Refused, unexpected } from '../problems/problem.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Unkeyed } from '../requests/idempotency.interceptor.js';
import { Changed, Paging } from '../schemas/common.js';
import {
  factsOf,
  Linking,
  RecordBody,
  RecordQuery,
  RecordResults,
  Records,
  RecordTimeline,
  RecordWithMarks,
} from '../schemas/records.js';

/** Accounts, Contacts, Leads and Opportunities, as the CRM that uses us tells of them. */
@Controller('api/v1/records')
@ApiTags('records')
@ApiBearerAuth()
@AnswersProblems()
export class RecordsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Needs('records', 'read')
  @Answers(Records)
  @TakesQueryHeaders()
  list(
    @Query({ schema: RecordQuery }) query: z.infer<typeof RecordQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    const { email, ...filter } = query;
    const named = { ...filter, ...(email === undefined ? {} : { emailAddress: email }) };
    return this.queries.execute(new ListRecords(named, asker, after));
  }

  @Post()
  @Needs('records', 'edit')
  @ApiConsumes(NDJSON)
  @ApiProduces(NDJSON)
  @ApiBody({ description: 'A record a line: type, id, and what PUT takes', schema: { type: 'string' } })
  @Answers(RecordResults)
  @Unkeyed()
  async registerMany(@By() by: Asked, @Req() request: HttpRequest, @Res() reply: HttpReply): Promise<void> {
    if (!isStream(request.body)) throw new Refused(415, 'unsupported-media-type', `Records come as ${NDJSON}.`);
    const write = (lines: readonly object[]) => {
      if (!reply.sent) begin(reply);
      reply.raw.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    };
    const onResults = (results: readonly RecordResult[]) => write(results);
    try {
      const tally = await this.commands.execute(new RegisterRecords(recordLines(request.body), by, onResults));
      write([{ done: true, ...tally }]);
    } catch (error) {
      if (!reply.sent) throw error;
      write([problemOf(error) ?? unexpected(crypto.randomUUID())]);
    }
    reply.raw.end();
  }

  @Get('linking')
  @Needs('records', 'read')
  @Answers(Linking)
  @TakesQueryHeaders()
  linking(@After() after?: string) {
    return this.queries.execute(new GetLinking(after));
  }

  @Get(':type/:id')
  @Needs('records', 'read')
  @Answers(RecordWithMarks)
  @TakesQueryHeaders()
  get(
    @Param('type', { schema: RecordType }) type: RecordType,
    @Param('id', { schema: RecordId }) id: RecordId,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetRecord({ type, id }, asker, after));
  }

  @Get(':type/:id/timeline')
  @Needs('records', 'read')
  @Answers(RecordTimeline)
  @TakesQueryHeaders()
  timeline(
    @Param('type', { schema: RecordType }) type: RecordType,
    @Param('id', { schema: RecordId }) id: RecordId,
    @Query({ schema: Paging }) paging: z.infer<typeof Paging>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetRecordTimeline({ type, id }, paging, asker, after));
  }

  @Put(':type/:id')
  @Needs('records', 'edit')
  @Answers(Changed)
  @TakesKeyAndTag()
  register(
    @Param('type', { schema: RecordType }) type: RecordType,
    @Param('id', { schema: RecordId }) id: RecordId,
    @Body({ schema: RecordBody }) body: z.infer<typeof RecordBody>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new RegisterRecord(factsOf({ type, id }, body), by));
  }

  @Delete(':type/:id')
  @Needs('records', 'delete')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(
    @Param('type', { schema: RecordType }) type: RecordType,
    @Param('id', { schema: RecordId }) id: RecordId,
    @By() by: Asked,
  ) {
    return this.commands.execute(new RemoveRecord({ type, id }, by));
  }
}

function begin(reply: HttpReply): void {
  reply.hijack();
  reply.raw.writeHead(200, { ...headersOf(reply), 'content-type': NDJSON });
}

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
