import type { Refusal } from '../../domain/outgoing/events.js';

/** How a server is reached and logged in to (RFC 6409, RFC 8314). */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the start; `starttls`: by STARTTLS, or not at all; `none`: never. */
  readonly security: 'none' | 'starttls' | 'tls';
  /** None: the server wants nobody to log in. */
  readonly login: SmtpLogin | null;
  readonly trustedFingerprint: string | null;
  /** None: what is sent is not signed here. */
  readonly dkim: DkimKey | null;
}

/** RFC 6376. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** RSA, in PEM. */
  readonly privateKey: string;
}

export interface MailToSend {
  /** Bytes. */
  readonly size: number;
  /** The message from its beginning. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

export type SmtpLogin =
  | {
      readonly mechanism: 'plain' | 'login' | 'cram-md5';
      readonly userName: string;
      readonly password: string;
    }
  | { readonly mechanism: 'xoauth2'; readonly userName: string; readonly accessToken: string };

/** What is handed over (RFC 5321, section 2.3.1). */
export interface Envelope {
  /** Empty: the null reverse-path. */
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * What a server made of a message. `account`: nothing of this account can be sent (login, TLS, its sender); `message`:
 * no such message; `connection`: it may work the next time.
 */
export type SendOutcome =
  | {
      readonly kind: 'taken';
      readonly accepted: readonly string[];
      /** For good (5yz). */
      readonly refused: readonly Refusal[];
      /** For now (4yz): to be tried again. */
      readonly deferred: readonly Refusal[];
      readonly response: string;
    }
  | {
      readonly kind: 'not-taken';
      readonly scope: 'account' | 'message' | 'recipients' | 'connection';
      readonly permanent: boolean;
      /** Stable: `login`, `sender`, `tls`, `network`, `host`, `timeout`, `refused`, `temporary`, `protocol`, `unavailable`. */
      readonly code: string;
      readonly error: string;
      readonly refused: readonly Refusal[];
      readonly deferred: readonly Refusal[];
    }
  /** All of it was handed over, and no answer came: the server may have it. */
  | { readonly kind: 'unknown'; readonly error: string };

/** Hands messages to servers, over connections that are kept for the next one. */
export interface MailTransport {
  /**
   * As many at once as it is asked for. Never throws for what the server does. Aborted before the message is handed over:
   * `not-taken`, scope `connection`.
   */
  send(settings: SmtpSettings, envelope: Envelope, mail: MailToSend, signal: AbortSignal): Promise<SendOutcome>;
  /** Connects and logs in, and leaves. Never throws for what the server does. */
  test(settings: SmtpSettings, signal: AbortSignal): Promise<SmtpTest>;
  /** Milliseconds after which one attempt is surely over, whatever the server does. */
  readonly longest: number;
  close(): Promise<void>;
}

export type SmtpTest = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string };
