import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type OAuthProviderView, oauthProvidersCollection } from '../../projections/oauth-providers.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export class ListOAuthProviders extends Query<PageOf<OAuthProviderView>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListOAuthProviders)
export class ListOAuthProvidersHandler implements IQueryHandler<ListOAuthProviders> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after }: ListOAuthProviders): Promise<PageOf<OAuthProviderView>> {
    await this.readModels.reached(after, oauthProvidersCollection);
    return this.readModels.find<OAuthProviderView>(oauthProvidersCollection, pageOf(paging));
  }
}

export class GetOAuthProvider extends Query<OAuthProviderView> {
  constructor(
    readonly providerId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetOAuthProvider)
export class GetOAuthProviderHandler implements IQueryHandler<GetOAuthProvider> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ providerId, after }: GetOAuthProvider): Promise<OAuthProviderView> {
    await this.readModels.reached(after, oauthProvidersCollection);
    return this.readModels.mustGet<OAuthProviderView>(oauthProvidersCollection, providerId, 'oauth provider');
  }
}
