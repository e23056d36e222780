import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { defineRole, type Role, type RoleDefinition, role } from '../../domain/access/role.js';
import { streams } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** What a role allows from now on; it is made where there is none. */
export class DefineRole extends Command<Changed> {
  constructor(
    readonly definition: RoleDefinition,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(DefineRole)
export class DefineRoleHandler implements ICommandHandler<DefineRole> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ definition, by }: DefineRole): Promise<Changed> {
    const decide = (state: Role) => defineRole(state, definition);
    return this.aggregates.change(role, streams.role(definition.roleId), decide, by, by.expectedRevision);
  }
}
