import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { OAuthProviderId } from '../ids.js';

const Endpoint = z.string().min(1).max(500);
/** Of RFC 6749, section 3.3. */
const Scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/, 'printable characters without spaces and quotes');
export const Scopes = z.array(Scope).max(50);

export const oauthProviderEvents = {
  OAuthProviderConfigured: event(
    'Where mailboxes are authorized, and what this service is there; its secret is in the vault.',
    z.object({
      providerId: OAuthProviderId,
      name: z.string().min(1).max(200),
      issuer: z.string().max(500).nullable().describe('As its tokens name it; none: it is not compared.'),
      authorizationEndpoint: Endpoint.nullable().describe('None: not by a browser.'),
      tokenEndpoint: Endpoint,
      deviceEndpoint: Endpoint.nullable().describe('RFC 8628; none: not by a device code.'),
      revocationEndpoint: Endpoint.nullable().describe('RFC 7009; none: it is told of nothing.'),
      scopes: Scopes.describe('What users are asked for.'),
      clientCredentialsScopes: Scopes.describe('What the service asks for itself; none: it cannot.'),
      authorizationParameters: z
        .record(z.string(), z.string())
        .describe('What the authorization request says besides: `access_type=offline`.'),
      clientId: z.string().min(1).max(500),
      secret: z
        .string()
        .min(1)
        .nullable()
        .meta({ secret: "where the client's secret is" })
        .describe("Names the client's secret in the vault; none: a public client."),
      clientAuthentication: z.enum(['basic', 'post']).describe('How the secret is sent (RFC 6749, section 2.3.1).'),
      allowInsecure: z.boolean().describe('Endpoints on this very machine may be without TLS, for trying out.'),
    }),
  ),
  OAuthProviderRemoved: event(
    'Nothing is authorized there any more, and its secret is gone.',
    z.object({ providerId: OAuthProviderId }),
  ),
};
export type OAuthProviderEvent = EventsOf<typeof oauthProviderEvents>;
