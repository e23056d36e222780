import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type TeamView, teamsCollection } from '../../projections/people.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export class ListTeams extends Query<PageOf<TeamView>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListTeams)
export class ListTeamsHandler implements IQueryHandler<ListTeams> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after }: ListTeams): Promise<PageOf<TeamView>> {
    await this.readModels.reached(after, teamsCollection);
    return this.readModels.find<TeamView>(teamsCollection, pageOf(paging));
  }
}
