import { type OAuthProviderView, oauthProvidersCollection } from '../../../projections/oauth-providers.js';
import { UsageError } from '../exit.js';
import { changing, reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { defined } from './account-settings.js';
import { asObject } from './users.js';

interface ProviderOptions {
  readonly preset?: string;
  readonly tenant?: string;
  readonly name?: string;
  readonly issuer?: string;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly deviceEndpoint?: string;
  readonly revocationEndpoint?: string;
  readonly scopes?: readonly string[];
  readonly clientCredentialsScopes?: readonly string[];
  readonly parameters?: readonly string[];
  readonly clientId?: string;
  readonly clientAuthentication?: string;
  readonly allowInsecure?: boolean;
  /** False: a public client. */
  readonly clientSecret?: boolean;
}

export async function setProvider(invocation: Invocation, id: string, options: ProviderOptions): Promise<undefined> {
  const { parameters, clientSecret, ...rest } = options;
  const secret = invocation.surroundings.environment.MAILCASE_OAUTH_CLIENT_SECRET || undefined;
  const body = defined({
    ...rest,
    authorizationParameters: parameters && Object.fromEntries(parameters.map(parameterOf)),
    clientSecret: clientSecret === false ? null : secret,
  });
  if (Object.keys(body).length === 0) throw new UsageError('Nothing to change is given.');
  const path = `oauth-providers/${encodeURIComponent(id)}`;
  const answer = await changing(invocation, 'oauth-provider set', (api) => api.send('PUT', path, body));
  invocation.terminal.answer({ providerId: id, ...asObject(answer) }, () => `The provider ${id} is configured.`);
}

function parameterOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--parameters: ${text} is no name=value.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

export function listProviders(invocation: Invocation): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'oauth-provider list', async (readModels) => {
    const providers = await readModels.all<OAuthProviderView>(oauthProvidersCollection);
    terminal.answer(providers, () => {
      if (providers.length === 0) return 'There are no providers yet: `mailcase oauth-provider set`.';
      return terminal.table(providers, [
        { title: 'PROVIDER', value: ({ providerId }) => providerId },
        { title: 'NAME', value: ({ name }) => name, flexible: true },
        { title: 'TOKENS FROM', value: ({ tokenEndpoint }) => tokenEndpoint, flexible: true },
        { title: 'SECRET', value: ({ hasSecret }) => (hasSecret ? 'in the vault' : 'none') },
      ]);
    });
    return undefined;
  });
}

export async function removeProvider(invocation: Invocation, id: string): Promise<undefined> {
  const path = `oauth-providers/${encodeURIComponent(id)}`;
  const answer = await changing(invocation, 'oauth-provider remove', (api) => api.send('DELETE', path));
  invocation.terminal.answer({ providerId: id, ...asObject(answer) }, () => `The provider ${id} is removed.`);
}
