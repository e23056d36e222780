import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { apiTokensCollection, type TokenView } from '../../projections/people.js';
import { ReadModels } from './read-models.js';

export class GetToken extends Query<Omit<TokenView, 'hash'>> {
  constructor(readonly tokenId: string) {
    super();
  }
}

@QueryHandler(GetToken)
export class GetTokenHandler implements IQueryHandler<GetToken> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ tokenId }: GetToken): Promise<Omit<TokenView, 'hash'>> {
    const { hash: _, ...token } = await this.readModels.mustGet<TokenView>(apiTokensCollection, tokenId, 'token');
    return token;
  }
}
