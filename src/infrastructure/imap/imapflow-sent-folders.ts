import { type ImapSettings, MailboxError } from '../../application/ports/mailbox-source.js';
import type { SentFolders } from '../../application/ports/sent-folders.js';
import { ImapConnection } from './connection.js';
import { defaultLimits, type ImapLimits } from './limits.js';
import { refused } from './session.js';

/** Copies of what was sent, over IMAP, each time by a connection of its own: it is looked for seldom. */
export class ImapflowSentFolders implements SentFolders {
  private readonly limits: ImapLimits;

  constructor(limits: Partial<ImapLimits> = {}) {
    this.limits = { ...defaultLimits, ...limits };
  }

  has(settings: ImapSettings, folder: string | null, messageId: string, signal: AbortSignal): Promise<boolean> {
    return this.within(settings, folder, signal, (connection) => holds(connection, messageId));
  }

  store(
    settings: ImapSettings,
    folder: string | null,
    { messageId, bytes, at }: { readonly messageId: string; readonly bytes: Uint8Array; readonly at: Date },
    signal: AbortSignal,
  ): Promise<string> {
    return this.within(settings, folder, signal, async (connection, path) => {
      if (await holds(connection, messageId)) return path;
      const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const done = await connection.run((client) => client.append(path, content, ['\\Seen'], at));
      if (!done) throw connection.refused('APPEND');
      return path;
    });
  }

  private async within<T>(
    settings: ImapSettings,
    folder: string | null,
    signal: AbortSignal,
    act: (connection: ImapConnection, path: string) => Promise<T>,
  ): Promise<T> {
    const connection = await ImapConnection.open(settings, this.limits, signal);
    const release = connection.endWith(signal);
    try {
      const path = folder ?? (await markedFolder(connection));
      await open(connection, path);
      return await act(connection, path);
    } finally {
      release();
      await connection.close();
    }
  }
}

async function open(connection: ImapConnection, path: string): Promise<void> {
  try {
    await connection.run((client) => client.mailboxOpen(path));
  } catch (error) {
    // RFC 3501, section 6.3.1: NO tells of this folder.
    if (!(error instanceof MailboxError) || error.code !== 'protocol' || !refused(error.cause)) throw error;
    throw new MailboxError('folder', `The folder "${path}" cannot be opened. ${error.message}`, { cause: error });
  }
}

async function markedFolder(connection: ImapConnection): Promise<string> {
  const folders = await connection.run((client) => client.list());
  const marked = folders.find(({ specialUse }) => specialUse === '\\Sent');
  if (!marked) throw new MailboxError('folder', 'The server marks no folder as the one of what was sent.');
  return marked.path;
}

async function holds(connection: ImapConnection, messageId: string): Promise<boolean> {
  const found = await connection.run((client) => client.search({ header: { 'message-id': messageId } }, { uid: true }));
  return found !== false && found !== undefined && found.length > 0;
}
