import {
  type FetchOptions,
  MailboxError,
  type MailboxMessage,
  type MailboxSession,
  type WatchedSource,
} from '../../src/application/ports/mailbox-source.js';
import type { SimulatedMessage } from './messages.js';
import { called, type Process } from './process.js';

export interface Placed {
  readonly uid: number;
  readonly message: SimulatedMessage;
  /** ISO 8601. */
  readonly receivedAt: string;
  seen: boolean;
}

/** A folder on the simulated server (RFC 3501, section 2.3.1.1). */
export class Folder {
  uidValidity = 1;
  uidNext = 1;
  messages: Placed[] = [];
  /** Of all that was ever put here. */
  arrivals = 0;
  /** It was made anew, so that what was known by its UIDs is not known any more. */
  renumbered = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly address: string,
    readonly name: string,
  ) {}

  put(message: SimulatedMessage, receivedAt: string): void {
    this.messages.push({ uid: this.uidNext++, message, receivedAt, seen: false });
    this.arrivals++;
    for (const listener of [...this.listeners]) listener();
  }

  expunge(uid: number): void {
    this.messages = this.messages.filter((placed) => placed.uid !== uid);
  }

  /** A new UIDVALIDITY: the same messages under other UIDs. */
  renumber(): void {
    this.uidValidity++;
    this.renumbered = true;
    const gap = this.uidNext % 3;
    this.messages = this.messages.map((placed, n) => ({ ...placed, uid: n + 1 + gap }));
    this.uidNext = this.messages.length + 1 + gap;
    for (const listener of [...this.listeners]) listener();
  }

  news(arrivals: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (this.arrivals > arrivals || signal.aborted) return resolve();
      const end = () => {
        this.listeners.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.listeners.add(end);
      signal.addEventListener('abort', end);
    });
  }
}

const cut = () => new MailboxError('network', 'the simulation has cut the connection');

/** The server's folders as one process reaches them; every command is a step, and may cut the connection. */
export function simulatedSource(process: Process, folders: readonly Folder[]): WatchedSource {
  return {
    open: async ({ userName }) => {
      const mine = folders.filter(({ address }) => address === userName);
      await process.call({ label: `connects as ${userName}`, apply: async () => undefined, unavailable: cut });
      return new Session(process, mine);
    },
    testConnection: async () => ({ ok: true, capabilities: { idle: true, condstore: false }, folders: [] }),
  };
}

class Session implements MailboxSession {
  readonly supportsIdle = true;
  private selected: Folder | null = null;
  private uidValidity = 0;
  private arrivals = 0;
  private isOpen = true;

  constructor(
    private readonly process: Process,
    private readonly folders: readonly Folder[],
  ) {}

  select(name: string) {
    return this.command(`select ${name}`, async () => {
      const folder = this.folders.find((one) => one.name === name);
      if (!folder) throw new MailboxError('folder', `There is no ${name}.`);
      this.selected = folder;
      this.uidValidity = folder.uidValidity;
      return { uidValidity: String(folder.uidValidity), uidNext: folder.uidNext };
    });
  }

  fetch({ after, since, only }: FetchOptions): AsyncIterable<MailboxMessage> {
    this.arrivals = this.folder.arrivals;
    return called(this.process, 'fetch', this.found(after, since, only), cut);
  }

  private async *found(after: number, since: string | null, only?: ReadonlySet<number>) {
    for (const { uid, receivedAt } of [...this.folder.messages]) {
      if (uid <= after || (only && !only.has(uid)) || (since !== null && receivedAt < since)) continue;
      const there = this.folder.messages.find((placed) => placed.uid === uid);
      if (there) yield this.asFetched(there);
    }
  }

  private asFetched({ uid, message, receivedAt, seen }: Placed): MailboxMessage {
    const { bytes, isLarge } = message;
    const content = isLarge ? called(this.process, 'piece', pieces(bytes), cut) : bytes;
    return { uid, key: String(uid), receivedAt, seen, size: bytes.length, content, headerOnly: false };
  }

  identify({ after }: { readonly after: number }) {
    return called(this.process, 'identify', this.headers(after), cut);
  }

  private async *headers(after: number) {
    for (const { uid, message } of [...this.folder.messages]) if (uid > after) yield { uid, header: message.header };
  }

  markSeen(uids: readonly number[]): Promise<void> {
    return this.command('mark seen', async () => {
      for (const placed of this.folder.messages) if (uids.includes(placed.uid)) placed.seen = true;
    });
  }

  markUnseen(uids: readonly number[]): Promise<void> {
    return this.command('mark unseen', async () => {
      for (const placed of this.folder.messages) if (uids.includes(placed.uid)) placed.seen = false;
    });
  }

  async seen({ last }: { readonly last: number }) {
    const uids: number[] = [];
    await this.command('seen', async () => {
      for (const { uid, seen } of this.folder.messages.slice(-last)) if (seen) uids.push(uid);
    });
    return { uids, mark: null };
  }

  waitForNews(signal: AbortSignal): Promise<void> {
    return this.process.hear('hears of mail', this.folder.news(this.arrivals, signal), cut);
  }

  async close(): Promise<void> {
    this.isOpen = false;
  }

  private command<T>(label: string, apply: () => Promise<T>): Promise<T> {
    return this.process.call({ label, apply, unavailable: cut });
  }

  /** A folder that was made anew while it was open ends the session. */
  private get folder(): Folder {
    if (!this.isOpen || !this.selected || this.selected.uidValidity !== this.uidValidity) throw cut();
    return this.selected;
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const middle = bytes.length >> 1;
  yield bytes.subarray(0, middle);
  yield bytes.subarray(middle);
}
