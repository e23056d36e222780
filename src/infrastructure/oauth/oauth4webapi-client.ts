import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import {
  type DeviceCode,
  type GrantedTokens,
  type OAuthClient,
  type OAuthParty,
  OAuthRefused,
} from '../../application/ports/oauth-client.js';
import type { OAuthProviderSettings } from '../../domain/oauth/provider.js';
import { boundedFetch } from './bounded-fetch.js';
import { explain } from './explain.js';

/** Seconds between two questions, where the provider does not say (RFC 8628, section 3.2). */
const INTERVAL = 5;

/** Providers over HTTPS, by oauth4webapi. */
export class Oauth4webapiClient implements OAuthClient {
  async discover(issuer: string, allowInsecure: boolean): Promise<Partial<OAuthProviderSettings>> {
    try {
      const address = new URL(issuer);
      const found =
        (await discovered(address, 'oidc', allowInsecure)) ?? (await discovered(address, 'oauth2', allowInsecure));
      if (!found) throw new OAuthRefused('not-found', `${issuer} does not say what its endpoints are`);
      const { token_endpoint: tokenEndpoint, token_endpoint_auth_methods_supported: methods } = found;
      return {
        issuer: found.issuer,
        authorizationEndpoint: found.authorization_endpoint ?? null,
        ...(tokenEndpoint === undefined ? {} : { tokenEndpoint }),
        deviceEndpoint: found.device_authorization_endpoint ?? null,
        revocationEndpoint: found.revocation_endpoint ?? null,
        // What a provider that does not say takes (RFC 8414, section 2).
        clientAuthentication: methods?.includes('client_secret_post') ? 'post' : 'basic',
      };
    } catch (error) {
      throw explain(error);
    }
  }

