import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type UserView, usersCollection } from '../../projections/people.js';
import { ReadModels } from './read-models.js';

export class GetUser extends Query<UserView> {
  constructor(
    readonly userId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetUser)
export class GetUserHandler implements IQueryHandler<GetUser> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ userId, after }: GetUser): Promise<UserView> {
    await this.readModels.reached(after, usersCollection);
    return this.readModels.mustGet<UserView>(usersCollection, userId, 'user');
  }
}
