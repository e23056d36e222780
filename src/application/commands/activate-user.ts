import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { activateUser, user } from '../../domain/access/user.js';
import { streams, type UserId } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

export class ActivateUser extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ActivateUser)
export class ActivateUserHandler implements ICommandHandler<ActivateUser> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ userId, by }: ActivateUser): Promise<Changed> {
    return this.aggregates.change(user, streams.user(userId), activateUser, by, by.expectedRevision);
  }
}
