import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Config } from '../config/index.js';
import { Browsers } from './browsers.js';
import { type Person, personOf } from './person.js';
import { Provider } from './provider.js';
import { TokenVerifier } from './token-verifier.js';

type Settings = Config['oidc'];

/** The provider as it is configured: whom it vouches for. */
export class SignInProvider {
  readonly provider: Provider;
  /** None: people sign in elsewhere and bring a token. */
  readonly browsers: Browsers | null;
  private readonly verifier: TokenVerifier;

  constructor(
    private readonly settings: Settings,
    clientSecret: string | undefined,
    clock: Clock,
    logger: Logger,
  ) {
    const { issuer, allowInsecure, authorizedParties, clockTolerance, clientId, redirectUri } = settings;
    const audiences = [...settings.audiences, ...(clientId === '' ? [] : [clientId])];
    this.provider = new Provider({ issuer, allowInsecure }, clock, logger);
    this.verifier = new TokenVerifier(this.provider, { audiences, authorizedParties, clockTolerance }, clock);
    this.browsers =
      clientId === ''
        ? null
        : new Browsers(this.provider, this.verifier, { clientId, clientSecret, redirectUri, allowInsecure });
  }

  get issuer(): string {
    return this.settings.issuer;
  }

  /** Whether somebody who is no user yet becomes one. */
  get registers(): boolean {
    return this.settings.register;
  }

  get sessionHours(): number {
    return this.settings.sessionHours;
  }

  /** Whom a token means. @throws TokenRefused, Unavailable */
  async personOf(token: string): Promise<Person> {
    return personOf(await this.verifier.verify(token), this.settings);
  }

  /** Who has come back from the provider. @throws TokenRefused, SignInRefused, Unavailable */
  async personBehind(browsers: Browsers, code: string, flow: { readonly nonce: string; readonly verifier: string }) {
    return personOf(await browsers.claimsFor(code, flow), this.settings);
  }
}

/** None: there is no provider. */
export function signInProviderOf(
  settings: Settings,
  clientSecret: string | undefined,
  clock: Clock,
  logger: Logger,
): SignInProvider | null {
  return settings.issuer === '' ? null : new SignInProvider(settings, clientSecret, clock, logger);
}
