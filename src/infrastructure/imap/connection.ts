import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { type ImapSettings, MailboxError } from '../../application/ports/mailbox-source.js';
import { explain, isLoss } from './explain.js';
import type { ImapLimits } from './limits.js';
import { verifiedTransport } from './verified-transport.js';

/** One logged-in connection. Whatever goes wrong on it comes out as a MailboxError, with the cause and not its echo. */
export class ImapConnection {
  readonly client: ImapFlow;
  /** imapflow tells the cause of a loss once, as an event; pending calls get only "no connection". */
  private cause: unknown = null;
  private stopped: MailboxError | null = null;

  private constructor(
    private readonly settings: ImapSettings,
    private readonly limits: ImapLimits,
  ) {
    const { host, port, security, userName, credentials, trustedFingerprint } = settings;
    this.client = new ImapFlow({
      host,
      port,
      secure: security === 'tls',
      doSTARTTLS: security === 'starttls',
      auth:
        'password' in credentials
          ? { user: userName, pass: credentials.password }
          : { user: userName, accessToken: credentials.accessToken },
      transport: verifiedTransport(trustedFingerprint),
      logger: false,
      clientInfo: { name: 'mailcase', version: false, vendor: false, 'support-url': false },
      // Nothing that we do not use: MODSEQ in each row and a zip stream cost time on every message.
      disableAutoEnable: true,
      disableCompression: true,
      disableAutoIdle: true,
      maxLockHoldTime: 0,
      connectionTimeout: limits.connectTimeout,
      greetingTimeout: limits.greetingTimeout,
      socketTimeout: limits.silenceTimeout,
      maxIdleTime: limits.newsTimeout,
      maxLiteralSize: limits.maxLiteralSize,
      maxResponseSize: limits.maxLiteralSize + 1024 * 1024,
      maxLineLength: 64 * 1024 * 1024,
    });
    this.client.on('error', (error) => {
      this.cause ??= error;
    });
  }

  /** @throws MailboxError */
  static async open(settings: ImapSettings, limits: ImapLimits, signal: AbortSignal): Promise<ImapConnection> {
    const connection = new ImapConnection(settings, limits);
    const release = connection.endWith(signal);
    try {
      await connection.run((client) => client.connect());
      return connection;
    } catch (error) {
      connection.client.close();
      throw error;
    } finally {
      release();
    }
  }

  /** Does something with the client. @throws MailboxError */
  async run<T>(act: (client: ImapFlow) => Promise<T>): Promise<T> {
    this.throwIfOver();
    try {
      return await act(this.client);
    } catch (error) {
      throw this.explain(error);
    }
  }

  throwIfOver(): void {
    if (this.stopped) throw this.stopped;
    if (this.client.isClosed) throw this.loss();
  }

  /** Why the connection is gone. */
  loss(): MailboxError {
    if (this.stopped) return this.stopped;
    const cut = Object.assign(new Error('no connection'), { code: 'NoConnection', reason: this.client.byeReason });
    return explain(this.cause ?? cut, this.settings);
  }

  explain(error: unknown): MailboxError {
    if (error instanceof MailboxError) return error;
    if (this.stopped) return this.stopped;
    return isLoss(error) && this.cause !== null ? this.loss() : explain(error, this.settings);
  }

  /** A command that imapflow says failed without saying how. */
  refused(command: string): MailboxError {
    if (this.stopped || this.client.isClosed) return this.loss();
    if (!this.client.mailbox) return new MailboxError('folder', 'No folder is open.');
    return new MailboxError('protocol', `${this.settings.host}:${this.settings.port} refused ${command}.`);
  }

  /** Ends the connection when the signal is aborted; the function it gives takes that back. */
  endWith(signal: AbortSignal): () => void {
    const end = () => this.end('The work on this mailbox was stopped.');
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    return () => signal.removeEventListener('abort', end);
  }

  /** Takes leave (LOGOUT) where the server listens, and is gone soon where it does not. Never throws. */
  async close(): Promise<void> {
    if (this.client.usable && !this.stopped) {
      const patience = new AbortController();
      const leave = this.client.logout().catch(() => undefined);
      await Promise.race([leave, pause(this.limits.logoutTimeout, undefined, { signal: patience.signal })]);
      patience.abort();
    }
    this.end('This connection was closed.');
  }

  private end(why: string): void {
    this.stopped ??= new MailboxError('closed', why);
    this.client.close();
  }
}
