import type { ImapSettings, MailboxErrorCode } from '../../application/ports/mailbox-source.js';
import { MailboxError } from '../../application/ports/mailbox-source.js';

/** What imapflow and Node tell of a failure, as far as we use it. */
interface Failure {
  readonly message: string;
  readonly code?: unknown;
  readonly authenticationFailed?: unknown;
  readonly tlsFailed?: unknown;
  readonly responseStatus?: unknown;
  readonly responseText?: unknown;
  readonly response?: unknown;
  readonly reason?: unknown;
}

/** imapflow's codes for "the connection was there and is not any more"; the cause stands elsewhere. */
const lostCodes = new Set([
  'NoConnection',
  'EConnectionClosed',
  'StateLogout',
  'ClosedAfterConnectText',
  'ClosedAfterConnectTLS',
]);
const networkCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
]);
const timeoutCodes = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEOUT', 'ETIMEDOUT']);

export const isLoss = (error: unknown): boolean => lostCodes.has(String(failure(error).code));

/** A failure of imapflow, of TLS or of a socket, as something an administrator can act on; never with the password in it. */
export function explain(error: unknown, settings: ImapSettings): MailboxError {
  if (error instanceof MailboxError) return error;
  const [code, message] = words(failure(error), settings);
  // The cause of a refused login may hold what was sent: it stays here.
  return new MailboxError(code, redact(message, settings), code === 'login' ? undefined : { cause: error });
}

function words(error: Failure, settings: ImapSettings): [MailboxErrorCode, string] {
  const { host, port, security, userName } = settings;
  const at = `${host}:${port}`;
  const code = String(error.code ?? '');
  const said = text(error.responseText) || text(error.response);
  if (error.authenticationFailed) {
    return ['login', `The server refused the login of ${userName}: ${said || error.message}`];
  }
  if (error.message === 'Unsupported authentication mechanism') {
    return ['login', `${at} offers no way to log in that goes with what this account has: a password, or OAuth2.`];
  }
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'].includes(code)) {
    return ['host', `There is no server named ${host} (${code}).`];
  }
  if (code === 'ECONNREFUSED') return ['network', `Nothing answers at ${at}: the connection was refused.`];
  if (code === 'GREETING_TIMEOUT') {
    return [
      'timeout',
      security === 'tls'
        ? `${at} accepts connections but sends no greeting.`
        : `${at} accepts connections but sends no greeting; perhaps this port speaks TLS from the start.`,
    ];
  }
  if (code === 'CONNECT_TIMEOUT') return ['timeout', `${at} does not answer.`];
  if (timeoutCodes.has(code)) return ['timeout', `${at} went silent.`];
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return ['tls', `${at} does not speak TLS from the start; perhaps it wants STARTTLS or no encryption.`];
  }
  if (error.tlsFailed && /STARTTLS/.test(error.message) && !code) {
    return ['tls', `${at} cannot start TLS, and an unencrypted connection is not allowed here: ${error.message}.`];
  }
  if (error.tlsFailed || /^ERR_(SSL|TLS)_/.test(code) || code === 'EPROTO') {
    return ['tls', `TLS with ${at} failed: ${error.message}`];
  }
  if (lostCodes.has(code)) {
    const bye = text(error.reason);
    return bye ? ['closed', `${at} ended the connection: ${bye}`] : ['network', `The connection to ${at} was cut.`];
  }
  if (networkCodes.has(code)) return ['network', `The connection to ${at} failed (${code}).`];
  if (error.responseStatus) return ['protocol', `${at} refused: ${said || String(error.responseStatus)}`];
  return ['protocol', `${at} answers in a way that cannot be understood: ${error.message}${code ? ` (${code})` : ''}`];
}

/** A server may echo what it was sent: no secret comes back out, also not in base64 (SASL PLAIN, LOGIN, OAUTHBEARER, XOAUTH2). */
function redact(message: string, settings: ImapSettings): string {
  const secret = secretOf(settings);
  if (secret === '') return message;
  const base64 = (value: string) => Buffer.from(value).toString('base64');
  return [...framed(settings).map(base64), base64(secret), secret].reduce(
    (clean, sent) => clean.replaceAll(sent, '***'),
    message,
  );
}

const secretOf = ({ credentials }: ImapSettings): string =>
  'password' in credentials ? credentials.password : credentials.accessToken;

/** What mechanisms of SASL send (RFC 4616, section 2; RFC 7628, section 3.1). */
function framed({ host, port, userName, credentials }: ImapSettings): string[] {
  if ('password' in credentials) return [`\0${userName}\0${credentials.password}`];
  const bearer = `auth=Bearer ${credentials.accessToken}\x01\x01`;
  const gs2 = userName.replaceAll('=', '=3D').replaceAll(',', '=2C');
  return [`user=${userName}\x01${bearer}`, `n,a=${gs2},\x01host=${host}\x01port=${port}\x01${bearer}`];
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function failure(error: unknown): Failure {
  if (error instanceof Error) return error;
  return { message: String(error) };
}
