import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount, removeAccount } from '../../domain/mail-account/mail-account.js';
import { accountFor } from '../access/account-access.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { Grants } from '../oauth/grants.js';
import { AccountSecrets, secretOf } from './account-secrets.js';
import type { Asked } from './asked.js';
import { smtpSecretsOf } from './smtp-secrets.js';

/** A user's own account is fetched no more, and its password is gone. What came from it stays. */
@Requires('personalAccounts', 'delete')
export class RemoveAccount extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveAccount)
export class RemoveAccountHandler implements ICommandHandler<RemoveAccount> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly secrets: AccountSecrets,
    private readonly grants: Grants,
  ) {}

  async execute({ accountId, by }: RemoveAccount): Promise<Changed> {
    const stream = streams.mailAccount(accountId);
    const { state: before } = await this.aggregates.load(mailAccount, stream);
    const secret = await secretOf(this.aggregates, stream);
    const sending = await smtpSecretsOf(this.aggregates, stream);
    const changed = await this.aggregates.change(
      mailAccount,
      stream,
      (state) => {
        accountFor(state, 'personal', by.asker, 'delete');
        return removeAccount(state);
      },
      by,
      by.expectedRevision,
    );
    // Opened again meanwhile, it has another one.
    for (const name of [...(secret === null ? [] : [secret]), ...sending]) await this.secrets.remove(name);
    await this.grants.giveUp(accountId, before.status === 'absent' ? null : before.oauth);
    return changed;
  }
}
