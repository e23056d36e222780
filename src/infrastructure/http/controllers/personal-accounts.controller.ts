import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  ActivateAccount,
  type Asked,
  ConfigureAccount,
  DeactivateAccount,
  FetchMailbox,
  OpenPersonalAccount,
  RemoveAccount,
} from '../../../application/commands/index.js';
import { GetAccount, ListAccounts, TestAccount, TestConnection } from '../../../application/queries/index.js';
import type { WithOutgoing } from '../../../application/queries/with-outgoing.js';
import { AccountId } from '../../../domain/ids.js';
import type { MailboxView } from '../../../projections/mailboxes.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { shownOutgoing } from '../answers/outgoing.js';
import type { HttpReply } from '../fastify-types.js';
import { withLink } from '../oauth/account-oauth.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import {
  AccountTest,
  ConnectionSettings,
  ConnectionTest,
  Fetched,
  NewPersonalAccount,
  OpenedAccount,
  PersonalAccount,
  PersonalAccountChanges,
  PersonalAccounts,
} from '../schemas/accounts.js';
import { Changed, Paging } from '../schemas/common.js';

/** Users' own mailboxes: everybody's of their own, and of all for whoever may. */
@Controller('api/v1/personal-accounts')
@ApiTags('personal accounts')
@ApiBearerAuth()
@AnswersProblems()
export class PersonalAccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(PersonalAccounts)
  @TakesQueryHeaders()
  @Needs('personalAccounts', 'read')
  async list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @Who() asker: Asker, @After() after?: string) {
    const { items, next } = await this.queries.execute(new ListAccounts(paging, after, asker));
    return { items: items.map(shown), next };
  }

  @Get(':accountId')
  @Answers(PersonalAccount)
  @TakesQueryHeaders()
  @Needs('personalAccounts', 'read')
  async get(@Param('accountId') accountId: string, @Who() asker: Asker, @After() after?: string) {
    return shown(await this.queries.execute(new GetAccount(accountId, after, 'personal', asker)));
  }

  @Post()
  @Answers(OpenedAccount, 201)
  @TakesKey()
  @Needs('personalAccounts', 'edit')
  async open(
    @Body({ schema: NewPersonalAccount }) { filing, userId, ...account }: z.infer<typeof NewPersonalAccount>,
    @Who() asker: Asker,
    @By() by: Asked,
    @Res({ passthrough: true }) reply: HttpReply,
  ) {
    const input = { ...account, userId: userId ?? asker.userId, ...(filing ? { personalFiling: filing } : {}) };
    const opened = await this.commands.execute(new OpenPersonalAccount(input, by));
    reply.header('location', `/api/v1/personal-accounts/${opened.accountId}`);
    return opened;
  }

  @Patch(':accountId')
  @Answers(Changed)
  @TakesKeyAndTag()
  @Needs('personalAccounts', 'edit')
  configure(
    @Param('accountId', { schema: AccountId }) accountId: AccountId,
    @Body({ schema: PersonalAccountChanges }) { filing, ...changes }: z.infer<typeof PersonalAccountChanges>,
    @By() by: Asked,
  ) {
    const all = { ...changes, ...(filing ? { personalFiling: filing } : {}) };
    return this.commands.execute(new ConfigureAccount(accountId, all, by, 'personal'));
  }

  /** Fetched no more, its password gone; what came from it stays. */
  @Delete(':accountId')
  @Answers(Changed)
  @TakesKeyAndTag()
  @Needs('personalAccounts', 'delete')
  remove(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new RemoveAccount(accountId, by));
  }

  @Post(':accountId/activate')
  @Answers(Changed)
  @TakesKeyAndTag()
  @Needs('personalAccounts', 'edit')
  activate(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new ActivateAccount(accountId, by, 'personal'));
  }

  @Post(':accountId/deactivate')
  @Answers(Changed)
  @TakesKeyAndTag()
  @Needs('personalAccounts', 'edit')
  deactivate(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new DeactivateAccount(accountId, by, 'personal'));
  }

  @Post(':accountId/fetch')
  @Answers(Fetched)
  @TakesKey()
  @Needs('personalAccounts', 'edit')
  fetch(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new FetchMailbox(accountId, by, 'personal'));
  }

  @Post('test-connection')
  @Answers(ConnectionTest)
  @Needs('personalAccounts', 'edit')
  testSettings(
    @Body({ schema: ConnectionSettings }) { folders, password, ...given }: z.infer<typeof ConnectionSettings>,
  ) {
    const port = given.port ?? (given.security === 'tls' ? 993 : 143);
    return this.queries.execute(new TestConnection({ ...given, port, credentials: { password } }, folders ?? null));
  }

  @Post(':accountId/test-connection')
  @Answers(AccountTest)
  @Needs('personalAccounts', 'edit')
  testAccount(@Param('accountId', { schema: AccountId }) accountId: AccountId, @Who() asker: Asker) {
    return this.queries.execute(new TestAccount(accountId, 'personal', asker));
  }
}

/** Without what only a group's account has. */
function shown(view: WithOutgoing<MailboxView>) {
  const { kind: _, owner, teamIds: __, caseCreation: ___, filing: ____, personalFiling, ...rest } = view;
  return {
    ...rest,
    oauth: withLink('personal-accounts', view),
    outgoing: shownOutgoing(view),
    userId: owner,
    filing: personalFiling,
  };
}
