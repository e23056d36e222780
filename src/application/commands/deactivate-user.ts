import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deactivateUser } from '../../domain/access/user.js';
import type { UserId } from '../../domain/ids.js';
import { Administrators } from '../access/administrators.js';
import type { Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

export class DeactivateUser extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(DeactivateUser)
export class DeactivateUserHandler implements ICommandHandler<DeactivateUser> {
  constructor(private readonly administrators: Administrators) {}

  /** @throws Rejected, code `last-administrator` */
  execute({ userId, by }: DeactivateUser): Promise<Changed> {
    return this.administrators.takeAway(userId, deactivateUser, by);
  }
}
