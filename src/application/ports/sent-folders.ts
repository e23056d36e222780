import type { ImapSettings } from './mailbox-source.js';

/** The folders of mailboxes where copies of what was sent stand. All throw MailboxError. */
export interface SentFolders {
  /**
   * Whether a message stands there.
   * @param folder none: the one that the server marks so (RFC 6154)
   * @param messageId RFC 5322, with its angle brackets
   */
  has(settings: ImapSettings, folder: string | null, messageId: string, signal: AbortSignal): Promise<boolean>;
  /** Puts a copy there, as read, unless it stands there. @returns the folder */
  store(
    settings: ImapSettings,
    folder: string | null,
    copy: { readonly messageId: string; readonly bytes: Uint8Array; readonly at: Date },
    signal: AbortSignal,
  ): Promise<string>;
}
