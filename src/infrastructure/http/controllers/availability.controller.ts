import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  type Asked,
  CancelAway,
  HandOver,
  PlanAway,
  SetTeamLimits,
  SetUserLimits,
  SetWorkingHours,
} from '../../../application/commands/index.js';
import { GetAvailability, GetHandOver, GetTeamAvailability } from '../../../application/queries/index.js';
import { AwayId } from '../../../domain/availability/events.js';
import { TeamId, UserId } from '../../../domain/ids.js';
import { AdministratorsOnly } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import {
  Availability,
  CapacityAndRate,
  HandOverProgress,
  Hours,
  NewAway,
  NewHandOver,
  PlannedAway,
  Skills,
  StartedHandOver,
  TeamAvailability,
  TeamSettings,
} from '../schemas/availability.js';
import { Changed } from '../schemas/common.js';

@Controller('api/v1')
@ApiTags('availability')
@ApiBearerAuth()
@AnswersProblems()
export class AvailabilityController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** One's own; for administrators everybody's. */
  @Get('users/:userId/availability')
  @Answers(Availability)
  get(@Param('userId', { schema: UserId }) userId: UserId, @Who() asker: Asker) {
    return this.queries.execute(new GetAvailability(userId, asker));
  }

  @Put('users/:userId/availability')
  @Answers(Changed)
  @TakesKeyAndTag()
  setHours(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: Hours }) { hours }: z.infer<typeof Hours>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new SetWorkingHours(userId, hours, by));
  }

  @Post('users/:userId/away')
  @Answers(PlannedAway, 201)
  @TakesKeyAndTag()
  planAway(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: NewAway }) period: z.infer<typeof NewAway>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new PlanAway(userId, period, by));
  }

  @Delete('users/:userId/away/:awayId')
  @Answers(Changed)
  @TakesKeyAndTag()
  cancelAway(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Param('awayId', { schema: AwayId }) awayId: AwayId,
    @By() by: Asked,
  ) {
    return this.commands.execute(new CancelAway(userId, awayId, by));
  }

  @Put('users/:userId/capacity')
  @Answers(Changed)
  @TakesKeyAndTag()
  @AdministratorsOnly()
  setCapacity(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: CapacityAndRate }) { capacity, rate }: z.infer<typeof CapacityAndRate>,
    @By() by: Asked,
  ) {
    const limits = { ...(capacity === undefined ? {} : { capacity }), ...(rate === undefined ? {} : { rate }) };
    return this.commands.execute(new SetUserLimits(userId, limits, by));
  }

  @Put('users/:userId/skills')
  @Answers(Changed)
  @TakesKeyAndTag()
  @AdministratorsOnly()
  setSkills(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: Skills }) { skills }: z.infer<typeof Skills>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new SetUserLimits(userId, { skills }, by));
  }

  /** Who is there now, and why not: for members, and whoever may see all cases. */
  @Get('teams/:teamId/availability')
  @Answers(TeamAvailability)
  @TakesQueryHeaders()
  team(@Param('teamId', { schema: TeamId }) teamId: TeamId, @Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new GetTeamAvailability(teamId, asker, after));
  }

  @Put('teams/:teamId/availability')
  @Answers(Changed)
  @TakesKeyAndTag()
  @AdministratorsOnly()
  setTeam(
    @Param('teamId', { schema: TeamId }) teamId: TeamId,
    @Body({ schema: TeamSettings }) { hours, capacity, rate }: z.infer<typeof TeamSettings>,
    @By() by: Asked,
  ) {
    const settings = {
      ...(hours === undefined ? {} : { hours }),
      ...(capacity === undefined ? {} : { capacity }),
      ...(rate === undefined ? {} : { rate }),
    };
    return this.commands.execute(new SetTeamLimits(teamId, settings, by));
  }

  /** The open cases of a user go to others, in the background. */
  @Post('users/:userId/hand-over')
  @Answers(StartedHandOver, 202)
  @TakesKey()
  @AdministratorsOnly()
  handOver(
    @Param('userId', { schema: UserId }) userId: UserId,
    @Body({ schema: NewHandOver }) { to, reason }: z.infer<typeof NewHandOver>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new HandOver(userId, to, reason, by));
  }

  @Get('users/:userId/hand-over')
  @Answers(HandOverProgress)
  @AdministratorsOnly()
  handOverProgress(@Param('userId', { schema: UserId }) userId: UserId) {
    return this.queries.execute(new GetHandOver(userId));
  }
}
