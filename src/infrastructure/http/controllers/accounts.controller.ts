import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  ActivateAccount,
  type Asked,
  ConfigureAccount,
  DeactivateAccount,
  FetchMailbox,
  OpenGroupAccount,
} from '../../../application/commands/index.js';
import { GetAccount, ListAccounts, TestAccount, TestConnection } from '../../../application/queries/index.js';
import type { WithOutgoing } from '../../../application/queries/with-outgoing.js';
import { AccountId } from '../../../domain/ids.js';
import type { MailboxView } from '../../../projections/mailboxes.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { shownOutgoing } from '../answers/outgoing.js';
import type { HttpReply } from '../fastify-types.js';
import { withLink } from '../oauth/account-oauth.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import {
  Account,
  AccountChanges,
  Accounts,
  AccountTest,
  ConnectionSettings,
  ConnectionTest,
  Fetched,
  NewAccount,
  OpenedAccount,
} from '../schemas/accounts.js';
import { Changed, Paging } from '../schemas/common.js';

@Controller('api/v1/accounts')
@ApiTags('group accounts')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class AccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Accounts)
  @TakesQueryHeaders()
  async list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    const { items, next } = await this.queries.execute(new ListAccounts(paging, after));
    return { items: items.map(shown), next };
  }

  @Get(':accountId')
  @Answers(Account)
  @TakesQueryHeaders()
  async get(@Param('accountId') accountId: string, @After() after?: string) {
    return shown(await this.queries.execute(new GetAccount(accountId, after)));
  }

  @Post()
  @Answers(OpenedAccount, 201)
  @TakesKey()
  async open(
    @Body({ schema: NewAccount }) account: z.infer<typeof NewAccount>,
    @By() by: Asked,
    @Res({ passthrough: true }) reply: HttpReply,
  ) {
    const opened = await this.commands.execute(new OpenGroupAccount(account, by));
    reply.header('location', `/api/v1/accounts/${opened.accountId}`);
    return opened;
  }

  @Patch(':accountId')
  @Answers(Changed)
  @TakesKeyAndTag()
  configure(
    @Param('accountId', { schema: AccountId }) accountId: AccountId,
    @Body({ schema: AccountChanges }) changes: z.infer<typeof AccountChanges>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ConfigureAccount(accountId, changes, by));
  }

  @Post(':accountId/activate')
  @Answers(Changed)
  @TakesKeyAndTag()
  activate(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new ActivateAccount(accountId, by));
  }

  @Post(':accountId/deactivate')
  @Answers(Changed)
  @TakesKeyAndTag()
  deactivate(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new DeactivateAccount(accountId, by));
  }

  @Post(':accountId/fetch')
  @Answers(Fetched)
  @TakesKey()
  fetch(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new FetchMailbox(accountId, by));
  }

  @Post('test-connection')
  @Answers(ConnectionTest)
  testSettings(
    @Body({ schema: ConnectionSettings }) { folders, password, ...given }: z.infer<typeof ConnectionSettings>,
  ) {
    const port = given.port ?? (given.security === 'tls' ? 993 : 143);
    return this.queries.execute(new TestConnection({ ...given, port, credentials: { password } }, folders ?? null));
  }

  @Post(':accountId/test-connection')
  @Answers(AccountTest)
  testAccount(@Param('accountId', { schema: AccountId }) accountId: AccountId) {
    return this.queries.execute(new TestAccount(accountId));
  }
}

const shown = (view: WithOutgoing<MailboxView>) => ({
  ...view,
  oauth: withLink('accounts', view),
  outgoing: shownOutgoing(view),
});
