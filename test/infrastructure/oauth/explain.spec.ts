import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OAuthParty } from '../../../src/application/ports/oauth-client.js';
import { OAuthProviderId } from '../../../src/domain/ids.js';
import { Oauth4webapiClient } from '../../../src/infrastructure/oauth/oauth4webapi-client.js';

describe('a provider whose answer is no answer', () => {
  let answer: (response: ServerResponse) => void;
  const server = createServer((_, response) => answer(response));
  let party: OAuthParty;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const here = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    party = {
      provider: {
        ...{ providerId: OAuthProviderId.parse('acme'), name: 'Acme', issuer: null, authorizationEndpoint: null },
        ...{ tokenEndpoint: `${here}/token`, deviceEndpoint: null, revocationEndpoint: null, clientId: 'mailcase' },
        ...{ clientAuthentication: 'post', scopes: ['mail'], clientCredentialsScopes: [], authorizationParameters: {} },
        ...{ allowInsecure: true, secret: null },
      },
      clientSecret: 'secret',
    };
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    ['a page', 'text/html', '<html>access_token=ya29.stolen</html>'],
    ['what is called JSON and is none', 'application/json', '{"access_token":"ya29.stolen'],
    ['a list', 'application/json', '["ya29.stolen"]'],
    ['nothing', 'application/json', ''],
  ])('is told in our words, not in those of a parser: %s', async (_, type, body) => {
    answer = (response) => response.writeHead(200, { 'content-type': type }).end(body);
    const error = await new Oauth4webapiClient().refresh(party, 'refresh').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'OAuthUnavailable' });
    const words = error instanceof Error ? error.message : '';
    expect(words).toMatch(/^the provider cannot be asked, or answers in a way that cannot be understood: /);
    expect(words).not.toMatch(/ya29|Unexpected|position|JSON at|token '/);
  });
});
