import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Invalid } from '../../domain/errors.js';
import { type OAuthProviderId, streams } from '../../domain/ids.js';
import { type OAuthPresetName, oauthPresets } from '../../domain/oauth/presets.js';
import {
  configureOAuthProvider,
  type OAuthProvider,
  type OAuthProviderSettings,
  oauthProvider,
} from '../../domain/oauth/provider.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { inProviderWords } from '../oauth/in-words.js';
import { OAUTH } from '../parts.js';
import type { OAuthClient } from '../ports/oauth-client.js';
import { AccountSecrets } from './account-secrets.js';
import type { Asked } from './asked.js';

/** What is given goes before what the issuer says of itself, that before the preset, that before what there was. */
export interface OAuthProviderInput extends Partial<Omit<OAuthProviderSettings, 'providerId' | 'secret'>> {
  readonly preset?: OAuthPresetName;
  /** Of Microsoft: the directory, by its id or its domain; default `common`. */
  readonly tenant?: string;
  /** Goes to the vault and nowhere else; null: a public client has none. */
  readonly clientSecret?: string | null;
}

/** Where mailboxes can be authorized, new or with other settings. */
export class ConfigureOAuthProvider extends Command<Changed> {
  constructor(
    readonly providerId: OAuthProviderId,
    readonly input: OAuthProviderInput,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ConfigureOAuthProvider)
export class ConfigureOAuthProviderHandler implements ICommandHandler<ConfigureOAuthProvider> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly secrets: AccountSecrets,
    @Inject(OAUTH) private readonly client: OAuthClient,
  ) {}

  async execute({ providerId, input, by }: ConfigureOAuthProvider): Promise<Changed> {
    const { issuer, allowInsecure = false, clientSecret } = input;
    const mustDiscover = typeof issuer === 'string' && input.tokenEndpoint === undefined;
    const found = mustDiscover ? await inProviderWords(providerId, this.client.discover(issuer, allowInsecure)) : {};
    const stream = streams.oauthProvider(providerId);
    const change = (secret: string | undefined) =>
      this.aggregates.change(
        oauthProvider,
        stream,
        (state) => configureOAuthProvider(state, settingsOf(providerId, state, input, found, secret)),
        by,
        by.expectedRevision,
      );
    if (!clientSecret) return change(undefined);
    const inUse = async () => (await this.aggregates.load(oauthProvider, stream)).state?.secret ?? null;
    return this.secrets.keepAs(`oauth-provider-${providerId}`, clientSecret, change, inUse);
  }
}

const NEW = {
  issuer: null,
  ...{ authorizationEndpoint: null, deviceEndpoint: null, revocationEndpoint: null },
  ...{ scopes: [], clientCredentialsScopes: [], authorizationParameters: {} },
  clientAuthentication: 'post',
  allowInsecure: false,
} as const;

function settingsOf(
  providerId: OAuthProviderId,
  before: OAuthProvider,
  { preset, tenant, clientSecret, ...given }: OAuthProviderInput,
  found: Partial<OAuthProviderSettings>,
  secret: string | undefined,
): OAuthProviderSettings {
  if (tenant !== undefined && preset !== 'microsoft') {
    throw new Invalid([{ path: 'tenant', message: 'goes with the preset microsoft' }]);
  }
  const known = preset === undefined ? {} : oauthPresets[preset](tenant);
  const all = { ...NEW, name: providerId, ...before, ...known, ...found, ...given };
  const { tokenEndpoint, clientId } = all;
  if (tokenEndpoint === undefined) {
    throw new Invalid([{ path: 'tokenEndpoint', message: 'or a preset or an issuer must be given' }]);
  }
  if (clientId === undefined) throw new Invalid([{ path: 'clientId', message: 'is missing' }]);
  const keeps = clientSecret === undefined ? (before?.secret ?? null) : null;
  return { ...all, providerId, tokenEndpoint, clientId, secret: secret ?? keeps };
}
