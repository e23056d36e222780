import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type RoleView, rolesCollection } from '../../projections/people.js';
import { ReadModels } from './read-models.js';

export class GetRole extends Query<RoleView> {
  constructor(
    readonly roleId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetRole)
export class GetRoleHandler implements IQueryHandler<GetRole> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ roleId, after }: GetRole): Promise<RoleView> {
    await this.readModels.reached(after, rolesCollection);
    return this.readModels.mustGet<RoleView>(rolesCollection, roleId, 'role');
  }
}
