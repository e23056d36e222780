import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deactivateUser, user } from '../../domain/access/user.js';
import { streams, type UserId } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
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
  constructor(private readonly aggregates: Aggregates) {}

  execute({ userId, by }: DeactivateUser): Promise<Changed> {
    return this.aggregates.change(user, streams.user(userId), deactivateUser, by, by.expectedRevision);
  }
}
