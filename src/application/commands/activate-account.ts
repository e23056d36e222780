import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, streams } from '../../domain/ids.js';
import { activateAccount, mailAccount } from '../../domain/mail-account/mail-account.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

@ForAnybody()
export class ActivateAccount extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
    readonly kind: AccountKind = 'group',
  ) {
    super();
  }
}

@CommandHandler(ActivateAccount)
export class ActivateAccountHandler implements ICommandHandler<ActivateAccount> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ accountId, by, kind }: ActivateAccount): Promise<Changed> {
    return this.aggregates.change(
      mailAccount,
      streams.mailAccount(accountId),
      (state) => {
        accountFor(state, kind, by.asker, 'edit');
        return activateAccount(state);
      },
      by,
      by.expectedRevision,
    );
  }
}