  async authorizationUrl(
    { provider }: OAuthParty,
    { state, verifier, redirectUri, hint }: Parameters<OAuthClient['authorizationUrl']>[1],
  ): Promise<string> {
    if (provider.authorizationEndpoint === null) throw without('authorization');
    const address = new URL(provider.authorizationEndpoint);
    const asked = {
      ...{ login_hint: hint, ...provider.authorizationParameters },
      response_type: 'code',
      client_id: provider.clientId,
      redirect_uri: redirectUri,
      scope: provider.scopes.join(' '),
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
    return address.href;
  }

  exchange(
    party: OAuthParty,
    callback: Readonly<Record<string, string>>,
    { state, verifier, redirectUri }: Parameters<OAuthClient['exchange']>[2],
  ): Promise<GrantedTokens> {
    return this.tokens(party, (as, client, options) => {
      const parameters = new URLSearchParams(callback);
      // RFC 9207 compares it with an issuer that is known; of this provider none is.
      if (party.provider.issuer === null) parameters.delete('iss');
      const checked = oauth.validateAuthResponse(as, client, parameters, state);
      const authentication = authenticationOf(party);
      return oauth.authorizationCodeGrantRequest(as, client, authentication, checked, redirectUri, verifier, options);
    });
  }

  async deviceCode(party: OAuthParty): Promise<DeviceCode> {
    const { provider } = party;
    if (provider.deviceEndpoint === null) throw without('device');
    const { as, client, options } = surroundings(party);
    try {
      const asked = { scope: provider.scopes.join(' ') };
      const response = await oauth.deviceAuthorizationRequest(as, client, authenticationOf(party), asked, options);
      const answer = await oauth.processDeviceAuthorizationResponse(as, client, response);
      return {
        deviceCode: answer.device_code,
        userCode: answer.user_code,
        verificationUri: answer.verification_uri,
        verificationUriComplete: answer.verification_uri_complete ?? null,
        expiresIn: answer.expires_in,
        interval: answer.interval ?? INTERVAL,
      };
    } catch (error) {
      throw explain(error);
    }
  }

  pollDevice(party: OAuthParty, deviceCode: string): Promise<GrantedTokens> {
    return this.tokens(party, (as, client, options) =>
      oauth.deviceCodeGrantRequest(as, client, authenticationOf(party), deviceCode, options),
    );
  }

  clientCredentials(party: OAuthParty): Promise<GrantedTokens> {
    const asked = { scope: party.provider.clientCredentialsScopes.join(' ') };
    return this.tokens(party, (as, client, options) =>
      oauth.clientCredentialsGrantRequest(as, client, authenticationOf(party), asked, options),
    );
  }

  refresh(party: OAuthParty, refreshToken: string): Promise<GrantedTokens> {
    return this.tokens(party, (as, client, options) =>
      oauth.refreshTokenGrantRequest(as, client, authenticationOf(party), refreshToken, options),
    );
  }

  async revoke(party: OAuthParty, token: string): Promise<void> {
    if (party.provider.revocationEndpoint === null) return;
    const { as, client, options } = surroundings(party);
    try {
      await oauth.processRevocationResponse(
        await oauth.revocationRequest(as, client, authenticationOf(party), token, options),
      );
    } catch (error) {
      throw explain(error);
    }
  }

  private async tokens(
    party: OAuthParty,
    ask: (as: oauth.AuthorizationServer, client: oauth.Client, options: Options) => Promise<Response>,
  ): Promise<GrantedTokens> {
    const { as, client, options } = surroundings(party);
    try {
      const response = await ask(as, client, options);
      const from = { ...as, issuer: party.provider.issuer ?? (await issuerOf(response.clone())) ?? as.issuer };
      const answer = await oauth.processGenericTokenEndpointResponse(from, client, response);
      const email = oauth.getValidatedIdTokenClaims(answer)?.email;
      return {
        accessToken: answer.access_token,
        refreshToken: answer.refresh_token ?? null,
        expiresIn: answer.expires_in ?? null,
        scopes: answer.scope?.split(' ').filter((scope) => scope !== '') ?? null,
        email: typeof email === 'string' && email.length <= 320 ? email.trim().toLowerCase() : null,
      };
    } catch (error) {
      throw explain(error);
    }
  }
}

interface Options {
  readonly [oauth.allowInsecureRequests]: boolean;
  readonly [oauth.customFetch]: ReturnType<typeof boundedFetch>;
}

const optionsFor = (allowInsecure: boolean): Options => ({
  [oauth.allowInsecureRequests]: allowInsecure,
  [oauth.customFetch]: boundedFetch(allowInsecure),
});

function surroundings({ provider }: OAuthParty) {
  const as: oauth.AuthorizationServer = {
    issuer: provider.issuer ?? provider.tokenEndpoint,
    token_endpoint: provider.tokenEndpoint,
    ...(provider.deviceEndpoint === null ? {} : { device_authorization_endpoint: provider.deviceEndpoint }),
    ...(provider.revocationEndpoint === null ? {} : { revocation_endpoint: provider.revocationEndpoint }),
  };
  const client: oauth.Client = { client_id: provider.clientId, [oauth.clockTolerance]: 300 };
  return { as, client, options: optionsFor(provider.allowInsecure) };
}

function authenticationOf({ provider, clientSecret }: OAuthParty): oauth.ClientAuth {
  if (clientSecret === null) return oauth.None();
  return provider.clientAuthentication === 'basic'
    ? oauth.ClientSecretBasic(clientSecret)
    : oauth.ClientSecretPost(clientSecret);
}

const WithIdToken = z.object({ id_token: z.string() });

/**
 * Who has issued the ID token of an answer. Where the provider's issuer is not known beforehand, TLS vouches for it, which
 * has brought it from the provider itself (OpenID Connect Core, section 3.1.3.7, 6).
 */
async function issuerOf(response: Response): Promise<string | null> {
  const answer = WithIdToken.safeParse(await response.json().catch(() => null));
  return answer.success ? (decodeJwt(answer.data.id_token).iss ?? null) : null;
}

/** None: there is no such document. */
async function discovered(
  issuer: URL,
  algorithm: 'oidc' | 'oauth2',
  allowInsecure: boolean,
): Promise<oauth.AuthorizationServer | null> {
  const response = await oauth.discoveryRequest(issuer, { algorithm, ...optionsFor(allowInsecure) });
  return response.status === 404 ? null : oauth.processDiscoveryResponse(issuer, response);
}

const without = (endpoint: string): OAuthRefused =>
  new OAuthRefused('unsupported', `this provider has no ${endpoint} endpoint`);
