import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { setEmailAddresses, type User, user } from '../../domain/access/user.js';
import { streams, type UserId } from '../../domain/ids.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

export class SetUserEmailAddresses extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    readonly emailAddresses: readonly string[],
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SetUserEmailAddresses)
export class SetUserEmailAddressesHandler implements ICommandHandler<SetUserEmailAddresses> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ userId, emailAddresses, by }: SetUserEmailAddresses): Promise<Changed> {
    const decide = (state: User) => setEmailAddresses(state, emailAddresses);
    return this.aggregates.change(user, streams.user(userId), decide, by, by.expectedRevision);
  }
}
