import type { TLSSocket } from 'node:tls';
import { MailboxError } from '../../application/ports/mailbox-source.js';

const reasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority of its own (self-signed)',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes from an unknown authority (the server may not send its whole chain)',
};

/** Hex digits alone, upper case: `AB:CD…`, `abcd…` and `sha256:ab:cd…` are the same fingerprint. */
const digits = (fingerprint: string): string =>
  fingerprint
    .replace(/^sha-?256[:=\s]*/i, '')
    .replace(/[^0-9a-f]/gi, '')
    .toUpperCase();

/**
 * Whether we talk to whom we meant: the certificate has the trusted SHA-256 fingerprint, or, where none is given, an
 * authority vouches for it and it names the host (RFC 9525).
 * @param socket after its handshake, made with `rejectUnauthorized: false`, before a byte was sent through it
 * @returns what is wrong, in words, with the fingerprint seen; none: nothing is
 */
export function certificateProblem(
  socket: Pick<TLSSocket, 'getPeerCertificate' | 'authorized' | 'authorizationError'>,
  host: string,
  trustedFingerprint: string | null,
): MailboxError | null {
  const certificate = socket.getPeerCertificate();
  const seen = certificate.fingerprint256;
  if (!seen) return new MailboxError('tls', `${host} shows no certificate.`);
  if (trustedFingerprint !== null) {
    if (digits(seen) === digits(trustedFingerprint)) return null;
    return new MailboxError(
      'tls',
      `The certificate of ${host} is not the trusted one. Its SHA-256 fingerprint is ${seen}.`,
    );
  }
  if (socket.authorized) return null;
  // Node sets this to OpenSSL's or its own error code, a string, though its types say Error.
  const code = String(socket.authorizationError);
  const reason = nameMismatch(code)
    ? `is for another name (${certificate.subjectaltname ?? certificate.subject?.CN ?? 'none'})`
    : (reasons[code] ?? `is not accepted (${code})`);
  const until = code === 'CERT_HAS_EXPIRED' ? ` on ${certificate.valid_to}` : '';
  return new MailboxError(
    'tls',
    `The certificate of ${host} ${reason}${until}. To trust it nevertheless, set its SHA-256 fingerprint: ${seen}.`,
  );
}

const nameMismatch = (code: string): boolean =>
  code.includes('ALTNAME') || code.includes("does not match certificate's");
