import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Role, removeRole, role } from '../../domain/access/role.js';
import { type RoleId, streams, UserId } from '../../domain/ids.js';
import { type UserView, usersCollection } from '../../projections/people.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

export class RemoveRole extends Command<Changed> {
  constructor(
    readonly roleId: RoleId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveRole)
export class RemoveRoleHandler implements ICommandHandler<RemoveRole> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** Somebody who is given it at the same moment keeps its name and may nothing by it: never more than was meant. */
  async execute({ roleId, by }: RemoveRole): Promise<Changed> {
    const users = await this.readModels.all<UserView>(usersCollection);
    const usedBy = users
      .filter((view) => [...view.roleIds, ...view.fromGroups.roleIds].includes(roleId))
      .map(({ userId }) => UserId.parse(userId));
    const decide = (state: Role) => removeRole(state, usedBy);
    return this.aggregates.change(role, streams.role(roleId), decide, by, by.expectedRevision);
  }
}
