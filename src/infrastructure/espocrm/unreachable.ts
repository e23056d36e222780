const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
};
const UNTRUSTED =
  'no authority that is known here vouches for its certificate; NODE_EXTRA_CA_CERTS names a file with others';
const OF_NO_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Whether trying again changes nothing: the name or the certificate is wrong, or it speaks no TLS. */
export const isLasting = (error: unknown): boolean =>
  codeOf(error) in WORDS || OF_NO_AUTHORITY.has(codeOf(error)) || codeOf(error).startsWith('ERR_SSL');

/** What is wrong, in words. */
export function lastingWords(error: unknown): string {
  const code = codeOf(error);
  if (OF_NO_AUTHORITY.has(code)) return `${UNTRUSTED} (${code})`;
  return `${WORDS[code] ?? 'it speaks no TLS there'} (${code})`;
}
