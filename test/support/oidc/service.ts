import type { Adapters } from '../../../src/application/mailcase.js';
import type { Clock } from '../../../src/application/ports/clock.js';
import { silent } from '../../../src/application/ports/logger.js';
import { type Config, configSchema } from '../../../src/infrastructure/config/index.js';
import { signInProviderOf } from '../../../src/infrastructure/oidc/index.js';
import { systemClock } from '../../../src/infrastructure/process/system-clock.js';
import { TestService } from '../http.js';
import type { TestProvider } from './provider.js';

/** A provider whose tokens are taken, and where browsers sign in. */
export function signInSettings(provider: TestProvider, settings: Partial<Config['oidc']> = {}): Config['oidc'] {
  const { oidc } = configSchema.parse({
    oidc: {
      issuer: provider.issuer,
      audiences: ['mailcase'],
      clientId: 'dashboard',
      redirectUri: 'http://127.0.0.1:1/api/v1/auth/oidc/callback',
      allowInsecure: true,
      ...settings,
    },
  });
  return oidc;
}

/** A Mailcase whose people sign in at a provider, by a browser as well. */
export async function startSignIn(
  provider: TestProvider,
  settings: Partial<Config['oidc']> = {},
  overrides: Partial<Adapters> = {},
): Promise<TestService> {
  const clock: Clock = overrides.clock ?? systemClock;
  const signIn = signInProviderOf(signInSettings(provider, settings), undefined, clock, silent) ?? undefined;
  return TestService.start(overrides, { signIn });
}

/** A browser that keeps cookies and is sent around. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  async ask(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { ...init.headers, ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
      if (/max-age=0/i.test(set)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Begins to sign in, and signs in at the provider; where that sends it back to, on this service. */
  async throughProvider(service: TestService, query = ''): Promise<string> {
    const begun = await this.ask(`${service.address}/api/v1/auth/oidc${query}`);
    const there = await this.ask(begun.headers.get('location') ?? '');
    const { pathname, search } = new URL(there.headers.get('location') ?? '');
    return `${service.address}${pathname}${search}`;
  }

  get names(): readonly string[] {
    return [...this.cookies.keys()];
  }

  valueOf(name: string): string {
    return this.cookies.get(name) ?? '';
  }

  put(name: string, value: string): void {
    this.cookies.set(name, value);
  }
}
