import {
  type FetchOptions,
  type FolderState,
  MailboxError,
  type MailboxMessage,
  type MailboxSession,
  type MessageIdentity,
  type SeenMessages,
  type WatchedSource,
} from '../../src/application/ports/mailbox-source.js';

interface Placed {
  readonly uid: number;
  readonly raw: Buffer;
  readonly receivedAt: string;
  seen: boolean;
}

interface Put {
  /** INTERNALDATE. */
  readonly receivedAt?: string;
  readonly seen?: boolean;
}

/** A folder in memory, as a server has it. */
export class MemoryFolder {
  uidValidity = 1;
  uidNext = 1;
  messages: Placed[] = [];

  put(raw: Buffer, { receivedAt = '2024-01-02T09:00:00.000Z', seen = false }: Put = {}): number {
    this.messages.push({ uid: this.uidNext, raw, receivedAt, seen });
    return this.uidNext++;
  }

  /** A new UIDVALIDITY: the same messages under other UIDs. */
  renumber(): void {
    this.uidValidity++;
    this.messages = this.messages.map((placed, n) => ({ ...placed, uid: n + 11 }));
    this.uidNext = this.messages.length + 11;
  }
}

/** Mailboxes in memory, by user and folder, for what is tested above IMAP. */
export class MemoryMailboxes implements WatchedSource {
  private readonly listening = new Set<(error: Error) => void>();
  private readonly folders = new Map<string, MemoryFolder>();
  /** Sessions that are open, or being opened. */
  openNow = 0;
  /** Those of them that have not waited for news yet, and how many these were at most. */
  busy = 0;
  mostBusy = 0;
  /** How often somebody connected. */
  connected = 0;
  supportsIdle = true;
  /** Called before a session opens; may wait, or throw. */
  beforeOpen: (userName: string, signal: AbortSignal) => Promise<void> | void = () => undefined;
  /** Called before a command; may wait, or throw. */
  beforeCommand: (command: string) => Promise<void> | void = () => undefined;

  folder(user: string, name = 'INBOX'): MemoryFolder {
    const key = `${user} ${name}`;
    const folder = this.folders.get(key) ?? new MemoryFolder();
    this.folders.set(key, folder);
    return folder;
  }

  removeFolder(user: string, name: string): void {
    this.folders.delete(`${user} ${name}`);
  }

  /** Ends the sessions that wait for news. */
  cutAll(): void {
    for (const cut of [...this.listening]) cut(new MailboxError('closed', 'The server has ended the connection.'));
  }

  /** Resolves when the signal is aborted, throws when the connection is cut. */
  async listen(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let cut: (error: Error) => void = () => undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        cut = reject;
        this.listening.add(cut);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    } finally {
      this.listening.delete(cut);
    }
  }

  async open({ userName }: { readonly userName: string }, signal: AbortSignal): Promise<MailboxSession> {
    this.connected++;
    const session = new Session(this, (name) => this.folders.get(`${userName} ${name}`));
    try {
      await this.beforeOpen(userName, signal);
      if (signal.aborted) throw new MailboxError('closed', 'It is not wanted any more.');
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  async testConnection() {
    return { ok: true as const, capabilities: { idle: this.supportsIdle, condstore: false }, folders: [] };
  }
}

class Session implements MailboxSession {
  private selected: MemoryFolder | null = null;
  private isOpen = true;
  private isBusy = true;

  constructor(
    private readonly mailboxes: MemoryMailboxes,
    private readonly find: (name: string) => MemoryFolder | undefined,
  ) {
    mailboxes.openNow++;
    mailboxes.busy++;
    mailboxes.mostBusy = Math.max(mailboxes.mostBusy, mailboxes.busy);
  }

  get supportsIdle(): boolean {
    return this.mailboxes.supportsIdle;
  }

  async select(name: string): Promise<FolderState> {
    await this.mailboxes.beforeCommand('select');
    const folder = this.find(name);
    if (!folder) throw new MailboxError('folder', `There is no folder "${name}" in this mailbox.`);
    this.selected = folder;
    return { uidValidity: String(folder.uidValidity), uidNext: folder.uidNext };
  }

  async *fetch({ after, since, only, maxSize }: FetchOptions): AsyncGenerator<MailboxMessage> {
    await this.mailboxes.beforeCommand('fetch');
    for (const { uid, raw, receivedAt, seen } of [...(this.selected?.messages ?? [])]) {
      if (uid <= after || (only && !only.has(uid)) || (since !== null && receivedAt < since)) continue;
      const headerOnly = raw.length > maxSize;
      const content = headerOnly ? raw.subarray(0, raw.indexOf('\r\n\r\n') + 4) : raw;
      yield { uid, key: String(uid), receivedAt, seen, size: raw.length, content, headerOnly };
    }
  }

  async *identify({ after }: { readonly after: number }): AsyncGenerator<MessageIdentity> {
    await this.mailboxes.beforeCommand('identify');
    for (const { uid, raw } of [...(this.selected?.messages ?? [])]) {
      if (uid > after) yield { uid, header: raw.subarray(0, raw.indexOf('\r\n\r\n') + 4) };
    }
  }

  async markSeen(uids: readonly number[]): Promise<void> {
    await this.mailboxes.beforeCommand('mark seen');
    for (const placed of this.selected?.messages ?? []) if (uids.includes(placed.uid)) placed.seen = true;
  }

  async markUnseen(uids: readonly number[]): Promise<void> {
    await this.mailboxes.beforeCommand('mark unseen');
    for (const placed of this.selected?.messages ?? []) if (uids.includes(placed.uid)) placed.seen = false;
  }

  async seen({ last }: { readonly last: number }): Promise<SeenMessages> {
    await this.mailboxes.beforeCommand('seen');
    const messages = (this.selected?.messages ?? []).slice(-last);
    return { uids: messages.filter(({ seen }) => seen).map(({ uid }) => uid), mark: null };
  }

  /** Nobody tells of news here: a fetch is asked for, or scheduled. */
  waitForNews(signal: AbortSignal): Promise<void> {
    this.notBusy();
    return this.mailboxes.listen(signal);
  }

  async close(): Promise<void> {
    if (this.isOpen) this.mailboxes.openNow--;
    this.isOpen = false;
    this.notBusy();
  }

  private notBusy(): void {
    if (this.isBusy) this.mailboxes.busy--;
    this.isBusy = false;
  }
}
