import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type Asked,
  ChangeQueuedEmail,
  ControlAccountSending,
  ControlSending,
  EmptyQueue,
} from '../../../application/commands/index.js';
import { GetOutboxSummary, GetQueuedEmail, ListOutbox } from '../../../application/queries/index.js';
import { AccountId, EmailId } from '../../../domain/ids.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKey, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed } from '../schemas/common.js';
import {
  Emptied,
  OutboxQuery,
  OutboxSummary,
  QueuedEmailInFull,
  QueuedEmails,
  StopSending,
} from '../schemas/outbox.js';

/** What has not left yet, or could not, of all accounts. */
@Controller('api/v1/outbox')
@ApiTags('outbox')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class OutboxController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(QueuedEmails)
  @TakesQueryHeaders()
  list(
    @Query({ schema: OutboxQuery }) { accountId, status, ...paging }: z.infer<typeof OutboxQuery>,
    @After() after?: string,
  ) {
    return this.queries.execute(new ListOutbox({ accountId, status }, paging, after));
  }

  @Get('summary')
  @Answers(OutboxSummary)
  @TakesQueryHeaders()
  summary(@After() after?: string) {
    return this.queries.execute(new GetOutboxSummary(after));
  }

  /** One message of ours, also one that has left: what was tried, and what it waits for. */
  @Get(':emailId')
  @Answers(QueuedEmailInFull)
  @TakesQueryHeaders()
  get(@Param('emailId', { schema: EmailId }) emailId: EmailId, @After() after?: string) {
    return this.queries.execute(new GetQueuedEmail(emailId, after));
  }

  @Post('stop')
  @Answers(Changed)
  @TakesKey()
  stop(@Body({ schema: StopSending }) { reason }: z.infer<typeof StopSending>, @By() by: Asked) {
    return this.commands.execute(new ControlSending('stop', reason, by));
  }

  @Post('resume')
  @Answers(Changed)
  @TakesKey()
  resume(@By() by: Asked) {
    return this.commands.execute(new ControlSending('resume', null, by));
  }

  @Post('accounts/:accountId/pause')
  @Answers(Changed)
  @TakesKey()
  pauseAccount(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new ControlAccountSending(accountId, 'pause', by));
  }

  @Post('accounts/:accountId/resume')
  @Answers(Changed)
  @TakesKey()
  resumeAccount(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new ControlAccountSending(accountId, 'resume', by));
  }

  /** Takes back all that waits there, and what has failed. */
  @Post('accounts/:accountId/empty')
  @Answers(Emptied)
  @TakesKey()
  empty(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new EmptyQueue(accountId, by));
  }

  @Post(':emailId/cancel')
  @Answers(Changed)
  @TakesKey()
  cancel(@Param('emailId', { schema: EmailId }) emailId: EmailId, @By() by: Asked) {
    return this.commands.execute(new ChangeQueuedEmail(emailId, 'cancel', by));
  }

  /** What failed for good is tried anew, for all who do not have it. */
  @Post(':emailId/send-again')
  @Answers(Changed)
  @TakesKey()
  sendAgain(@Param('emailId', { schema: EmailId }) emailId: EmailId, @By() by: Asked) {
    return this.commands.execute(new ChangeQueuedEmail(emailId, 'send-again', by));
  }
}
