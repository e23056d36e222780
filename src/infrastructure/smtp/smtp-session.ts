import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { domainToASCII } from 'node:url';
import DKIM from 'nodemailer/lib/dkim';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type {
  Envelope,
  MailToSend,
  SendOutcome,
  SmtpLogin,
  SmtpSettings,
} from '../../application/ports/mail-transport.js';
import { MailboxError } from '../../application/ports/mailbox-source.js';
import type { Refusal } from '../../domain/outgoing/events.js';
import { certificateProblem } from '../imap/certificate.js';
import { explain, isAnswered, isClosing, isPermanent, MOST_WORDS, redact, refusalOf, xoauth2 } from './explain.js';
import type { SmtpLimits } from './limits.js';

/** `stale`: a kept connection was gone before a byte of the message was read: another one may do. */
export type SessionOutcome = SendOutcome | { readonly kind: 'stale' };

/** Nothing was handed over, and nobody has to doubt that. */
const UNREADABLE: SendOutcome = {
  ...{ kind: 'not-taken', scope: 'connection', permanent: false, refused: [], deferred: [] },
  code: 'unavailable',
  error: 'The bytes of the message could not be read from the store.',
};

/** One logged-in connection (RFC 5321, RFC 4954), by nodemailer's client; its pool would try again by itself, and hides certificates. */
export class SmtpSession {
  /** Messages that went over it. */
  private used = 0;
  /** The first thing that broke it, which nodemailer tells as an event only. */
  private broken: unknown = null;
  private over = false;
  /** What the server says that it can do (EHLO), after TLS where there is some. */
  private announced = '';

  private constructor(
    private readonly settings: SmtpSettings,
    private readonly connection: SMTPConnection,
  ) {
    connection.on('error', (error) => {
      this.broken ??= error;
    });
    connection.once('end', () => {
      this.over = true;
    });
  }

  /** Connects, checks whom it talks to, and logs in: before that nothing that is ours was sent. @throws what `explain` takes */
  static async open(settings: SmtpSettings, limits: SmtpLimits, signal: AbortSignal): Promise<SmtpSession> {
    const { host, port, security, login } = settings;
    const connection = new SMTPConnection({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      // Node knows no fingerprints, and hides the certificate that it refuses: `certificateProblem` stands in for it.
      tls: { rejectUnauthorized: false, minVersion: 'TLSv1.2' },
      connectionTimeout: limits.connectTimeout,
      greetingTimeout: limits.greetingTimeout,
      socketTimeout: limits.silenceTimeout,
      dnsTimeout: limits.connectTimeout,
      allowInternalNetworkInterfaces: true,
      maxResponseSize: 64 * 1024,
      customAuth: { [BY_TOKEN]: authenticateByToken },
      logger: false,
    });
    const session = new SmtpSession(settings, connection);
    try {
      await session.step(signal, (done) => connection.connect(done));
      session.checkCertificate();
      session.announced = connection.lastServerResponse || '';
      if (login !== null) {
        if (!connection.allowsAuth) throw new MailboxError('login', `${host}:${port} lets nobody log in.`);
        const problem = mechanismProblem(session.announced, login);
        if (problem) throw new MailboxError('login', `${host}:${port} ${problem}`);
        await session.step(signal, (done) => connection.login(authOf(login), done));
      }
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  get isUsable(): boolean {
    return !this.over && this.broken === null;
  }

  async send(envelope: Envelope, mail: MailToSend, signal: AbortSignal): Promise<SessionOutcome> {
    if (needsUtf8(envelope.from) && !this.takesUtf8) return this.without(envelope, 'account', 'sender');
    const unfit = this.takesUtf8 ? [] : envelope.to.filter(needsUtf8);
    if (unfit.length === 0) return this.hand(envelope, mail, signal);
    const to = envelope.to.filter((address) => !needsUtf8(address));
    if (to.length === 0) return this.without(envelope, 'recipients', 'refused');
    const outcome = await this.hand({ ...envelope, to }, mail, signal);
    if (outcome.kind === 'unknown' || outcome.kind === 'stale') return outcome;
    return { ...outcome, refused: [...unfit.map((one) => this.unfit(one)), ...outcome.refused] };
  }

  /** RFC 6531, section 3.2: such an address goes nowhere by a server without SMTPUTF8. */
  private get takesUtf8(): boolean {
    return /^250[ -]SMTPUTF8\b/im.test(this.announced);
  }

  private unfit(recipient: string): Refusal {
    const { host, port } = this.settings;
    const text = `${host}:${port} takes no address with other letters than those of ASCII before its @ (it has no SMTPUTF8).`;
    return { recipient, code: null, status: '5.6.7', text };
  }

  private without({ from, to }: Envelope, scope: 'account' | 'recipients', code: string): SendOutcome {
    const { text: error } = this.unfit(from);
    const refused = scope === 'recipients' ? to.map((one) => this.unfit(one)) : [];
    return { kind: 'not-taken', scope, permanent: scope === 'recipients', code, error, refused, deferred: [] };
  }

  private async hand(envelope: Envelope, mail: MailToSend, signal: AbortSignal): Promise<SessionOutcome> {
    let bytes: AsyncIterable<Uint8Array>;
    try {
      bytes = await mail.open();
    } catch {
      return UNREADABLE;
    }
    const isKept = this.used++ > 0;
    const to = new Map(envelope.to.map((address) => [inAscii(address), address]));
    const source = Readable.from(bytes, { objectMode: false });
    let handedOver = false;
    source.once('end', () => {
      handedOver = true;
    });
    const message = this.signed(source);
    try {
      const info = await this.step<SMTPConnection.SentMessageInfo>(signal, (done) =>
        this.connection.send(
          { from: inAscii(envelope.from), to: [...to.keys()], size: mail.size, use8BitMime: true },
          message,
          done,
        ),
      );
      const refusals = (info?.rejectedErrors ?? []).map(refusalOf).map((one) => this.named(one, to));
      return {
        kind: 'taken',
        accepted: (info?.accepted ?? []).map((one) => named(one, to)),
        refused: refusals.filter(({ code }) => isPermanent(code)),
        deferred: refusals.filter(({ code }) => !isPermanent(code)),
        response: redact(info?.response ?? '', this.settings).slice(0, MOST_WORDS),
      };
    } catch (error) {
      if (handedOver && !isAnswered(error)) {
        this.close();
        const { error: words } = explain(error, this.settings, []);
        return { kind: 'unknown', error: `All of the message was handed over, and no answer came. ${words}` };
      }
      if (isKept && !source.readableDidRead && (isClosing(error) || !isAnswered(error)) && !signal.aborted) {
        this.close();
        return { kind: 'stale' };
      }
      const outcome = explain(error, this.settings, [...to.keys()]);
      if (outcome.scope === 'connection' || outcome.scope === 'account') this.close();
      else await this.reset(signal);
      const original = (refusals: typeof outcome.refused) => refusals.map((one) => this.named(one, to));
      return { ...outcome, refused: original(outcome.refused), deferred: original(outcome.deferred) };
    } finally {
      // What was not read of it needs not be kept open.
      source.destroy();
    }
  }

  /** Takes leave. */
  quit(): void {
    if (this.isUsable) this.connection.quit();
    else this.close();
  }

  close(): void {
    this.over = true;
    this.connection.close();
  }

  private async reset(signal: AbortSignal): Promise<void> {
    if (!this.isUsable) return;
    await this.step(signal, (done) => this.connection.reset(done)).catch(() => this.close());
  }

  private signed(source: Readable): Readable {
    const { dkim } = this.settings;
    if (dkim === null) return source;
    return new DKIM({ domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey }).sign(source);
  }

  /** As it stands in the envelope, with the server's words freed of secrets. */
  private named<T extends { recipient: string; text: string }>(refusal: T, to: ReadonlyMap<string, string>): T {
    return { ...refusal, recipient: named(refusal.recipient, to), text: redact(refusal.text, this.settings) };
  }

  /** One step of nodemailer's, which ends when it answers, breaks, or is given up. */
  private step<T>(
    signal: AbortSignal,
    act: (done: (error?: unknown, value?: T) => void) => void,
  ): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const end = (error: unknown) => {
        signal.removeEventListener('abort', abort);
        this.connection.removeListener('end', ended);
        if (error) reject(error);
      };
      const abort = () => {
        end(signal.reason instanceof Error ? signal.reason : new Error('given up'));
        this.close();
      };
      const ended = () => setImmediate(() => end(this.broken ?? new Error('the connection ended')));
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      this.connection.once('end', ended);
      act((error, value) => {
        end(error);
        if (!error) resolve(value);
      });
    });
  }

  /** @throws MailboxError */
  private checkCertificate(): void {
    const { host, security, trustedFingerprint } = this.settings;
    if (security === 'none') return;
    const { _socket: socket } = this.connection;
    // Wanted, and not had: nodemailer would have failed before.
    if (!(socket instanceof TLSSocket)) throw new MailboxError('tls', `${host} speaks no TLS.`);
    const problem = certificateProblem(socket, host, trustedFingerprint);
    if (problem) throw problem;
  }
}

