import type { SendOutcome, SmtpSettings } from '../../application/ports/mail-transport.js';
import { MailboxError } from '../../application/ports/mailbox-source.js';
import type { Refusal } from '../../domain/outgoing/events.js';

type NotTaken = Extract<SendOutcome, { kind: 'not-taken' }>;

/** What nodemailer and Node tell of a failure, as far as we use it. */
interface Failure {
  readonly message: string;
  readonly code: string;
  readonly originalCode: string;
  /** The step that it failed at: `CONN`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`… */
  readonly command: string;
  readonly responseCode: number | null;
  /** The server's words. */
  readonly response: string;
  readonly rejectedErrors: readonly unknown[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function failureOf(error: unknown): Failure {
  const fields: Readonly<Record<string, unknown>> = typeof error === 'object' && error !== null ? { ...error } : {};
  const message = error instanceof Error ? error.message : String(error);
  // A message of Node stands in the prototype chain, not among the fields.
  const code = text(fields.code);
  return {
    message,
    code,
    originalCode: text(fields.originalCode) || code,
    command: text(fields.command),
    responseCode: typeof fields.responseCode === 'number' ? fields.responseCode : null,
    response: text(fields.response),
    rejectedErrors: Array.isArray(fields.rejectedErrors) ? fields.rejectedErrors : [],
  };
}

/** The reply of a server to one recipient: code, enhanced status (RFC 3463), words. */
export function refusalOf(error: unknown): Refusal {
  const { responseCode, response, message } = failureOf(error);
  const fields: Readonly<Record<string, unknown>> = typeof error === 'object' && error !== null ? { ...error } : {};
  const words = (response || message).slice(0, MOST_WORDS);
  return { recipient: text(fields.recipient), code: responseCode, status: statusIn(words), text: words };
}

export const MOST_WORDS = 1_000;
const statusIn = (reply: string): string | null => /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? null;
export const isPermanent = (code: number | null): boolean => code !== null && code >= 500 && code < 600;

/** Whether the server has said that it does not take the message. */
export function isAnswered(error: unknown): boolean {
  const { responseCode } = failureOf(error);
  return responseCode !== null && responseCode >= 400 && responseCode < 600;
}

/** RFC 5321, section 3.8: it closes the connection, which may say so at any moment. */
export const isClosing = (error: unknown): boolean => failureOf(error).responseCode === 421;

/** RFC 3463 and common words: the server does not let this account send as this sender. */
const OF_THE_SENDER = /^5\.7\.(0|1|26|60|57)$/;

/** A failure before a server had a message, in words that an administrator can act on; never with the password in them. */
export function explain(error: unknown, settings: SmtpSettings, recipients: readonly string[]): NotTaken {
  const failure = failureOf(error);
  const [scope, code, permanent, words] = judged(error, failure, settings);
  const refusals = refusalsOf(failure, recipients, scope);
  return {
    kind: 'not-taken',
    scope,
    code,
    permanent,
    error: redact(words, settings).slice(0, MOST_WORDS),
    refused: refusals.filter((one) => isPermanent(one.code)).map((one) => clean(one, settings)),
    deferred: refusals.filter((one) => !isPermanent(one.code)).map((one) => clean(one, settings)),
  };
}

const clean = (refusal: Refusal, settings: SmtpSettings): Refusal => ({
  ...refusal,
  text: redact(refusal.text, settings),
});

function refusalsOf({ rejectedErrors }: Failure, recipients: readonly string[], scope: NotTaken['scope']): Refusal[] {
  if (scope !== 'recipients') return [];
  const known = new Set(recipients);
  return rejectedErrors.map(refusalOf).filter(({ recipient }) => known.has(recipient));
}

type Judged = readonly [scope: NotTaken['scope'], code: string, permanent: boolean, words: string];

function judged(error: unknown, failure: Failure, settings: SmtpSettings): Judged {
  if (error instanceof MailboxError) return ['account', error.code, false, error.message];
  const { host, port } = settings;
  const at = `${host}:${port}`;
  const { code, originalCode, command, responseCode, response, message } = failure;
  const permanent = isPermanent(responseCode);
  if (code === 'EAUTH' || command.startsWith('AUTH')) {
    const who = settings.login?.userName ?? '';
    if (responseCode !== null && !permanent) {
      return ['connection', 'temporary', false, `${at} does not take logins at present: ${response}`];
    }
    return ['account', 'login', false, `${at} refused the login of ${who}: ${response || message}`];
  }
  if (code === 'EDNS' || originalCode === 'ENOTFOUND') {
    return ['connection', 'host', false, `There is no server named ${host} (${originalCode}).`];
  }
  // RFC 3207, section 4: TLS is not available for now.
  if (command === 'STARTTLS' && responseCode !== null && !permanent) {
    return ['connection', 'temporary', false, `${at} cannot start TLS at present: ${response}`];
  }
  if (isOfTls(failure)) return ['account', 'tls', false, tlsWords(failure, at)];
  if (code === 'ETIMEDOUT') return ['connection', 'timeout', false, `${at} went silent (${message}).`];
  if (responseCode === 421) return ['connection', 'temporary', false, `${at} closes the connection: ${response}`];
  if (responseCode !== null && !/^(MAIL|RCPT|DATA)/.test(command)) {
    return ['connection', 'temporary', false, `${at} does not serve us at present: ${response}`];
  }
  if (code === 'EENVELOPE' && command === 'RCPT TO') {
    const all = failure.rejectedErrors.map((one) => failureOf(one).responseCode);
    const forGood = all.length > 0 && all.every(isPermanent);
    return [
      'recipients',
      forGood ? 'refused' : 'temporary',
      forGood,
      `${at} takes it for nobody: ${response || message}`,
    ];
  }
  if (code === 'EENVELOPE' && command === 'MAIL FROM') {
    const status = statusIn(response);
    if (permanent && (responseCode === 530 || responseCode === 535)) {
      return ['account', 'login', false, `${at} wants a login: ${response}`];
    }
    if (permanent && (responseCode === 553 || (status !== null && OF_THE_SENDER.test(status)))) {
      return ['account', 'sender', false, `${at} does not let this account send as its address: ${response}`];
    }
    return [
      'message',
      permanent ? 'refused' : 'temporary',
      permanent,
      `${at} refused the message: ${response || message}`,
    ];
  }
  if (code === 'EENVELOPE' && command === 'API') return ['message', 'refused', true, message];
  if (code === 'EMESSAGE' && /size larger/i.test(message)) {
    return ['message', 'too-large', true, `${at} takes no message of this size: ${message}.`];
  }
  if (responseCode !== null) {
    return ['message', permanent ? 'refused' : 'temporary', permanent, `${at} refused the message: ${response}`];
  }
  if (originalCode === 'ECONNREFUSED') {
    return ['connection', 'network', false, `Nothing answers at ${at}: the connection was refused.`];
  }
  if (code === 'EPROTOCOL' || response !== '') {
    return ['connection', 'protocol', false, `${at} answers in a way that cannot be understood: ${message}`];
  }
  return ['connection', 'network', false, `The connection to ${at} was cut (${message}).`];
}

const isOfTls = ({ code, originalCode, message, command }: Failure): boolean =>
  code === 'ETLS' ||
  /^ERR_(SSL|TLS)_|^EPROTO$/.test(originalCode) ||
  (command === 'STARTTLS' && code !== 'ETIMEDOUT') ||
  /STARTTLS/.test(message);

function tlsWords({ originalCode, message }: Failure, at: string): string {
  if (originalCode === 'ERR_SSL_WRONG_VERSION_NUMBER' || originalCode === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return `${at} does not speak TLS from the start; perhaps it wants STARTTLS or no encryption.`;
  }
  if (/STARTTLS/.test(message)) {
    return `${at} cannot start TLS, and an unencrypted connection is not allowed here: ${message}`;
  }
  return `TLS with ${at} failed: ${message}`;
}

/** A server may echo what it was sent: no secret comes back out, also not in base64 (SASL PLAIN, LOGIN, XOAUTH2). */
export function redact(message: string, { login }: SmtpSettings): string {
  if (login === null) return message;
  const secret = login.mechanism === 'xoauth2' ? login.accessToken : login.password;
  if (secret === '') return message;
  const base64 = (value: string) => Buffer.from(value).toString('base64');
  const framed =
    login.mechanism === 'xoauth2' ? xoauth2(login.userName, login.accessToken) : `\0${login.userName}\0${secret}`;
  return [base64(framed), base64(secret), secret].reduce((kept, sent) => kept.replaceAll(sent, '***'), message);
}

/** What XOAUTH2 sends, before base64. */
export const xoauth2 = (userName: string, accessToken: string): string =>
  `user=${userName}\x01auth=Bearer ${accessToken}\x01\x01`;
