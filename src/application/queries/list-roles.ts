import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type RoleView, rolesCollection } from '../../projections/people.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export class ListRoles extends Query<PageOf<RoleView>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListRoles)
export class ListRolesHandler implements IQueryHandler<ListRoles> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after }: ListRoles): Promise<PageOf<RoleView>> {
    await this.readModels.reached(after, rolesCollection);
    return this.readModels.find<RoleView>(rolesCollection, pageOf(paging));
  }
}
