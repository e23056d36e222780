import { Body, Controller, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  ActivateUser,
  type Asked,
  DeactivateUser,
  HandOver,
  RegisterUser,
  SetAdministrator,
  SetUserEmailAddresses,
  SetUserRoles,
} from '../../../application/commands/index.js';
import { GetUser, ListUsers } from '../../../application/queries/index.js';
import { UserId } from '../../../domain/ids.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import type { HttpReply } from '../fastify-types.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Administration, UserRoles } from '../schemas/access.js';
import { Deactivation } from '../schemas/availability.js';
import { Changed, Paging } from '../schemas/common.js';
import { EmailAddresses, NewUser, User, Users } from '../schemas/people.js';

@Controller('api/v1/users')
@ApiTags('users')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Users)
  @TakesQueryHeaders()
  list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListUsers(paging, after));
  }

  @Get(':userId')
  @Answers(User)
  @TakesQueryHeaders()
  get(@Param('userId') userId: string, @After() after?: string) {
    return this.queries.execute(new GetUser(userId, after));
  }

  @Post()
  @Answers(Changed, 201)
  @TakesKey()
  async register(
    @Body({ schema: NewUser }) user: z.infer<typeof NewUser>,
    @By() by: Asked,
    @Res({ passthrough: true }) reply: HttpReply,
  ) {
    reply.header('location', `/api/v1/users/${user.userId}`);
    return this.commands.execute(new RegisterUser(user, by));
  }

  @Put(':userId/email-addresses')
  @Answers(Changed)
  @TakesKeyAndTag()
  setEmailAddresses(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: EmailAddresses }) { emailAddresses }: z.infer<typeof EmailAddresses>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new SetUserEmailAddresses(userId, emailAddresses, by));
  }

  @Put(':userId/roles')
  @Answers(Changed)
  @TakesKeyAndTag()
  setRoles(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: UserRoles }) { roleIds }: z.infer<typeof UserRoles>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new SetUserRoles(userId, roleIds, by));
  }

  /** The last active administrator stays one. */
  @Put(':userId/administrator')
  @Answers(Changed)
  @TakesKeyAndTag()
  setAdministrator(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: Administration }) { administrator }: z.infer<typeof Administration>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new SetAdministrator(userId, administrator, by));
  }

  @Post(':userId/activate')
  @Answers(Changed)
  @TakesKeyAndTag()
  activate(@Param('userId', { schema: UserId }) userId: UserId, @By() by: Asked) {
    return this.commands.execute(new ActivateUser(userId, by));
  }

  @Post(':userId/deactivate')
  @Answers(Changed)
  @TakesKeyAndTag()
  async deactivate(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: Deactivation }) { handOver }: z.infer<typeof Deactivation>,
    @By() by: Asked,
  ) {
    const deactivated = await this.commands.execute(new DeactivateUser(userId, by));
    if (handOver) await this.commands.execute(new HandOver(userId, handOver.to, handOver.reason, by));
    return deactivated;
  }
}
