import { z } from 'zod';
import { OAuthProviderId } from '../../../domain/ids.js';
import { Scopes } from '../../../domain/oauth/events.js';
import { oauthPresets } from '../../../domain/oauth/presets.js';
import { Changed, instant, page, text } from './common.js';

const endpoint = z.url().max(500);
/** No parameter of ours can be replaced by one of these. */
const parameters = z.record(z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/), z.string().max(1_000));

export const OAuthProviderInput = z
  .strictObject({
    preset: z
      .enum(Object.keys(oauthPresets) as (keyof typeof oauthPresets)[])
      .optional()
      .describe('What is published of a provider; what is given besides goes before it'),
    tenant: z
      .string()
      .regex(/^[\w.-]{1,200}$/)
      .optional()
      .describe('With the preset microsoft: the directory, by its id or domain; default common'),
    name: text(200).optional(),
    issuer: endpoint.optional().describe('Without a tokenEndpoint it is asked for its endpoints'),
    authorizationEndpoint: endpoint.nullable().optional(),
    tokenEndpoint: endpoint.optional(),
    deviceEndpoint: endpoint.nullable().optional().describe('RFC 8628'),
    revocationEndpoint: endpoint.nullable().optional().describe('RFC 7009'),
    scopes: Scopes.optional().describe('What users are asked for'),
    clientCredentialsScopes: Scopes.optional().describe('What the service asks for itself'),
    authorizationParameters: parameters.optional().describe('What the authorization request says besides'),
    clientId: text(500).optional(),
    clientSecret: z
      .string()
      .min(1)
      .max(2_000)
      .nullable()
      .optional()
      .describe('Goes to the vault; in no answer. null: a public client has none'),
    clientAuthentication: z.enum(['basic', 'post']).optional().describe('Default post'),
    allowInsecure: z.boolean().optional().describe('Endpoints on this very machine without TLS, for trying out'),
  })
  .meta({ id: 'OAuthProviderInput', description: 'What is left out stays as it is' });

export const OAuthProvider = z
  .object({
    providerId: z.string(),
    name: z.string(),
    issuer: z.string().nullable(),
    authorizationEndpoint: z.string().nullable(),
    tokenEndpoint: z.string(),
    deviceEndpoint: z.string().nullable(),
    revocationEndpoint: z.string().nullable(),
    scopes: z.array(z.string()),
    clientCredentialsScopes: z.array(z.string()),
    authorizationParameters: z.record(z.string(), z.string()),
    clientId: z.string(),
    clientAuthentication: z.enum(['basic', 'post']),
    allowInsecure: z.boolean(),
    hasSecret: z.boolean(),
    redirectUri: z
      .string()
      .nullable()
      .describe('What has to be registered at the provider; null: the service has no fixed port'),
    revision: z.int(),
  })
  .meta({ id: 'OAuthProvider' });
const OAuthProviderSummary = z
  .object({
    providerId: z.string(),
    name: z.string(),
    browser: z.boolean().describe('Accounts can be authorized by a browser'),
    device: z.boolean().describe('…by a device code'),
    clientCredentials: z.boolean().describe("…in the service's own name, by administrators"),
  })
  .meta({ id: 'OAuthProviderSummary' });
export const OAuthProviders = page('OAuthProviders', OAuthProviderSummary);

export const AuthorizationRequest = z
  .strictObject({ providerId: OAuthProviderId.optional().describe('Default: where it was authorized before') })
  .prefault({})
  .meta({ id: 'OAuthAuthorizationRequest' });
export const BegunAuthorization = z
  .object({ url: z.string().describe('Where a browser is sent to'), until: instant.describe('It is over then') })
  .meta({ id: 'OAuthAuthorization' });
export const BegunDeviceAuthorization = z
  .object({
    userCode: z.string().describe('What the person types'),
    verificationUri: z.string().describe('…and where'),
    verificationUriComplete: z.string().nullable().describe('The same with the code in it'),
    interval: z.number().describe('Seconds until it is worth asking'),
    until: instant.describe('It is over then'),
  })
  .meta({ id: 'OAuthDeviceAuthorization' });
const granted = {
  ...Changed.shape,
  accountId: z.string(),
  emailAddress: z.string(),
  providerId: z.string(),
  grantedBy: z.string().nullable().describe('Who has signed in at the provider, where it says so'),
  warnings: z.array(z.string()).describe('What may keep the account from working, in words'),
};
export const Granted = z.object(granted).meta({ id: 'OAuthGranted' });
export const DeviceAuthorizationState = z
  .union([
    z.object({ status: z.literal('granted'), ...granted }),
    z.object({ status: z.literal('pending'), interval: z.number().describe('Seconds until it is worth asking again') }),
  ])
  .meta({ id: 'OAuthDeviceAuthorizationState' });

/** What a provider sends a browser back with (RFC 6749, sections 4.1.2 and 4.1.2.1; RFC 9207); it may say more. */
export const OAuthCallbackQuery = z.object({
  state: z.string().max(500).default(''),
  code: z.string().max(8_000).optional(),
  error: z.string().max(500).optional(),
  error_description: z.string().max(4_000).optional(),
  iss: z.string().max(500).optional(),
});
