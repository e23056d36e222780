import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountId, streams } from '../../domain/ids.js';
import { mailAccount } from '../../domain/mail-account/mail-account.js';
import { revokeOAuth } from '../../domain/mail-account/oauth-grant.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { Grants } from '../oauth/grants.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';

/** An account is logged in to by OAuth2 no more; its tokens are gone, and the provider is told. */
@ForAnybody()
export class RevokeOAuth extends Command<Changed> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
    readonly kind: AccountKind = 'group',
  ) {
    super();
  }
}

@CommandHandler(RevokeOAuth)
export class RevokeOAuthHandler implements ICommandHandler<RevokeOAuth> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly grants: Grants,
  ) {}

  async execute({ accountId, by, kind }: RevokeOAuth): Promise<Changed> {
    const { oauth } = accountFor(await openAccount(this.aggregates, accountId), kind, by.asker, 'edit');
    const changed = await this.aggregates.change(
      mailAccount,
      streams.mailAccount(accountId),
      (state) => {
        accountFor(state, kind, by.asker, 'edit');
        return revokeOAuth(state);
      },
      by,
      by.expectedRevision,
    );
    await this.grants.giveUp(accountId, oauth);
    return changed;
  }
}
