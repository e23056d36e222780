import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createTeam, team } from '../../domain/access/team.js';
import { streams, type TeamId } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

export class CreateTeam extends Command<Changed> {
  constructor(
    readonly teamId: TeamId,
    readonly name: string,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(CreateTeam)
export class CreateTeamHandler implements ICommandHandler<CreateTeam> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ teamId, name, by }: CreateTeam): Promise<Changed> {
    return this.aggregates.change(team, streams.team(teamId), (state) => createTeam(state, { teamId, name }), by);
  }
}
