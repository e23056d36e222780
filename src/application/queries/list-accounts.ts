import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { sendingAccountsCollection } from '../../projections/outbox.js';
import { type Asker, levelOf } from '../access/asker.js';
import type { Filter } from '../ports/document-store.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { type WithOutgoing, withOutgoing } from './with-outgoing.js';

/** Accounts of groups, or users' own: as far as the asker's permission reaches. */
export class ListAccounts extends Query<PageOf<WithOutgoing<MailboxView>>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
    readonly whose: 'group' | Asker = 'group',
  ) {
    super();
  }
}

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after, whose }: ListAccounts): Promise<PageOf<WithOutgoing<MailboxView>>> {
    await this.readModels.reached(after, mailboxesCollection, sendingAccountsCollection);
    const { items, next } = await this.readModels.find<MailboxView>(mailboxesCollection, {
      where: accountsWhere(whose),
      sort: { field: 'emailAddress', direction: 'asc' },
      ...pageOf(paging),
    });
    return { items: await withOutgoing(this.readModels, items), next };
  }
}

function accountsWhere(whose: 'group' | Asker): Filter {
  if (whose === 'group') return { kind: 'group' };
  return levelOf(whose, 'personalAccounts', 'read') === 'all' ? { kind: 'personal' } : { owner: whose.userId };
}
