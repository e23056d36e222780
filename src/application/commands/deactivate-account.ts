import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, streams } from '../../domain/ids.js';
import { deactivateAccount, mailAccount } from '../../domain/mail-account/mail-account.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

@ForAnybody()
export class DeactivateAccount extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
    readonly kind: AccountKind = 'group',
  ) {
    super();
  }
}

@CommandHandler(DeactivateAccount)
export class DeactivateAccountHandler implements ICommandHandler<DeactivateAccount> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ accountId, by, kind }: DeactivateAccount): Promise<Changed> {
    return this.aggregates.change(
      mailAccount,
      streams.mailAccount(accountId),
      (state) => {
        accountFor(state, kind, by.asker, 'edit');
        return deactivateAccount(state);
      },
      by,
      by.expectedRevision,
    );
  }
}
