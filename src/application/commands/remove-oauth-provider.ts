import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OAuthProviderId, streams } from '../../domain/ids.js';
import { oauthProvider, removeOAuthProvider } from '../../domain/oauth/provider.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { VAULT } from '../parts.js';
import type { Vault } from '../ports/vault.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

/** Nothing is authorized there any more, and its secret is gone. */
export class RemoveOAuthProvider extends Command<Changed> {
  constructor(
    readonly providerId: OAuthProviderId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RemoveOAuthProvider)
export class RemoveOAuthProviderHandler implements ICommandHandler<RemoveOAuthProvider> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    @Inject(VAULT) private readonly vault: Vault,
  ) {}

  async execute({ providerId, by }: RemoveOAuthProvider): Promise<Changed> {
    const accounts = await this.readModels.all<MailboxView>(mailboxesCollection);
    const usedBy = accounts.filter(({ oauth }) => oauth?.providerId === providerId).map((one) => one.emailAddress);
    const stream = streams.oauthProvider(providerId);
    const { state: before } = await this.aggregates.load(oauthProvider, stream);
    const changed = await this.aggregates.change(
      oauthProvider,
      stream,
      (state) => removeOAuthProvider(state, providerId, usedBy),
      by,
      by.expectedRevision,
    );
    if (before?.secret) await this.vault.remove(before.secret);
    return changed;
  }
}
