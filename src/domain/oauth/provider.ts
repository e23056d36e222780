import type { Decider } from '../decider.js';
import { Invalid, type InvalidField, NotFound, Rejected } from '../errors.js';
import type { OAuthProviderId } from '../ids.js';
import { isSafe } from '../safe-address.js';
import type { OAuthProviderEvent } from './events.js';

export type OAuthProviderSettings = Extract<OAuthProviderEvent, { type: 'OAuthProviderConfigured' }>['data'];

/** Where mailboxes are authorized (RFC 6749); none: absent. */
export type OAuthProvider = OAuthProviderSettings | null;

export const oauthProvider: Decider<OAuthProvider, OAuthProviderEvent> = {
  initialState: () => null,
  evolve: (_, { type, data }) => (type === 'OAuthProviderConfigured' ? data : null),
};

const ENDPOINTS = ['authorizationEndpoint', 'tokenEndpoint', 'deviceEndpoint', 'revocationEndpoint'] as const;

/** A provider, new or with other settings. @throws Invalid for endpoints that secrets must not be sent to */
export function configureOAuthProvider(state: OAuthProvider, settings: OAuthProviderSettings): OAuthProviderEvent[] {
  const unsafe = ENDPOINTS.flatMap((path): InvalidField[] => {
    const address = settings[path];
    if (address === null || isSafe(address, settings.allowInsecure)) return [];
    return [{ path, message: 'must begin with https://, or be on this machine and allowed' }];
  });
  if (unsafe.length > 0) throw new Invalid(unsafe);
  if (
    settings.authorizationEndpoint === null &&
    settings.deviceEndpoint === null &&
    !settings.clientCredentialsScopes.length
  ) {
    throw new Invalid([
      { path: 'authorizationEndpoint', message: 'or deviceEndpoint or clientCredentialsScopes must be given' },
    ]);
  }
  return JSON.stringify(state) === JSON.stringify(settings)
    ? []
    : [{ type: 'OAuthProviderConfigured', data: settings }];
}

/** @param usedBy accounts that were authorized there, as far as is known */
export function removeOAuthProvider(
  state: OAuthProvider,
  providerId: OAuthProviderId,
  usedBy: readonly string[],
): OAuthProviderEvent[] {
  if (state === null) throw new NotFound('oauth provider', providerId);
  if (usedBy.length > 0) {
    const some = usedBy.slice(0, 5).join(', ');
    throw new Rejected(
      'oauth-provider-in-use',
      `Accounts are still authorized at ${providerId}: ${some}${usedBy.length > 5 ? '…' : ''}.`,
    );
  }
  return [{ type: 'OAuthProviderRemoved', data: { providerId } }];
}
