import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import type { AccountId, OAuthProviderId } from '../../domain/ids.js';
import { accountFor } from '../access/account-access.js';
import { Aggregates } from '../log/aggregates.js';
import { type Granted, Grants } from '../oauth/grants.js';
import { inProviderWords } from '../oauth/in-words.js';
import { OAUTH } from '../parts.js';
import type { OAuthClient } from '../ports/oauth-client.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';

/**
 * A group's account is opened in the name of this service itself (RFC 6749, section 4.4): the shared mailboxes of
 * Microsoft 365. It would open any mailbox of the directory, so it is none of users' own.
 */
export class GrantClientCredentials extends Command<Granted> {
  constructor(
    readonly accountId: AccountId,
    /** None: where it was authorized before. */
    readonly providerId: OAuthProviderId | undefined,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(GrantClientCredentials)
export class GrantClientCredentialsHandler implements ICommandHandler<GrantClientCredentials> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly grants: Grants,
    @Inject(OAUTH) private readonly client: OAuthClient,
  ) {}

  async execute({ accountId, providerId, by }: GrantClientCredentials): Promise<Granted> {
    const account = accountFor(await openAccount(this.aggregates, accountId), 'group', by.asker, 'edit');
    const party = await this.grants.party(account, providerId);
    const { name, clientCredentialsScopes } = party.provider;
    if (clientCredentialsScopes.length === 0) {
      throw new Rejected(
        'oauth-unsupported',
        `${name} has no clientCredentialsScopes: this service may ask for nothing itself.`,
      );
    }
    const given = await inProviderWords(name, this.client.clientCredentials(party));
    return this.grants.take(accountId, party, 'client-credentials', given, by);
  }
}
