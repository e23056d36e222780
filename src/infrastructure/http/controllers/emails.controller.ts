import { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, Param, Put, Query, Res, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { type Asked, ChooseEmailCase, ChooseEmailParent } from '../../../application/commands/index.js';
import {
  GetAttachment,
  GetCase,
  GetEmail,
  GetEmailSource,
  GetMatchedBy,
  ListEmails,
} from '../../../application/queries/index.js';
import { CaseId, EmailId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesQueryHeaders } from '../answers/described.js';
import { attachmentDisposition, inertType, SANDBOX } from '../answers/download.js';
import type { HttpReply } from '../fastify-types.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed } from '../schemas/common.js';
import { Email, EmailQuery, Emails, NewCaseOfEmail } from '../schemas/emails.js';
import { NewParent } from '../schemas/records.js';

/** Digits are always a place: a sender who calls a file `0` must not hide another one by that. */
const Attachment = z
  .string()
  .min(1)
  .max(500)
  .transform((which) => (/^\d{1,6}$/.test(which) ? Number(which) : which))
  .describe('Its place in the list of the e-mail, from 0; or its name, and the first where several have it');
const bytes = { status: 200, description: 'The bytes', schema: { type: 'string', format: 'binary' } } as const;

@Controller('api/v1/emails')
@ApiTags('e-mails')
@ApiBearerAuth()
@AnswersProblems()
@Needs('emails', 'read')
export class EmailsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Emails)
  @TakesQueryHeaders()
  async list(
    @Query({ schema: EmailQuery }) query: z.infer<typeof EmailQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    const { case: name, ...filter } = query;
    const caseId =
      name === undefined ? undefined : (await this.queries.execute(new GetCase(name, after, asker))).caseId;
    return this.queries.execute(
      new ListEmails({ ...filter, ...(caseId === undefined ? {} : { caseId }) }, after, asker),
    );
  }

  @Get(':emailId')
  @Answers(Email)
  @TakesQueryHeaders()
  async get(@Param('emailId') emailId: string, @Who() asker: Asker, @After() after?: string) {
    const email = await this.queries.execute(new GetEmail(emailId, after, asker));
    return { ...email, matchedBy: await this.queries.execute(new GetMatchedBy(emailId, asker)) };
  }

  @Put(':emailId/parent')
  @Needs('emails', 'edit')
  @Answers(Changed)
  @TakesKey()
  link(
    @Param('emailId', { schema: EmailId }) emailId: EmailId,
    @Body({ schema: NewParent }) record: z.infer<typeof NewParent>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ChooseEmailParent(emailId, record, by));
  }

  @Delete(':emailId/parent')
  @Needs('emails', 'edit')
  @Answers(Changed)
  @TakesKey()
  unlink(@Param('emailId', { schema: EmailId }) emailId: EmailId, @By() by: Asked) {
    return this.commands.execute(new ChooseEmailParent(emailId, null, by));
  }

  /** By hand, whatever routing found. It opens no case that is closed; answers to the message follow it. */
  @Put(':emailId/case')
  @Needs('emails', 'edit')
  @Answers(Changed)
  @TakesKey()
  async putInCase(
    @Param('emailId', { schema: EmailId }) emailId: EmailId,
    @Body({ schema: NewCaseOfEmail }) { case: name }: z.infer<typeof NewCaseOfEmail>,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    const isNumber = /^\d+$/.test(name);
    const caseId = isNumber ? (await this.queries.execute(new GetCase(name, after, asker))).caseId : name;
    return this.commands.execute(new ChooseEmailCase(emailId, CaseId.parse(caseId), by));
  }

  @Delete(':emailId/case')
  @Needs('emails', 'edit')
  @Answers(Changed)
  @TakesKey()
  takeFromCase(@Param('emailId', { schema: EmailId }) emailId: EmailId, @By() by: Asked) {
    return this.commands.execute(new ChooseEmailCase(emailId, null, by));
  }

  @Get(':emailId/source')
  @ApiProduces('message/rfc822')
  @ApiResponse(bytes)
  async source(@Param('emailId') emailId: string, @Who() asker: Asker, @Res({ passthrough: true }) reply: HttpReply) {
    const { size, content } = await this.queries.execute(new GetEmailSource(emailId, asker));
    reply.header('content-security-policy', SANDBOX);
    return new StreamableFile(Readable.from(content), {
      type: 'message/rfc822',
      disposition: attachmentDisposition(`${emailId}.eml`),
      length: size,
    });
  }

  @Get(':emailId/attachments/:attachment')
  @ApiProduces('application/octet-stream')
  @ApiResponse(bytes)
  async attachment(
    @Param('emailId') emailId: string,
    @Param('attachment', { schema: Attachment }) which: z.infer<typeof Attachment>,
    @Who() asker: Asker,
    @Res({ passthrough: true }) reply: HttpReply,
  ) {
    const { name, contentType, content } = await this.queries.execute(new GetAttachment(emailId, which, asker));
    reply.header('content-security-policy', SANDBOX);
    return new StreamableFile(content, {
      type: inertType(contentType),
      disposition: attachmentDisposition(name),
      length: content.byteLength,
    });
  }
}
