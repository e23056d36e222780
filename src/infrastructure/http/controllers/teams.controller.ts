import { Body, Controller, Delete, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Asked, CreateTeam, RemoveTeamMember, SetTeamMember } from '../../../application/commands/index.js';
import { GetTeam, ListTeams } from '../../../application/queries/index.js';
import { TeamId, UserId } from '../../../domain/ids.js';
import { AdministratorsOnly } from '../access/access.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import type { HttpReply } from '../fastify-types.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed, Paging } from '../schemas/common.js';
import { Membership, NewTeam, Team, Teams } from '../schemas/people.js';

@Controller('api/v1/teams')
@ApiTags('teams')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class TeamsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Teams)
  @TakesQueryHeaders()
  list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListTeams(paging, after));
  }

  @Get(':teamId')
  @Answers(Team)
  @TakesQueryHeaders()
  get(@Param('teamId') teamId: string, @After() after?: string) {
    return this.queries.execute(new GetTeam(teamId, after));
  }

  @Post()
  @Answers(Changed, 201)
  @TakesKey()
  async create(
    @Body({ schema: NewTeam }) { teamId, name }: z.infer<typeof NewTeam>,
    @By() by: Asked,
    @Res({ passthrough: true }) reply: HttpReply,
  ) {
    reply.header('location', `/api/v1/teams/${teamId}`);
    return this.commands.execute(new CreateTeam(teamId, name, by));
  }

  @Put(':teamId/members/:userId')
  @Answers(Changed)
  @TakesKeyAndTag()
  setMember(
    @Param('teamId', { schema: TeamId }) teamId: TeamId,
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: Membership }) { position }: z.infer<typeof Membership>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new SetTeamMember(teamId, userId, position, by));
  }

  @Delete(':teamId/members/:userId')
  @Answers(Changed)
  @TakesKeyAndTag()
  removeMember(
    @Param('teamId', { schema: TeamId }) teamId: TeamId,
    @Param('userId', { schema: UserId }) userId: UserId,
    @By() by: Asked,
  ) {
    return this.commands.execute(new RemoveTeamMember(teamId, userId, by));
  }
}
