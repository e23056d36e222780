import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Asked, DefineRole, RemoveRole } from '../../../application/commands/index.js';
import { GetRole, ListRoles } from '../../../application/queries/index.js';
import { completed } from '../../../domain/access/permissions.js';
import { RoleId } from '../../../domain/ids.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { NewRole, Role, Roles } from '../schemas/access.js';
import { Changed, Paging } from '../schemas/common.js';

@Controller('api/v1/roles')
@ApiTags('roles')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class RolesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Roles)
  @TakesQueryHeaders()
  list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListRoles(paging, after));
  }

  @Get(':roleId')
  @Answers(Role)
  @TakesQueryHeaders()
  get(@Param('roleId') roleId: string, @After() after?: string) {
    return this.queries.execute(new GetRole(roleId, after));
  }

  /** What a permission leaves out is `no`. */
  @Put(':roleId')
  @Answers(Changed)
  @TakesKeyAndTag()
  define(
    @Param('roleId', { schema: RoleId }) roleId: RoleId,
    @Body({ schema: NewRole }) { name, permissions }: z.infer<typeof NewRole>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new DefineRole({ roleId, name, permissions: completed(permissions) }, by));
  }

  @Delete(':roleId')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('roleId', { schema: RoleId }) roleId: RoleId, @By() by: Asked) {
    return this.commands.execute(new RemoveRole(roleId, by));
  }
}
