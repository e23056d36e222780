import {
  type ConnectionTest,
  type ImapSettings,
  MailboxError,
  type MailboxSession,
  type TestedFolder,
  type WatchedSource,
} from '../../application/ports/mailbox-source.js';
import { ImapConnection } from './connection.js';
import { defaultLimits, type ImapLimits } from './limits.js';
import { ImapSession } from './session.js';

/** Mailboxes over IMAP, by imapflow. */
export class ImapflowSource implements WatchedSource {
  private readonly limits: ImapLimits;

  constructor(limits: Partial<ImapLimits> = {}) {
    this.limits = { ...defaultLimits, ...limits };
  }

  async open(settings: ImapSettings, signal: AbortSignal): Promise<MailboxSession> {
    return new ImapSession(await ImapConnection.open(settings, this.limits, signal), this.limits);
  }

  async testConnection(
    settings: ImapSettings,
    folders: readonly string[],
    signal: AbortSignal,
  ): Promise<ConnectionTest> {
    const tested: TestedFolder[] = [];
    let loggedIn = false;
    let connection: ImapConnection | null = null;
    try {
      connection = await ImapConnection.open(settings, this.limits, signal);
      const release = connection.endWith(signal);
      try {
        loggedIn = true;
        const { client } = connection;
        const capabilities = { idle: client.capabilities.has('IDLE'), condstore: client.capabilities.has('CONDSTORE') };
        const session = new ImapSession(connection, this.limits);
        const problems: string[] = [];
        for (const name of folders) {
          const { folder, problem } = await tryFolder(session, connection, name);
          tested.push(folder);
          if (problem) problems.push(problem);
        }
        return problems.length === 0
          ? { ok: true, capabilities, folders: tested }
          : { ok: false, step: 'folder', message: problems.join(' '), folders: tested };
      } finally {
        release();
      }
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error;
      return { ok: false, step: error.code, message: error.message, ...(loggedIn ? { folders: tested } : {}) };
    } finally {
      await connection?.close();
    }
  }
}

async function tryFolder(
  session: ImapSession,
  { client }: ImapConnection,
  name: string,
): Promise<{ readonly folder: TestedFolder; readonly problem: string | null }> {
  try {
    await session.select(name, { readOnly: true });
    return { folder: { name, messages: client.mailbox ? client.mailbox.exists : 0, ok: true }, problem: null };
  } catch (error) {
    if (!(error instanceof MailboxError) || error.code !== 'folder') throw error;
    return { folder: { name, messages: null, ok: false }, problem: error.message };
  }
}
