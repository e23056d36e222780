import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SmtpSettings } from '../../../src/application/ports/mail-transport.js';
import { type Certificates, makeCertificates } from '../../support/kurrentdb-double/certificates.js';
import { mailOf, never, settingsOf, smtpGround } from '../../support/smtp-ground.js';

const { transport, served } = smtpGround();
const envelope = { from: 'support@acme.example', to: ['ana@customer.example'] };
const mail = mailOf('Subject: Hello\r\n\r\nGood day\r\n');

describe('the certificate of a server to send by', () => {
  let good: Certificates;
  let expired: Certificates;
  let others: Certificates;
  beforeAll(async () => {
    good = await makeCertificates();
    expired = await makeCertificates('IP:127.0.0.1', -1);
    others = await makeCertificates('DNS:smtp.other.example');
  });
  afterAll(() => Promise.all([good, expired, others].map((one) => one?.remove())));
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Lets this process trust its authority, as the system's own are. */
  async function trust({ caFile }: Certificates): Promise<void> {
    const ca = await readFile(caFile, 'utf8');
    const create = tls.createSecureContext;
    vi.spyOn(tls, 'createSecureContext').mockImplementation((options) => create({ ...options, ca }));
  }
  const logins: string[] = [];
  async function server({ key, certificate }: Certificates, security: 'tls' | 'starttls'): Promise<number> {
    logins.length = 0;
    const { port } = await served({
      ...{ secure: security === 'tls', key, cert: certificate, authOptional: false },
      onAuth: ({ username }, _, done) => {
        logins.push(username ?? '');
        done(null, { user: 'support' });
      },
    });
    return port;
  }
  const login = { mechanism: 'plain', userName: 'support', password: 'open sesame' } as const;
  const send = (port: number, changes: Partial<SmtpSettings>) =>
    transport().send(settingsOf(port, { login, ...changes }), envelope, mail, never);

  describe.each(['tls', 'starttls'] as const)('by %s', (security) => {
    it('is accepted where an authority vouches for it and it names the host', async () => {
      await trust(good);
      expect(await send(await server(good, security), { security })).toMatchObject({ kind: 'taken' });
    });

    it.each([
      ['an authority that nobody knows', () => good, null, /unknown authority/],
      ['one that has expired', () => expired, () => expired, /has expired on/],
      ['one for another name', () => others, () => others, /is for another name \(DNS:smtp\.other\.example\)/],
    ] as const)('is refused with the reason, before the login: %s', async (_, shown, trusted, words) => {
      if (trusted) await trust(trusted());
      const port = await server(shown(), security);
      const outcome = await send(port, { security });
      expect(outcome).toMatchObject({ kind: 'not-taken', scope: 'account', code: 'tls', permanent: false });
      expect('error' in outcome && outcome.error).toMatch(words);
      expect(logins).toEqual([]);
    });

    it.each([
      ['an authority that nobody knows', () => good],
      ['one that has expired', () => expired],
      ['one for another name', () => others],
    ] as const)('is accepted by its fingerprint: %s', async (_, shown) => {
      const port = await server(shown(), security);
      const trustedFingerprint = new X509Certificate(shown().certificate).fingerprint256;
      expect(await send(port, { security, trustedFingerprint })).toMatchObject({ kind: 'taken' });
      const wrong = trustedFingerprint.replace(/^../, (two) => (two === 'AA' ? 'BB' : 'AA'));
      expect(await send(port, { security, trustedFingerprint: wrong })).toMatchObject({
        scope: 'account',
        code: 'tls',
      });
      expect(logins).toEqual(['support']);
    });

    it('another fingerprint is refused also where an authority vouches for the certificate', async () => {
      await trust(good);
      const port = await server(good, security);
      const outcome = await send(port, { security, trustedFingerprint: 'AB'.repeat(32) });
      expect(outcome).toMatchObject({ scope: 'account', code: 'tls' });
      expect(logins).toEqual([]);
    });
  });

  it('TLS from the start with a server that wants STARTTLS is told so', async () => {
    const port = await server(good, 'starttls');
    const outcome = await send(port, { security: 'tls' });
    expect(outcome).toMatchObject({ scope: 'account', code: 'tls' });
    expect('error' in outcome && outcome.error).toMatch(/perhaps it wants STARTTLS/);
  });
});
