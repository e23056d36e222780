import type { RecordRef } from '../../domain/ids.js';
import type { ImapSecurity } from '../../domain/mail-account/events.js';

/** One message of a folder, not yet fetched as a whole. */
export interface MailboxMessage {
  /** RFC 3501, section 2.3.1.1; for files, their order of reading. */
  readonly uid: number;
  /** What names it in its folder for good: the UID in decimals, or the file's name. */
  readonly key: string;
  /** INTERNALDATE, or the file's time. ISO 8601. */
  readonly receivedAt: string | null;
  readonly seen: boolean;
  /** Bytes, as the source says; the truth is what `content` gives. */
  readonly size: number;
  /** Small: the bytes. Large: pieces, to be read once and before the next message is asked for. Larger than `maxSize`: its header alone. */
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  readonly headerOnly: boolean;
  /** What it belongs to, where whoever brings it knows that; default: nothing. */
  readonly link?: RecordRef | null;
}

export interface FolderState {
  readonly uidValidity: string;
  /** Every message below has, or will have, come: what is new begins here. */
  readonly uidNext: number;
}

/** Enough of a message to know whether we have it, when a folder's UIDs have changed: the header fields that identify it. */
export interface MessageIdentity {
  readonly uid: number;
  /** Empty where the source has the message and does not say what it is. */
  readonly header: Uint8Array;
}

export interface FetchOptions {
  /** UIDs greater than this. */
  readonly after: number;
  /** ISO 8601; older ones are left (by INTERNALDATE). */
  readonly since: string | null;
  /** Only these UIDs, where given. */
  readonly only?: ReadonlySet<number>;
  /** Bytes. */
  readonly maxSize: number;
  /** Aborting ends the session: what is under way, and all that follows, throws `closed`. */
  readonly signal: AbortSignal;
}

/** An open mailbox, wherever it lies. All methods throw MailboxError. */
export interface MailboxReader {
  /** Opens a folder for the calls that follow; `readOnly` where nothing in it may change (`markSeen` is refused then). */
  select(folder: string, options?: { readonly readOnly?: boolean }): Promise<FolderState>;
  /** In rising order of UIDs, in batches, never the whole folder in memory. A message that vanishes in between is left out. */
  fetch(options: FetchOptions): AsyncIterable<MailboxMessage>;
  close(): Promise<void>;
}

/** What other programs have read. */
export interface SeenMessages {
  /** None: nothing has changed since the look before. */
  readonly uids: readonly number[] | null;
  /** How far the folder's changes have come (HIGHESTMODSEQ, RFC 7162); none: the server does not say. */
  readonly mark: string | null;
}

/** One that lives: messages come to it while it is open. */
export interface MailboxSession extends MailboxReader {
  /** The source tells of news by itself (IMAP: IDLE, RFC 2177); without it `waitForNews` looks every few minutes. */
  readonly supportsIdle: boolean;
  /** Header fields (Message-ID, From, Date…) of all messages above a UID. */
  identify(options: {
    readonly after: number;
    readonly since: string | null;
    readonly signal: AbortSignal;
  }): AsyncIterable<MessageIdentity>;
  /** Fetching leaves messages unread; this marks them as read, once they are stored. */
  markSeen(uids: readonly number[]): Promise<void>;
  /** Takes that back. */
  markUnseen(uids: readonly number[]): Promise<void>;
  /** Which of the last messages of the selected folder somebody has read. */
  seen(options: {
    /** How many messages are looked at, from the end. */
    readonly last: number;
    /** `mark` of the look before: where nothing has changed since, the server is not asked. */
    readonly since: string | null;
  }): Promise<SeenMessages>;
  /**
   * Resolves when the selected folder may have news (IDLE), at the latest after some 25 minutes, or when the signal is
   * aborted. What came since the last `fetch` began counts as news. Throws when the connection is lost meanwhile.
   */
  waitForNews(signal: AbortSignal): Promise<void>;
}

/** A password, or an access token of OAuth2 (SASL OAUTHBEARER, RFC 7628, or XOAUTH2). */
export type Credentials = { readonly password: string } | { readonly accessToken: string };

export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  readonly security: ImapSecurity;
  readonly userName: string;
  readonly credentials: Credentials;
  readonly trustedFingerprint: string | null;
}

export type MailboxErrorCode =
  | 'host'
  | 'network'
  | 'tls'
  | 'login'
  | 'grant-revoked'
  | 'folder'
  | 'protocol'
  | 'timeout'
  | 'closed';

/** What is wrong with a mailbox, in words that an administrator can act on. */
export class MailboxError extends Error {
  override readonly name = 'MailboxError';
  constructor(
    readonly code: MailboxErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export interface TestedFolder {
  readonly name: string;
  /** None: it cannot be opened. */
  readonly messages: number | null;
  readonly ok: boolean;
}

/** How far a connection came, and what stopped it, in words. `folders` is there once the login worked. */
export type ConnectionTest =
  | {
      readonly ok: true;
      readonly capabilities: { readonly idle: boolean; readonly condstore: boolean };
      readonly folders: readonly TestedFolder[];
    }
  | {
      readonly ok: false;
      readonly step: MailboxErrorCode;
      readonly message: string;
      readonly folders?: readonly TestedFolder[];
    };

/** Where mail lies: on a server, or in files. `test/contract/mailbox-source.ts` says what each adapter must do. */
export interface MailboxSource<Settings, Session extends MailboxReader = MailboxReader> {
  /** Connects and logs in, or looks what is there. @throws MailboxError */
  open(settings: Settings, signal: AbortSignal): Promise<Session>;
}

/** Mailboxes that can be watched. */
export interface WatchedSource extends MailboxSource<ImapSettings, MailboxSession> {
  /** Connects, logs in, looks at each folder (without opening it for change) and leaves. Never throws for what the server does. */
  testConnection(settings: ImapSettings, folders: readonly string[], signal: AbortSignal): Promise<ConnectionTest>;
}
