import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { mayWithAccountsOf, type Whose } from '../access/account-access.js';
import { ReadModels } from './read-models.js';

export class GetAccount extends Query<MailboxView> {
  constructor(
    readonly accountId: string,
    readonly after?: Position,
    readonly whose: Whose = 'group',
  ) {
    super();
  }
}

@QueryHandler(GetAccount)
export class GetAccountHandler implements IQueryHandler<GetAccount> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ accountId, after, whose }: GetAccount): Promise<MailboxView> {
    await this.readModels.reached(after, mailboxesCollection);
    const what = whose === 'group' ? 'mail account' : 'personal account';
    const account = await this.readModels.mustGet<MailboxView>(mailboxesCollection, accountId, what);
    const { owner } = account;
    const isShown = whose === 'group' ? owner === null : owner !== null && mayWithAccountsOf(whose, owner, 'read');
    if (!isShown) throw new NotFound(what, accountId);
    return account;
  }
}
