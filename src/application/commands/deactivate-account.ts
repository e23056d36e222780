import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, streams } from '../../domain/ids.js';
import { deactivateAccount, mailAccount } from '../../domain/mail-account/mail-account.js';
import { accountFor, type Whose } from '../access/account-access.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

export class DeactivateAccount extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
    readonly whose: Whose = 'group',
  ) {
    super();
  }
}

@CommandHandler(DeactivateAccount)
export class DeactivateAccountHandler implements ICommandHandler<DeactivateAccount> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ accountId, by, whose }: DeactivateAccount): Promise<Changed> {
    return this.aggregates.change(
      mailAccount,
      streams.mailAccount(accountId),
      (state) => {
        accountFor(state, whose, 'edit');
        return deactivateAccount(state);
      },
      by,
      by.expectedRevision,
    );
  }
}
