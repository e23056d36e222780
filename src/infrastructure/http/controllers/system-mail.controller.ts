import { Body, Controller, Delete, Get, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Asked, ConfigureSystemMail } from '../../../application/commands/index.js';
import { GetSystemMail } from '../../../application/queries/index.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKeyAndTag } from '../answers/described.js';
import { By } from '../requests/asked.js';
import { Changed } from '../schemas/common.js';
import { NewSystemMail, SystemMail } from '../schemas/system-mail.js';

/** From which account the service writes to users what they want to be told by e-mail. */
@Controller('api/v1/system-mail')
@ApiTags('notifications')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class SystemMailController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(SystemMail)
  async get() {
    const { settings, revision } = await this.queries.execute(new GetSystemMail());
    return { accountId: settings?.accountId ?? null, recordUrl: settings?.recordUrl ?? null, revision };
  }

  @Put()
  @Answers(Changed)
  @TakesKeyAndTag()
  configure(
    @Body({ schema: NewSystemMail }) { accountId, recordUrl = null }: z.infer<typeof NewSystemMail>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ConfigureSystemMail({ accountId, recordUrl }, by));
  }

  /** No user is written to any more. */
  @Delete()
  @Answers(Changed)
  @TakesKeyAndTag()
  stop(@By() by: Asked) {
    return this.commands.execute(new ConfigureSystemMail(null, by));
  }
}
