import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { removeMember, type Team, team } from '../../domain/access/team.js';
import { streams, type TeamId, type UserId } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

export class RemoveTeamMember extends Command<Changed> {
  constructor(
    readonly teamId: TeamId,
    readonly userId: UserId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveTeamMember)
export class RemoveTeamMemberHandler implements ICommandHandler<RemoveTeamMember> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ teamId, userId, by }: RemoveTeamMember): Promise<Changed> {
    const decide = (state: Team) => removeMember(state, userId);
    return this.aggregates.change(team, streams.team(teamId), decide, by, by.expectedRevision);
  }
}
