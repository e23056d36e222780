import { exportSPKI, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';

/** An OpenID Connect provider in this process, on a free port, that vouches for whatever a test wants. */
export class TestProvider {
  private constructor(
    readonly server: OAuth2Server,
    private readonly port: number,
  ) {}

  static async start(algorithm = 'ES256'): Promise<TestProvider> {
    const server = new OAuth2Server();
    await server.issuer.keys.generate(algorithm);
    await server.start(0, '127.0.0.1');
    const { port } = server.address();
    server.issuer.url = `http://127.0.0.1:${port}`;
    return new TestProvider(server, port);
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As long as it is away, whoever asks is not answered. */
  async away(during: () => Promise<void>): Promise<void> {
    await this.server.stop();
    try {
      await during();
    } finally {
      await this.server.start(this.port, '127.0.0.1');
      this.server.issuer.url = this.issuer;
    }
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** A new key, which signs from now on; its `kid`. */
  async rotate(algorithm = 'ES256'): Promise<string> {
    const { kid } = await this.server.issuer.keys.generate(algorithm);
    this.kid = kid;
    return kid;
  }

  private kid: string | undefined;

  /** A token of these claims over the usual ones; undefined leaves one out. */
  token(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
    return this.server.issuer.buildToken({
      kid: this.kid,
      scopesOrTransform: (usual, payload) => {
        Object.assign(usual, header);
        Object.assign(payload, this.claims(claims));
        for (const [name, value] of Object.entries(claims)) if (value === undefined) delete payload[name];
      },
    });
  }

  claims(more: Record<string, unknown> = {}): JWTPayload {
    const now = Math.floor(Date.now() / 1_000);
    const usual = { iss: this.issuer, sub: '4711', aud: 'mailcase', iat: now, nbf: now, exp: now + 600 };
    return { ...usual, preferred_username: 'ana', name: 'Ana Novak', ...more };
  }

  /** Without any signature. */
  unsigned(claims: Record<string, unknown> = {}): string {
    return new UnsecuredJWT(this.claims(claims)).encode();
  }

  /** By the published key, as if it were a secret that both sides share: whoever falls for it takes what anybody makes. */
  async signedWithPublicKey(claims: Record<string, unknown> = {}): Promise<string> {
    const jwk = this.server.issuer.keys.toJSON().find(({ kid }) => this.kid === undefined || kid === this.kid);
    if (!jwk) throw new Error('there is no key');
    const key = await importJWK(jwk, jwk.alg, { extractable: true });
    if (key instanceof Uint8Array) throw new Error('there is no public key');
    const secret = new TextEncoder().encode(await exportSPKI(key));
    return new SignJWT(this.claims(claims)).setProtectedHeader({ alg: 'HS256', kid: jwk.kid }).sign(secret);
  }
}
