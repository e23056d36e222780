import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { apiTokensCollection, type TokenView } from '../../projections/people.js';
import { TokenUses } from '../access/token-uses.js';
import type { Filter } from '../ports/document-store.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** A token as it may be shown: without its hash. */
export interface ListedToken extends Omit<TokenView, 'hash'> {
  /** Within an hour; none: never, as far as is known. */
  readonly lastUsedAt: string | null;
}

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
  constructor(
    private readonly readModels: ReadModels,
    private readonly uses: TokenUses,
  ) {}

  async execute({ userId, paging, after }: ListTokens): Promise<PageOf<ListedToken>> {
    await this.readModels.reached(after, apiTokensCollection);
    const where: Filter = userId === null ? {} : { userId };
    const { items, next } = await this.readModels.find<TokenView>(apiTokensCollection, { where, ...pageOf(paging) });
    const used = await this.uses.of(items.map(({ tokenId }) => tokenId));
    const shown = items.map(({ hash: _, ...token }) => ({ ...token, lastUsedAt: used.get(token.tokenId) ?? null }));
    return { items: shown, next };
  }
}
