import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, streams } from '../../domain/ids.js';
import { deactivateAccount, mailAccount } from '../../domain/mail-account/mail-account.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

export class DeactivateAccount extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(DeactivateAccount)
export class DeactivateAccountHandler implements ICommandHandler<DeactivateAccount> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ accountId, by }: DeactivateAccount): Promise<Changed> {
    return this.aggregates.change(
      mailAccount,
      streams.mailAccount(accountId),
      deactivateAccount,
      by,
      by.expectedRevision,
    );
  }
}
