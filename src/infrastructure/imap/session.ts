import type { MailboxLockObject } from 'imapflow';
import {
  type FetchOptions,
  type FolderState,
  MailboxError,
  type MailboxMessage,
  type MailboxSession,
  type MessageIdentity,
  type SeenMessages,
} from '../../application/ports/mailbox-source.js';
import type { ImapConnection } from './connection.js';
import { fetchMessages } from './fetch-messages.js';
import { type IdentifyOptions, identifyMessages } from './identify-messages.js';
import type { ImapLimits } from './limits.js';
import { nearestFolders } from './nearest-folders.js';
import { News } from './news.js';
import { nameableParts, sequenceSet } from './sequence-set.js';

const MARKED_AT_ONCE = 500;

/** A mailbox over IMAP (RFC 3501). Reads with BODY.PEEK only: what was unread stays so until `markSeen`. */
export class ImapSession implements MailboxSession {
  private readonly news: News;
  private uidNext = 1;
  /** The folder was just opened: the server has told all it knows. */
  private fresh = false;
  private held: MailboxLockObject | null = null;

  constructor(
    private readonly connection: ImapConnection,
    private readonly limits: ImapLimits,
  ) {
    this.news = new News(connection);
  }

  get supportsIdle(): boolean {
    return this.connection.client.capabilities.has('IDLE');
  }

  async select(folder: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): Promise<FolderState> {
    const { uidValidity, uidNext } = await this.open(folder, readOnly);
    // RFC 3501, section 2.3.1.1: without it the UIDs mean nothing the next time.
    if (!uidValidity) throw new MailboxError('protocol', `The server gives no UIDVALIDITY for ${folder}.`);
    this.uidNext = uidNext || (await this.askUidNext(folder));
    this.fresh = true;
    return { uidValidity: `${uidValidity}`, uidNext: this.uidNext };
  }

  fetch(options: FetchOptions): AsyncIterable<MailboxMessage> {
    return fetchMessages(this.connection, () => this.look(), options);
  }

  identify(options: IdentifyOptions): AsyncIterable<MessageIdentity> {
    return identifyMessages(this.connection, () => this.look(), options);
  }

  markSeen(uids: readonly number[]): Promise<void> {
    return this.store(uids, 'messageFlagsAdd');
  }

  markUnseen(uids: readonly number[]): Promise<void> {
    return this.store(uids, 'messageFlagsRemove');
  }

  /** RFC 7162, section 3.1.2.1: a server that keeps HIGHESTMODSEQ tells it with every SELECT. */
  async seen({ last, since }: { readonly last: number; readonly since: string | null }): Promise<SeenMessages> {
    const { mailbox } = this.connection.client;
    if (!mailbox) throw new MailboxError('folder', 'No folder is open.');
    const { exists, highestModseq } = mailbox;
    const mark = highestModseq ? `${highestModseq}` : null;
    if (mark !== null && mark === since) return { uids: null, mark };
    if (exists === 0) return { uids: [], mark };
    const seq = `${Math.max(1, exists - last + 1)}:*`;
    const found = await this.connection.run((client) => client.search({ seq, seen: true }, { uid: true }));
    if (!found) throw this.connection.refused('SEARCH');
    return { uids: found, mark };
  }

  private async store(uids: readonly number[], change: 'messageFlagsAdd' | 'messageFlagsRemove'): Promise<void> {
    const rising = [...uids].sort((a, b) => a - b);
    for (const part of nameableParts(rising, MARKED_AT_ONCE)) {
      const set = sequenceSet(part);
      const done = await this.connection.run((client) => client[change](set, ['\\Seen'], { uid: true, silent: true }));
      if (!done) throw this.connection.refused('STORE');
    }
  }

  async waitForNews(signal: AbortSignal): Promise<void> {
    this.fresh = false;
    await this.news.wait(this.limits.newsTimeout, signal);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** Has the server tell what came since it was last asked, and counts that as seen. @returns UIDNEXT, or less */
  private async look(): Promise<number> {
    if (!this.fresh) await this.connection.run((client) => client.noop());
    this.fresh = false;
    this.news.forget();
    return this.uidNext;
  }

  private async open(folder: string, readOnly: boolean) {
    try {
      return await this.connection.run(async (client) => {
        this.held?.release();
        this.held = null;
        const opened = await client.mailboxOpen(folder, { readOnly });
        if (!opened) throw this.connection.loss();
        // As long as it is held, imapflow takes our own pauses (a slow disk, say) for what they are and keeps the
        // connection alive with NOOP.
        this.held = await client.getMailboxLock(folder, { readOnly: opened.readOnly ?? false });
        return opened;
      });
    } catch (error) {
      // RFC 3501, section 6.3.1: NO tells of this folder, BAD and the rest of the connection.
      if (error instanceof MailboxError && error.code === 'protocol' && refused(error.cause)) {
        throw await this.folderError(folder, error);
      }
      throw error;
    }
  }

  private async folderError(folder: string, error: MailboxError): Promise<MailboxError> {
    const existing = (await this.connection.run((client) => client.list()))
      .filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
      .map(({ path }) => path);
    if (existing.includes(folder)) {
      return new MailboxError('folder', `The folder ${folder} cannot be opened. ${error.message}`, { cause: error });
    }
    const nearest = nearestFolders(folder, existing).map((name) => `"${name}"`);
    const hint = nearest.length === 0 ? '' : ` The nearest there are: ${nearest.join(', ')}.`;
    return new MailboxError('folder', `There is no folder "${folder}" in this mailbox.${hint}`, { cause: error });
  }

  /** Old servers leave it out of their answer to SELECT. */
  private async askUidNext(folder: string): Promise<number> {
    const status = await this.connection.run((client) => client.status(folder, { uidNext: true }));
    if (status !== false && status.uidNext) return status.uidNext;
    const last = await this.connection.run((client) => client.search({ uid: '*' }, { uid: true }));
    return last ? (last.at(-1) ?? 0) + 1 : 1;
  }
}

/** The server said NO. */
export const refused = (cause: unknown): boolean =>
  cause instanceof Error && 'responseStatus' in cause && cause.responseStatus === 'NO';
