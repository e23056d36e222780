/** How long we wait and how much we take. Milliseconds and bytes. */
export interface ImapLimits {
  /** Name look-up, TCP and TLS together. */
  readonly connectTimeout: number;
  /** From the connection to the server's greeting. */
  readonly greetingTimeout: number;
  /** A server that owes us an answer and sends nothing for this long is gone. */
  readonly silenceTimeout: number;
  /** The longest that `waitForNews` waits, under the 29 minutes of RFC 2177. A server without IDLE is asked this often, but at least every two minutes. */
  readonly newsTimeout: number;
  /** How long LOGOUT may take before the connection is cut. */
  readonly logoutTimeout: number;
  /** The largest literal that is taken at all. We ask for pieces of 1 MB, so only a server that ignores that sends more. */
  readonly maxLiteralSize: number;
}

export const defaultLimits: ImapLimits = {
  connectTimeout: 30_000,
  greetingTimeout: 16_000,
  silenceTimeout: 120_000,
  newsTimeout: 25 * 60_000,
  logoutTimeout: 2_000,
  maxLiteralSize: 128 * 1024 * 1024,
};
