import type { Config } from './schema.js';

/** Where providers of mailboxes send browsers back to; none: the port is any that is free. */
export function oauthRedirectOf({ oauth, http }: Config): string | undefined {
  if (oauth.redirectUri !== '') return oauth.redirectUri;
  return http.port === 0 ? undefined : `http://localhost:${http.port}/oauth/callback`;
}
