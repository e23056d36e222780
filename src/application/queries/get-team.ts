import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type TeamView, teamsCollection } from '../../projections/people.js';
import { ReadModels } from './read-models.js';

export class GetTeam extends Query<TeamView> {
  constructor(
    readonly teamId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetTeam)
export class GetTeamHandler implements IQueryHandler<GetTeam> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ teamId, after }: GetTeam): Promise<TeamView> {
    await this.readModels.reached(after, teamsCollection);
    return this.readModels.mustGet<TeamView>(teamsCollection, teamId, 'team');
  }
}
