import { Rejected } from '../../../domain/errors.js';

/** Where providers send browsers back to; null: nobody knows. */
export const OAUTH_REDIRECT = Symbol('OAuthRedirect');

/** @throws Rejected where it is not known */
export function mustRedirect(redirectUri: string | null): string {
  if (redirectUri !== null) return redirectUri;
  throw new Rejected('oauth-no-redirect', 'Where this service can be reached is not known: set oauth.redirectUri.');
}
