import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export class ListAccounts extends Query<PageOf<MailboxView>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after }: ListAccounts): Promise<PageOf<MailboxView>> {
    await this.readModels.reached(after, mailboxesCollection);
    return this.readModels.find<MailboxView>(mailboxesCollection, {
      sort: { field: 'emailAddress', direction: 'asc' },
      ...pageOf(paging),
    });
  }
}
