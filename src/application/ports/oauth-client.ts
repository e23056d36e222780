import type { OAuthProviderSettings } from '../../domain/oauth/provider.js';

/** A provider with this service's secret there; none: a public client. */
export interface OAuthParty {
  readonly provider: OAuthProviderSettings;
  readonly clientSecret: string | null;
}

/** What a token endpoint gives (RFC 6749, section 5.1). */
export interface GrantedTokens {
  readonly accessToken: string;
  /** None: what there was goes on, or there is none. */
  readonly refreshToken: string | null;
  /** Seconds; none: the provider does not say. */
  readonly expiresIn: number | null;
  /** None: those that were asked for. */
  readonly scopes: readonly string[] | null;
  /** The address of who has signed in (`email` of the ID token), in lower case; none: the provider does not say. */
  readonly email: string | null;
}

/** Of RFC 8628, section 3.2. */
export interface DeviceCode {
  readonly deviceCode: string;
  /** What somebody types at `verificationUri`. */
  readonly userCode: string;
  readonly verificationUri: string;
  /** The same with the code in it; none: it has to be typed. */
  readonly verificationUriComplete: string | null;
  /** Seconds. */
  readonly expiresIn: number;
  /** Seconds between two questions. */
  readonly interval: number;
}

/** The provider says no: `code` is its `error` (RFC 6749, section 5.2; RFC 8628, section 3.5), the message its words. */
export class OAuthRefused extends Error {
  override readonly name = 'OAuthRefused';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The provider cannot be asked, or answers what nobody can use; trying again may help. In words, without secrets. */
export class OAuthUnavailable extends Error {
  override readonly name = 'OAuthUnavailable';
}

/** The protocol of OAuth 2 (RFC 6749) towards providers. All methods throw OAuthRefused or OAuthUnavailable. */
export interface OAuthClient {
  /** What an issuer says of its endpoints (RFC 8414; OpenID Connect Discovery 1.0). */
  discover(issuer: string, allowInsecure: boolean): Promise<Partial<OAuthProviderSettings>>;
  /** Where a browser is sent to, with PKCE (RFC 7636, S256). */
  authorizationUrl(
    party: OAuthParty,
    request: { readonly state: string; readonly verifier: string; readonly redirectUri: string; readonly hint: string },
  ): Promise<string>;
  /** Tokens for what the browser has brought back: the parameters of the callback. */
  exchange(
    party: OAuthParty,
    callback: Readonly<Record<string, string>>,
    request: { readonly state: string; readonly verifier: string; readonly redirectUri: string },
  ): Promise<GrantedTokens>;
  deviceCode(party: OAuthParty): Promise<DeviceCode>;
  /** One question; `authorization_pending` and `slow_down` come as OAuthRefused. */
  pollDevice(party: OAuthParty, deviceCode: string): Promise<GrantedTokens>;
  clientCredentials(party: OAuthParty): Promise<GrantedTokens>;
  refresh(party: OAuthParty, refreshToken: string): Promise<GrantedTokens>;
  /** RFC 7009; of a provider that has no endpoint for it nothing is asked. */
  revoke(party: OAuthParty, token: string): Promise<void>;
}
