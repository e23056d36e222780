import { type OAuthProviderId, streams } from '../../domain/ids.js';
import { oauthProvider } from '../../domain/oauth/provider.js';
import type { Aggregates } from '../log/aggregates.js';
import type { OAuthParty } from '../ports/oauth-client.js';
import type { Vault } from '../ports/vault.js';

/** A provider with this service's secret there; none: it is not configured. */
export async function partyOf(
  aggregates: Aggregates,
  vault: Vault,
  providerId: OAuthProviderId,
): Promise<OAuthParty | null> {
  const { state } = await aggregates.load(oauthProvider, streams.oauthProvider(providerId));
  if (state === null) return null;
  return { provider: state, clientSecret: state.secret === null ? null : await vault.get(state.secret) };
}
