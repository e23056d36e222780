import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { setMember, type Team, team } from '../../domain/access/team.js';
import { streams, type TeamId, type UserId } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import { presentUser } from './present.js';

/** Puts a user into a team, or gives them another position in it. */
export class SetTeamMember extends Command<Changed> {
  constructor(
    readonly teamId: TeamId,
    readonly userId: UserId,
    readonly position: string | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SetTeamMember)
export class SetTeamMemberHandler implements ICommandHandler<SetTeamMember> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ teamId, userId, position, by }: SetTeamMember): Promise<Changed> {
    await presentUser(this.aggregates, userId);
    const decide = (state: Team) => setMember(state, userId, position);
    return this.aggregates.change(team, streams.team(teamId), decide, by, by.expectedRevision);
  }
}
