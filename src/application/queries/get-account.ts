import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type MailboxView, mailboxesCollection } from '../../projections/mailboxes.js';
import { ReadModels } from './read-models.js';

export class GetAccount extends Query<MailboxView> {
  constructor(
    readonly accountId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetAccount)
export class GetAccountHandler implements IQueryHandler<GetAccount> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ accountId, after }: GetAccount): Promise<MailboxView> {
    await this.readModels.reached(after, mailboxesCollection);
    return this.readModels.mustGet<MailboxView>(mailboxesCollection, accountId, 'mail account');
  }
}
