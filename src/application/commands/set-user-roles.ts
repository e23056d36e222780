import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MAX_ROLES, setRoles, type User, user } from '../../domain/access/user.js';
import { type RoleId, streams, type UserId } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import { presentRole } from './present.js';

export class SetUserRoles extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    /** All of them; none: what everybody may. */
    readonly roleIds: readonly RoleId[],
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SetUserRoles)
export class SetUserRolesHandler implements ICommandHandler<SetUserRoles> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ userId, roleIds, by }: SetUserRoles): Promise<Changed> {
    for (const roleId of roleIds.slice(0, MAX_ROLES)) await presentRole(this.aggregates, roleId);
    const decide = (state: User) => setRoles(state, roleIds);
    return this.aggregates.change(user, streams.user(userId), decide, by, by.expectedRevision);
  }
}
