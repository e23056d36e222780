import { describe, expect, it } from 'vitest';
import { certificateProblem } from '../../../src/infrastructure/imap/certificate.js';
import { explain } from '../../../src/infrastructure/imap/explain.js';
import { settingsFor } from './settings.js';

const settings = settingsFor(143, { host: 'mail.example.test', password: 's3cr3t-Wort' });
const failure = (fields: object) => Object.assign(new Error('Command failed'), fields);

describe('a failure in words', () => {
  it.each([
    [{ code: 'ENOTFOUND' }, 'host', /no server named mail\.example\.test/],
    [{ code: 'ECONNREFUSED' }, 'network', /refused/],
    [{ code: 'ECONNRESET' }, 'network', /ECONNRESET/],
    [{ code: 'CONNECT_TIMEOUT' }, 'timeout', /does not answer/],
    [{ code: 'ETIMEOUT' }, 'timeout', /went silent/],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'tls', /does not speak TLS from the start/],
    [{ code: 'NoConnection', reason: 'Too many connections' }, 'closed', /Too many connections/],
    [{ code: 'NoConnection' }, 'network', /was cut/],
    [{ responseStatus: 'NO', responseText: 'Over quota' }, 'protocol', /Over quota/],
    [{ code: 'LiteralTooLarge' }, 'protocol', /LiteralTooLarge/],
  ])('%o is %s', (fields, code, message) => {
    const error = explain(failure(fields), settings);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('never holds the password, whatever the server echoes', () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const echo = `LOGIN ana s3cr3t-Wort ${base64('s3cr3t-Wort')} ${base64('\0ana\0s3cr3t-Wort')}`;
    const error = explain(failure({ authenticationFailed: true, response: echo }), settings);
    expect(error.code).toBe('login');
    expect(error.message).toBe('The server refused the login of ana: LOGIN ana *** *** ***');
    expect(error.cause).toBeUndefined();
  });
});

describe('a certificate', () => {
  const fingerprint256 = Array.from({ length: 32 }, () => 'AB').join(':');
  const shown = (authorizationError: string | null) => ({
    authorized: authorizationError === null,
    authorizationError: authorizationError as unknown as Error, // Node gives the code, a string
    getPeerCertificate: () =>
      // the fields that matter here, of the many that Node gives
      ({ fingerprint256, valid_to: 'Nov  2 10:00:00 2026 GMT', subjectaltname: 'DNS:other.example.test' }) as never,
  });

  it('that an authority vouches for is good', () => {
    expect(certificateProblem(shown(null), 'mail.example.test', null)).toBeNull();
  });

  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /is self-signed/],
    ['CERT_HAS_EXPIRED', /has expired on Nov {2}2 10:00:00 2026 GMT/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /is for another name \(DNS:other\.example\.test\)/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /unknown authority/],
    ['SOMETHING_ELSE', /is not accepted \(SOMETHING_ELSE\)/],
  ])('with %s is refused, and its fingerprint told', (code, words) => {
    const problem = certificateProblem(shown(code), 'mail.example.test', null);
    expect(problem?.code).toBe('tls');
    expect(problem?.message).toMatch(words);
    expect(problem?.message).toContain(fingerprint256);
  });

  it.each([
    fingerprint256,
    fingerprint256.toLowerCase(),
    fingerprint256.replaceAll(':', ''),
    `sha256:${fingerprint256}`,
  ])('is trusted by its fingerprint, written %s', (trusted) =>
    expect(certificateProblem(shown('DEPTH_ZERO_SELF_SIGNED_CERT'), 'h', trusted)).toBeNull(),
  );

  it('with another fingerprint than the trusted one is refused, also where an authority vouches for it', () => {
    const problem = certificateProblem(shown(null), 'h', 'CD'.repeat(32));
    expect(problem?.message).toMatch(/not the trusted one.*AB:AB/);
  });
});
