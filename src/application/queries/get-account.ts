import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { type SendingAccountView, sendingAccountsCollection } from '../../projections/outbox.js';
import { type AccountKind, mayWithAccountsOf } from '../access/account-access.js';
import type { Asker } from '../access/asker.js';
import { ReadModels } from './read-models.js';
import { outgoingOf, type WithOutgoing } from './with-outgoing.js';

export class GetAccount extends Query<WithOutgoing<MailboxView>> {
  constructor(
    readonly accountId: string,
    readonly after?: Position,
    readonly kind: AccountKind = 'group',
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetAccount)
export class GetAccountHandler implements IQueryHandler<GetAccount> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ accountId, after, kind, asker }: GetAccount): Promise<WithOutgoing<MailboxView>> {
    await this.readModels.reached(after, mailboxesCollection, sendingAccountsCollection);
    const what = kind === 'group' ? 'mail account' : 'personal account';
    const account = await this.readModels.mustGet<MailboxView>(mailboxesCollection, accountId, what);
    const { owner } = account;
    const isShown = kind === 'group' ? owner === null : owner !== null && mayWithAccountsOf(asker, owner, 'read');
    if (!isShown) throw new NotFound(what, accountId);
    const sending = await this.readModels.get<SendingAccountView>(sendingAccountsCollection, accountId);
    return { ...account, outgoing: outgoingOf(sending) };
  }
}
