import { live } from '../application/ports/document-store.js';
import type { OAuthProviderSettings } from '../domain/oauth/provider.js';
import { at, projection, remove } from './projection.js';

/** Where mailboxes can be authorized, without the secret. */
export interface OAuthProviderView extends Omit<OAuthProviderSettings, 'secret'> {
  readonly hasSecret: boolean;
  /** Of its stream: what `If-Match` names. */
  readonly revision: number;
}

export const oauthProviders = projection<OAuthProviderView>(
  'oauth-providers',
  { version: 1, askedWhileBuilt: true, fields: [], indexes: [] },
  {
    OAuthProviderConfigured: ({ data: { secret, ...provider }, revision }) =>
      at(provider.providerId, () => ({ ...provider, hasSecret: secret !== null, revision })),
    OAuthProviderRemoved: ({ data }) => remove(data.providerId),
  },
);
export const oauthProvidersCollection = live(oauthProviders.spec);
