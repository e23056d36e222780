import net from 'node:net';
import tls from 'node:tls';

/** A command as it came: `12 UID FETCH 1:3 (UID …)`. */
export interface Command {
  readonly tag: string;
  /** Upper case; `UID FETCH` in one. */
  readonly name: string;
  readonly rest: string;
}

/** What a test does with one connection. */
export interface Peer {
  /** As it is; `\r\n` is the caller's. */
  send(text: string | Uint8Array): void;
  /** Ends the connection at once. */
  cut(): void;
}

/** Answers a command; gives true when it has, false for the usual answer. */
type Script = (command: Command, peer: Peer) => boolean | undefined;

export interface FaultyMessage {
  readonly uid: number;
  readonly raw: string;
  /** RFC822.SIZE, where it is not the truth. */
  readonly claimedSize?: number;
  /** It is found by SEARCH and gone at FETCH. */
  readonly vanished?: boolean;
  /** It is there, and FETCH does not give it. */
  readonly withheld?: boolean;
  /** It is there, and FETCH does not give the fields of its header. */
  readonly headerWithheld?: boolean;
}

export interface FaultyImapOptions {
  readonly messages?: readonly FaultyMessage[];
  readonly capabilities?: string;
  /** None: the server accepts and says nothing. */
  readonly greeting?: string | null;
  readonly script?: Script;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Answers partial fetches with the whole message, as some servers do. */
  readonly ignoresPartial?: boolean;
  /** Answers FETCH in this order of UIDs. */
  readonly order?: (uids: number[]) => number[];
}

/** An IMAP server of a few commands, for the faults that a real one cannot be made to have. */
export class FaultyImap {
  /** Every command that came, in order. */
  readonly commands: Command[] = [];
  private readonly sockets = new Set<net.Socket>();

  private constructor(
    private readonly server: net.Server,
    private readonly options: FaultyImapOptions,
  ) {}

  static async start(options: FaultyImapOptions = {}): Promise<FaultyImap> {
    const server = options.tls ? tls.createServer(options.tls) : net.createServer();
    const faulty = new FaultyImap(server, options);
    server.on(options.tls ? 'secureConnection' : 'connection', (socket: net.Socket) => faulty.serve(socket));
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return faulty;
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The server is not listening.');
    return address.port;
  }

  /** Cuts all connections, as a network does. */
  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** To every client, unasked. */
  say(text: string): void {
    for (const socket of this.sockets) socket.write(text);
  }

  async stop(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    const peer: Peer = { send: (text) => void socket.write(text), cut: () => socket.destroy() };
    const { greeting = '* OK ready\r\n' } = this.options;
    if (greeting !== null) peer.send(greeting);
    let pending = '';
    socket.on('data', (data) => {
      pending += data.toString('latin1');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        this.obey(parse(line), peer);
      }
    });
  }

  private obey(command: Command, peer: Peer): void {
    this.commands.push(command);
    if (this.options.script?.(command, peer)) return;
    const { tag, name, rest } = command;
    const messages = this.options.messages ?? [];
    const done = `${tag} OK done\r\n`;
    switch (name) {
      case 'CAPABILITY':
        peer.send(`* CAPABILITY IMAP4rev1 ${this.options.capabilities ?? 'IDLE'}\r\n${done}`);
        break;
      case 'LIST':
        peer.send(`* LIST () "/" INBOX\r\n${done}`);
        break;
      case 'SELECT':
      case 'EXAMINE':
        peer.send(`* ${messages.length} EXISTS\r\n* FLAGS (\\Seen)\r\n`);
        peer.send(`* OK [UIDVALIDITY 7] yes\r\n* OK [UIDNEXT ${nextUid(messages)}] yes\r\n${done}`);
        break;
      case 'UID SEARCH': {
        const found = named(messages, rest).map(({ uid }) => uid);
        peer.send(`* SEARCH ${found.join(' ')}\r\n${done}`);
        break;
      }
      case 'UID FETCH':
        this.fetch(rest, peer, done);
        break;
      case 'IDLE':
        peer.send('+ idling\r\n');
        break;
      case 'DONE':
        peer.send(`${this.commands.findLast((one) => one.name === 'IDLE')?.tag} OK done\r\n`);
        break;
      case 'LOGOUT':
        peer.send(`* BYE bye\r\n${done}`);
        peer.cut();
        break;
      default:
        peer.send(done);
    }
  }

  private fetch(rest: string, peer: Peer, done: string): void {
    const messages = this.options.messages ?? [];
    const found = new Map(named(messages, rest.split(' ')[0] ?? '').map((one) => [one.uid, one]));
    const uids = this.options.order?.([...found.keys()]) ?? [...found.keys()];
    for (const uid of uids) {
      const one = found.get(uid);
      if (!one || one.vanished) continue;
      peer.send(fetchRow(messages.indexOf(one) + 1, one, rest, this.options.ignoresPartial ?? false));
    }
    peer.send(done);
  }
}

/** One answer to FETCH: attributes always, and the bytes where they were asked for. */
export function fetchRow(sequence: number, message: FaultyMessage, asked: string, ignoresPartial = false): string {
  const { uid, raw, claimedSize = raw.length, withheld = false, headerWithheld = false } = message;
  const [, section = '', , start = '', length = ''] = /BODY\.PEEK\[(.*?)\](<(\d+)\.(\d+)>)?/.exec(asked) ?? [];
  const attributes = `UID ${uid} FLAGS () INTERNALDATE "02-Nov-2026 10:00:00 +0000" RFC822.SIZE ${claimedSize}`;
  if (!asked.includes('BODY.PEEK')) return `* ${sequence} FETCH (${attributes})\r\n`;
  const header = raw.slice(0, raw.indexOf('\r\n\r\n') + 4);
  const whole = section === '' ? raw : header;
  const part = start === '' || ignoresPartial ? whole : whole.slice(Number(start), Number(start) + Number(length));
  const origin = start === '' || ignoresPartial ? '' : `<${start}>`;
  if ((withheld && section === '') || (headerWithheld && section.startsWith('HEADER.FIELDS')))
    return `* ${sequence} FETCH (${attributes})\r\n`;
  return `* ${sequence} FETCH (${attributes} BODY[${section}]${origin} {${part.length}}\r\n${part})\r\n`;
}

function parse(line: string): Command {
  if (line === 'DONE') return { tag: '', name: 'DONE', rest: '' };
  const [tag = '', first = '', second = '', ...others] = line.split(' ');
  return first.toUpperCase() === 'UID'
    ? { tag, name: `UID ${second.toUpperCase()}`, rest: others.join(' ') }
    : { tag, name: first.toUpperCase(), rest: [second, ...others].join(' ') };
}

const nextUid = (messages: readonly FaultyMessage[]): number => Math.max(0, ...messages.map(({ uid }) => uid)) + 1;

/** The messages that the first sequence set in a command names; `n:*` names the last one too, as RFC 3501 has it. */
function named(messages: readonly FaultyMessage[], rest: string): FaultyMessage[] {
  const set = /(?:^|UID )([\d:*,]+)/.exec(rest)?.[1];
  if (set === undefined) return [...messages];
  const last = nextUid(messages) - 1;
  const at = (text: string | undefined) => (text === '*' ? last : Number(text));
  const ranges = set.split(',').map((range) => {
    const [from, to = from] = range.split(':');
    return [Math.min(at(from), at(to)), Math.max(at(from), at(to))] as const;
  });
  return messages.filter(({ uid }) => ranges.some(([from, to]) => uid >= from && uid <= to));
}
