import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { vi } from 'vitest';
import { Browser } from './service.js';

export const MAIL_CLIENT = { clientId: 'mailcase', clientSecret: 'secret of mailcase' };
export const MAIL_REDIRECT = 'http://127.0.0.1:1/oauth/callback';

/** An OAuth provider whose people read mail: oidc-provider in this process, with refresh tokens that are good for one time. */
export class MailProvider {
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  /** Grants that the token endpoint was asked for, in order. */
  readonly grants: string[] = [];
  /** Who signs in there at present. */
  who = 'support@acme.example';
  /** What somebody who signs in agrees to; none: nothing. */
  agrees: string | null = 'openid email mail offline_access';
  /** Answers in the place of the provider, as long as it is there. */
  instead: ((path: string, response: ServerResponse) => boolean) | null = null;
  /** Seconds. */
  accessTokenLife = 3_600;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(): Promise<MailProvider> {
    // It tells whoever would serve it in earnest what is missing for that.
    for (const stream of ['info', 'warn'] as const) vi.spyOn(console, stream).mockImplementation(() => undefined);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // It listens on a port, not on a pipe.
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const here = new MailProvider(server, issuer);
    const answer = here.provider().callback();
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void here.handle(request, response, answer),
    );
    return here;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** As an administrator configures it. */
  get settings() {
    return {
      ...MAIL_CLIENT,
      issuer: this.issuer,
      scopes: ['openid', 'email', 'mail', 'offline_access'],
      clientCredentialsScopes: ['mail'],
      authorizationParameters: { prompt: 'consent' },
      allowInsecure: true,
    };
  }

  /** Where a mail server asks about access tokens. */
  get introspection(): string {
    return `${this.issuer.replace('://', '://dovecot:of-dovecot@')}/token/introspection`;
  }

  /** Takes a token back, as its owner does who thinks better of it. */
  async takeBack(token: string): Promise<void> {
    const { clientId, clientSecret } = MAIL_CLIENT;
    const body = new URLSearchParams({ token, client_id: clientId, client_secret: clientSecret });
    await fetch(`${this.issuer}/token/revocation`, { method: 'POST', body });
  }

  countOf(grant: string): number {
    return this.grants.filter((one) => one === grant).length;
  }

  /** Opens an address as a browser does, signs in and agrees; where the provider sends it back to. */
  async goThrough(url: string): Promise<URL> {
    const browser = new Browser();
    let at = url;
    for (let steps = 0; steps < 20; steps++) {
      const response = await browser.ask(at);
      const next = response.headers.get('location');
      if (next === null) throw new Error(`no way on from ${at}: ${response.status} ${await response.text()}`);
      const to = new URL(next, at);
      if (to.origin !== this.issuer) return to;
      at = to.href;
    }
    throw new Error(`${url} leads nowhere`);
  }

  /** Types a code on another device, and agrees. */
  async type(userCode: string): Promise<void> {
    const browser = new Browser();
    const form = await (await browser.ask(`${this.issuer}/device?user_code=${userCode}`)).text();
    const xsrf = /name="xsrf" value="(\w+)"/.exec(form)?.[1] ?? '';
    const body = new URLSearchParams({ xsrf, user_code: userCode, confirm: 'yes' });
    let response = await browser.ask(`${this.issuer}/device`, { method: 'POST', body });
    for (let next = response.headers.get('location'); next !== null; next = response.headers.get('location')) {
      response = await browser.ask(new URL(next, this.issuer).href);
    }
    if (!response.ok) throw new Error(await response.text());
  }

  private async handle(request: IncomingMessage, response: ServerResponse, answer: ReturnType<Provider['callback']>) {
    const [path = ''] = (request.url ?? '').split('?');
    this.asked.push(path);
    if (this.instead?.(path, response)) return;
    await answer(request, response);
  }

  private provider(): Provider {
    const grants = [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ];
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: MAIL_CLIENT.clientId,
          client_secret: MAIL_CLIENT.clientSecret,
          redirect_uris: [MAIL_REDIRECT],
          grant_types: grants,
          response_types: ['code'],
          token_endpoint_auth_method: 'client_secret_post',
        },
        {
          ...{
            client_id: 'dovecot',
            client_secret: 'of-dovecot',
            redirect_uris: [],
            grant_types: [],
            response_types: [],
          },
          token_endpoint_auth_method: 'client_secret_basic',
        },
      ],
      scopes: ['openid', 'email', 'mail', 'offline_access'],
      claims: { email: ['email'] },
      conformIdTokenClaims: false,
      clientAuthMethods: ['client_secret_post', 'client_secret_basic'],
      features: {
        devInteractions: { enabled: false },
        deviceFlow: { enabled: true },
        clientCredentials: { enabled: true },
        revocation: { enabled: true },
        introspection: { enabled: true },
      },
      cookies: { keys: ['a key of a test'] },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      issueRefreshToken: async () => true,
      rotateRefreshToken: true,
      ttl: { AccessToken: () => this.accessTokenLife, Session: 60, Interaction: 60, Grant: 3_600, RefreshToken: 3_600 },
    });
    provider.use(async (context, next) => {
      if (context.path.startsWith('/interaction/')) await this.interact(provider, context.req, context.res);
      else await next();
      const { oidc } = context;
      if (context.path === '/token') this.grants.push(String(oidc?.params?.grant_type));
    });
    return provider;
  }

  private async interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.agrees === null) {
      await provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'Not today <b>',
      });
      return;
    }
    const grant = new provider.Grant({ accountId: this.who, clientId: MAIL_CLIENT.clientId });
    grant.addOIDCScope(this.agrees);
    if (!this.agrees.split(' ').includes('mail')) grant.rejectOIDCScope('mail');
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { login: { accountId: this.who }, consent });
  }
}
