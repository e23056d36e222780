import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Unavailable } from '../../domain/errors.js';
import { fetchJson } from './fetch-json.js';
import type { Provider, ProviderDocument } from './provider.js';
import { TokenRefused } from './refusal.js';
import type { Claims, TokenVerifier } from './token-verifier.js';

export interface Client {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly redirectUri: string;
  readonly allowInsecure: boolean;
}

/** What one sign-in is known again by when the browser comes back. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636. */
  readonly verifier: string;
}

const Answer = z.object({ id_token: z.string() });

/** Signing in by a browser: the authorization code flow with PKCE (OpenID Connect Core, section 3.1; RFC 7636). */
export class Browsers {
  constructor(
    private readonly provider: Provider,
    private readonly verifier: TokenVerifier,
    private readonly client: Client,
  ) {}

  /** Whether what is kept in a browser may go by TLS alone. */
  get secure(): boolean {
    return this.client.redirectUri.startsWith('https:');
  }

  newFlow(): Flow {
    return { state: random(), nonce: random(), verifier: random() };
  }

  /** Where a browser is sent to. @throws Unavailable */
  async addressFor({ state, nonce, verifier }: Flow): Promise<string> {
    const { authorization_endpoint: endpoint } = await this.provider.document();
    if (endpoint === undefined || !URL.canParse(endpoint)) throw withoutEndpoint();
    const address = new URL(endpoint);
    const { clientId, redirectUri } = this.client;
    const asked = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
    return address.href;
  }

  /** Who has signed in, for the code that the provider has sent back. @throws TokenRefused, Unavailable */
  async claimsFor(code: string, { nonce, verifier }: Pick<Flow, 'nonce' | 'verifier'>): Promise<Claims> {
    const { clientId } = this.client;
    const claims = await this.verifier.verify(await this.exchange(code, verifier), [clientId]);
    // One that was made for another browser must not let this one in.
    if (claims.nonce !== nonce) throw new TokenRefused('wrong-nonce');
    if (claims.azp !== undefined && claims.azp !== clientId) throw new TokenRefused('wrong-party');
    return claims;
  }

  private async exchange(code: string, verifier: string): Promise<string> {
    const document = await this.provider.document();
    if (document.token_endpoint === undefined) throw withoutEndpoint();
    const { redirectUri, allowInsecure } = this.client;
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    const headers = this.authenticate(document, body);
    const { status, body: answered } = await fetchJson(document.token_endpoint, {
      allowInsecure,
      init: { method: 'POST', headers, body },
    }).catch((error: unknown) => {
      throw new Unavailable('The sign-in provider cannot be asked at present; try again.', 'sign-in-unavailable', {
        cause: error,
      });
    });
    const answer = Answer.safeParse(answered);
    if (status !== 200 || !answer.success) throw new TokenRefused('wrong-code');
    return answer.data.id_token;
  }

  /** As the provider takes it; what every provider has to take is Basic (RFC 6749, section 2.3.1). */
  private authenticate(document: ProviderDocument, body: URLSearchParams): Record<string, string> {
    const { clientId, clientSecret } = this.client;
    const ways = document.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    if (clientSecret && ways.includes('client_secret_basic')) {
      const encoded = [clientId, clientSecret].map(encodeURIComponent).join(':');
      return { authorization: `Basic ${Buffer.from(encoded).toString('base64')}` };
    }
    body.set('client_id', clientId);
    if (clientSecret) body.set('client_secret', clientSecret);
    return {};
  }
}

const random = (): string => randomBytes(32).toString('base64url');

const withoutEndpoint = (): Unavailable =>
  new Unavailable('The sign-in provider does not say where browsers sign in.', 'sign-in-unavailable');
