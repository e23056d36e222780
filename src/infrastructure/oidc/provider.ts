import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, type LocalJWKSet } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import { Unavailable } from '../../domain/errors.js';
import { fetchJson } from './fetch-json.js';
import { Kept } from './kept.js';

/** Of OpenID Connect Discovery 1.0, section 3, as much as is of use here. */
const ProviderDocument = z.object({
  issuer: z.string(),
  jwks_uri: z.string(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
export type ProviderDocument = z.infer<typeof ProviderDocument>;

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });

const DOCUMENT_TIMES = { fresh: 3_600_000, pause: 5_000 };
/** A key that nobody knows may be made up by whoever sends it: the provider is not asked for each. */
const KEY_TIMES = { fresh: 600_000, pause: 10_000 };

export interface ProviderOptions {
  readonly issuer: string;
  readonly allowInsecure: boolean;
}

/** The provider: what it says of itself, and its keys, each kept while it cannot be reached. */
export class Provider {
  private readonly kept: Kept<ProviderDocument>;
  private readonly keys: Kept<LocalJWKSet>;

  constructor(
    readonly options: ProviderOptions,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    this.kept = new Kept(() => this.reached(() => this.discover()), clock, DOCUMENT_TIMES);
    this.keys = new Kept(() => this.reached(() => this.fetchKeys()), clock, KEY_TIMES);
  }

  /** @throws Unavailable where the provider has never been reached, or is another one */
  document(): Promise<ProviderDocument> {
    return this.kept.get();
  }

  /**
   * The key that a token names. One that is not known may be new: then the provider is asked again, now and then.
   * @throws JWKSNoMatchingKey; Unavailable where nobody can tell, as the provider cannot be reached
   */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    const known = await this.keys.get();
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await this.keys.again())(header, token);
    }
  };

  /** How many keys it publishes. @throws Unavailable */
  async countKeys(): Promise<number> {
    return (await this.keys.get()).jwks().keys.length;
  }

  private async discover(): Promise<ProviderDocument> {
    const { issuer, allowInsecure } = this.options;
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const { status, body } = await fetchJson(address, { allowInsecure });
    const document = ProviderDocument.safeParse(body);
    if (status !== 200 || !document.success)
      throw new Error(`${address} answers ${status}, and no provider's document`);
    // Else one provider could speak for another (section 4.3).
    if (document.data.issuer !== issuer) {
      throw new Error(`${address} is of another issuer, ${JSON.stringify(document.data.issuer)}`);
    }
    return document.data;
  }

  private async fetchKeys(): Promise<LocalJWKSet> {
    const { jwks_uri: address } = await this.document();
    const { status, body } = await fetchJson(address, { allowInsecure: this.options.allowInsecure });
    const keys = KeySet.safeParse(body);
    if (status !== 200 || !keys.success) throw new Error(`${address} answers ${status}, and no keys`);
    // Each key is checked once it is asked for.
    return createLocalJWKSet(keys.data as JSONWebKeySet);
  }

  private async reached<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.warn({ issuer: this.options.issuer, reason }, 'the sign-in provider cannot be asked');
      throw new Unavailable('The sign-in provider cannot be asked at present; try again.', 'sign-in-unavailable', {
        cause: error,
      });
    }
  }
}
