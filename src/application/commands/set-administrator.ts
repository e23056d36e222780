import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { makeAdministrator, takeAdministration, user } from '../../domain/access/user.js';
import { streams, type UserId } from '../../domain/ids.js';
import { Administrators } from '../access/administrators.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** Makes a user an administrator, or one of the others again. */
export class SetAdministrator extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    readonly administrator: boolean,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SetAdministrator)
export class SetAdministratorHandler implements ICommandHandler<SetAdministrator> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly administrators: Administrators,
  ) {}

  /** @throws Rejected, code `last-administrator` */
  execute({ userId, administrator, by }: SetAdministrator): Promise<Changed> {
    if (!administrator) return this.administrators.takeAway(userId, takeAdministration, by);
    return this.aggregates.change(user, streams.user(userId), makeAdministrator, by, by.expectedRevision);
  }
}
