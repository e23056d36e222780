/** How long we wait (RFC 5321, section 4.5.3.2, where it is not said otherwise). Milliseconds. */
export interface SmtpLimits {
  /** Name look-up, TCP and TLS together. */
  readonly connectTimeout: number;
  readonly greetingTimeout: number;
  /** A server that owes us an answer and sends nothing for this long is gone. */
  readonly silenceTimeout: number;
  /** All of one attempt, whatever the server does; it may trickle. */
  readonly attemptTimeout: number;
  /** A connection that nobody has used for this long is closed: under what servers allow. */
  readonly idleTimeout: number;
}

export const defaultSmtpLimits: SmtpLimits = {
  connectTimeout: 30_000,
  greetingTimeout: 60_000,
  silenceTimeout: 300_000,
  attemptTimeout: 600_000,
  idleTimeout: 30_000,
};
