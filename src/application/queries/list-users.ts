import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type UserView, usersCollection } from '../../projections/people.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export class ListUsers extends Query<PageOf<UserView>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after }: ListUsers): Promise<PageOf<UserView>> {
    await this.readModels.reached(after, usersCollection);
    return this.readModels.find<UserView>(usersCollection, pageOf(paging));
  }
}