const named = (recipient: string, to: ReadonlyMap<string, string>): string => to.get(recipient) ?? recipient;

/** The domain in ASCII (RFC 5891), so that only a local part that is not needs SMTPUTF8 (RFC 6531). */
function inAscii(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return address;
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`;
}

const needsUtf8 = (address: string): boolean => !/^\p{ASCII}*$/u.test(inAscii(address));

/** RFC 4954, section 3. None: the server offers it, or does not say what it offers. */
function mechanismProblem(announced: string, { mechanism }: SmtpLogin): string | null {
  const offered = [...announced.matchAll(/^250[ -]AUTH[ =](.*)$/gim)].flatMap(([, names = '']) =>
    names.trim().toUpperCase().split(/\s+/),
  );
  if (offered.length === 0 || offered.includes(mechanism.toUpperCase())) return null;
  return `offers no login by ${mechanism.toUpperCase()}, but by ${offered.join(', ').slice(0, 200)}.`;
}

/** Where nodemailer reads XOAUTH2 it takes whatever the server names first, and the token for a password. */
const BY_TOKEN = 'ACCESS TOKEN';

function authOf(login: SmtpLogin): SMTPConnection.AuthenticationType {
  const { userName: user } = login;
  if (login.mechanism === 'xoauth2') return { type: 'CUSTOM', method: BY_TOKEN, user, pass: login.accessToken };
  return { type: 'LOGIN', method: login.mechanism.toUpperCase(), user, pass: login.password };
}

/** SASL XOAUTH2: on a refusal the server says why in a challenge, and waits for an empty answer. */
const authenticateByToken: NonNullable<SMTPConnection.Options['customAuth']>[string] = async ({
  auth: { credentials },
  sendCommand,
  resolve,
  reject,
}) => {
  const sent = Buffer.from(xoauth2(credentials.user, credentials.pass)).toString('base64');
  const first = await sendCommand(`AUTH XOAUTH2 ${sent}`);
  const last = first.status === 334 ? await sendCommand('') : first;
  if (last.status === 235) resolve();
  else reject(new Error('Invalid login'));
};
