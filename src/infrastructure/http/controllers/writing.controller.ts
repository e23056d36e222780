import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  AnswerCase,
  AnswerEmail,
  type Asked,
  CancelEmail,
  WriteEmail,
  type WrittenNow,
} from '../../../application/commands/index.js';
import { GetCase, ListSent } from '../../../application/queries/index.js';
import { CaseId, EmailId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { CaseKey } from '../schemas/common.js';
import { defined } from '../schemas/defined.js';
import { Cancelled, CaseAnswer, NewAnswer, NewEmail, SentEmails, SentQuery, WrittenEmail } from '../schemas/writing.js';

/** Messages of ours: written, answered, passed on, taken back. */
@Controller('api/v1')
@ApiTags('writing')
@ApiBearerAuth()
@AnswersProblems()
@Needs('emails', 'edit')
export class WritingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** What was written here, whatever has become of it, the latest first: as far as one may read it. A page may have less than it could. */
  @Get('sent')
  @Needs('emails', 'read')
  @Answers(SentEmails)
  @TakesQueryHeaders()
  listSent(
    @Query({ schema: SentQuery }) { accountId, userId, status, ...paging }: z.infer<typeof SentQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new ListSent({ accountId, userId, status }, asker, paging, after));
  }

  @Post('emails')
  @Answers(WrittenEmail, 201)
  @TakesKey()
  write(@Body({ schema: NewEmail }) email: z.infer<typeof NewEmail>, @By() by: Asked) {
    return this.commands.execute(new WriteEmail(writtenNow(email), by));
  }

  /** To whoever wrote it, or asks for answers elsewhere. */
  @Post('emails/:emailId/reply')
  @Answers(WrittenEmail, 201)
  @TakesKey()
  reply(
    @Param('emailId', { schema: EmailId }) emailId: EmailId,
    @Body({ schema: NewAnswer }) answer: z.infer<typeof NewAnswer>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new AnswerEmail(emailId, 'reply', writtenNow(answer), by));
  }

  /** To everybody whom it went to, but ourselves. */
  @Post('emails/:emailId/reply-all')
  @Answers(WrittenEmail, 201)
  @TakesKey()
  replyAll(
    @Param('emailId', { schema: EmailId }) emailId: EmailId,
    @Body({ schema: NewAnswer }) answer: z.infer<typeof NewAnswer>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new AnswerEmail(emailId, 'reply-all', writtenNow(answer), by));
  }

  /** To somebody else, with its files. */
  @Post('emails/:emailId/forward')
  @Answers(WrittenEmail, 201)
  @TakesKey()
  forward(
    @Param('emailId', { schema: EmailId }) emailId: EmailId,
    @Body({ schema: NewAnswer }) answer: z.infer<typeof NewAnswer>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new AnswerEmail(emailId, 'forward', writtenNow(answer), by));
  }

  /** As long as it has not left; it is a draft again. */
  @Post('emails/:emailId/cancel')
  @Answers(Cancelled)
  @TakesKey()
  cancel(@Param('emailId', { schema: EmailId }) emailId: EmailId, @By() by: Asked) {
    return this.commands.execute(new CancelEmail(emailId, by));
  }

  /** Answers the newest message of the case that came from outside, from the account of its group. */
  @Post('cases/:case/reply')
  @Needs('cases', 'edit')
  @Answers(WrittenEmail, 201)
  @TakesKeyAndTag()
  async answerCase(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: CaseAnswer }) { kind, ...answer }: z.infer<typeof CaseAnswer>,
    @Who() asker: Asker,
    @By() by: Asked,
    @After() after?: string,
  ) {
    const isNumber = /^\d+$/.test(name);
    const caseId = isNumber ? (await this.queries.execute(new GetCase(name, after, asker))).caseId : name;
    return this.commands.execute(new AnswerCase(CaseId.parse(caseId), kind, writtenNow(answer), by));
  }
}

type Written = z.infer<typeof NewEmail> & Pick<z.infer<typeof NewAnswer>, 'seen'>;

function writtenNow({ files, send, sendAt, seen, ...writing }: Written): WrittenNow {
  const now = { writing: defined(writing), files, send: send ? { sendAt: sendAt ?? null } : null };
  return seen === undefined ? now : { ...now, seen };
}
