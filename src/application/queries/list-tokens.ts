import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { apiTokensCollection, type TokenView } from '../../projections/people.js';
import type { Filter } from '../ports/document-store.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** A token as it may be shown: without its hash. */
export type ListedToken = Omit<TokenView, 'hash'>;

export class ListTokens extends Query<PageOf<ListedToken>> {
  constructor(
    /** None: everybody's. */
    readonly userId: string | null,
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListTokens)
export class ListTokensHandler implements IQueryHandler<ListTokens> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ userId, paging, after }: ListTokens): Promise<PageOf<ListedToken>> {
    await this.readModels.reached(after, apiTokensCollection);
    const where: Filter = userId === null ? {} : { userId };
    const { items, next } = await this.readModels.find<TokenView>(apiTokensCollection, { where, ...pageOf(paging) });
    return { items: items.map(({ hash: _, ...token }) => token), next };
  }
}
