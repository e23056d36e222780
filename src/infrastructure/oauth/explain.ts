import { AuthorizationResponseError, ResponseBodyError, WWWAuthenticateChallengeError } from 'oauth4webapi';
import { OAuthRefused, OAuthUnavailable } from '../../application/ports/oauth-client.js';

/** What tells of the provider's own trouble, and not of us. */
const PASSING = new Set(['server_error', 'temporarily_unavailable']);
/** Characters of a provider's words that are kept. */
const MOST = 500;

/** A failure of the library or of the network as one of the port, in words; never with what was sent. */
export function explain(error: unknown): OAuthRefused | OAuthUnavailable {
  if (error instanceof OAuthRefused || error instanceof OAuthUnavailable) return error;
  if (error instanceof AuthorizationResponseError) return refused(error.error, error.error_description);
  if (error instanceof ResponseBodyError) {
    const { error: code, error_description: words, status } = error;
    if (PASSING.has(code) || status >= 500 || status === 429) return new OAuthUnavailable(inWords(code, words));
    return refused(code, words);
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    const said = error.cause[0]?.parameters;
    return refused(said?.error ?? 'invalid_client', said?.error_description);
  }
  return new OAuthUnavailable(
    `the provider cannot be asked, or answers in a way that cannot be understood: ${reason(error)}`,
  );
}

const refused = (code: string, words: string | undefined): OAuthRefused =>
  new OAuthRefused(plain(code), inWords(code, words));

const inWords = (code: string, words: string | undefined): string =>
  plain(words === undefined || words === '' ? code : `${code}: ${words}`);

/** Providers end their words with lines for their own support. */
const plain = (text: string): string => (text.split(/[\r\n]/)[0] ?? '').replace(/\p{Cc}/gu, ' ').slice(0, MOST);

/** `fetch` says that it failed, and why in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed';
  const { cause, message } = error;
  if (error.name === 'TimeoutError') return 'it does not answer';
  // The parser quotes what it has read, which may be anything.
  if ([error, cause].some((one) => one instanceof SyntaxError)) return 'its answer is no JSON';
  return plain(cause instanceof Error ? cause.message : message);
}
