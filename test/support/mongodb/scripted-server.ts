import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { BSON, type Document } from 'mongodb';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;

/** What a server answers to a command; undefined: `{ok: 1}`; null: nothing, ever. */
export type Script = (command: string, body: Document) => Document | null | undefined;

interface Options {
  readonly maxWireVersion?: number;
  readonly tls?: TlsOptions;
}

/** A server that speaks MongoDB's protocol and says what a test wants: what no server here can be brought to say. */
export class ScriptedServer {
  private constructor(
    private readonly server: Server,
    private readonly open: ReadonlySet<Socket>,
    private readonly port: number,
  ) {}

  static async start(script: Script, { maxWireVersion = 21, tls }: Options = {}): Promise<ScriptedServer> {
    const answer = (command: string, body: Document): Document | null => {
      const hello = { ismaster: true, isWritablePrimary: true, minWireVersion: 0, maxWireVersion, helloOk: true };
      const limits = { maxBsonObjectSize: 16 << 20, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 };
      if (/^(hello|ismaster)$/i.test(command)) {
        return { ok: 1, ...hello, ...limits, saslSupportedMechs: ['SCRAM-SHA-256'] };
      }
      const scripted = script(command, body);
      if (scripted !== undefined) return scripted;
      if (command === 'buildInfo') return { ok: 1, version: '7.0.0' };
      return { ok: 1, n: 1, cursor: cursorOf([]) };
    };
    const open = new Set<Socket>();
    const serve = (socket: Socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => undefined);
      speak(socket, answer);
    };
    const server = tls ? createTlsServer(tls, serve) : createServer(serve);
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    return new ScriptedServer(server, open, address.port);
  }

  url(credentials = '', options = ''): string {
    return `mongodb://${credentials && `${credentials}@`}127.0.0.1:${this.port}/${options}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}

/** A cursor's only batch, as a server answers it. */
export const cursorOf = (firstBatch: readonly Document[]): Document => ({
  id: BSON.Long.ZERO,
  ns: 'mailcase.any',
  firstBatch,
});

function speak(socket: Socket, answer: (command: string, body: Document) => Document | null): void {
  let received = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes]);
    while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
      const message = received.subarray(0, received.readInt32LE(0));
      received = received.subarray(message.length);
      const opcode = message.readInt32LE(12);
      const body = bodyOf(message, opcode);
      const reply = answer(Object.keys(body)[0] ?? '', body);
      if (reply) socket.write(replyOf(message.readInt32LE(4), opcode, reply));
    }
  });
}

function bodyOf(message: Buffer, opcode: number): Document {
  // Flags, the name of a collection, and two numbers.
  if (opcode === OP_QUERY) return documentAt(message, message.indexOf(0, HEADER + 4) + 9);
  let body: Document = {};
  for (let at = HEADER + 4; at < message.length; ) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    if (kind === 0) body = { ...documentAt(message, at + 1), ...body };
    else {
      // A list beside the body: its name, and its documents.
      const named = message.indexOf(0, at + 5);
      const list: Document[] = [];
      for (let from = named + 1; from < at + 1 + size; from += message.readInt32LE(from)) {
        list.push(documentAt(message, from));
      }
      body = { ...body, [message.toString('utf8', at + 5, named)]: list };
    }
    at += 1 + size;
  }
  return body;
}

const documentAt = (message: Buffer, at: number): Document =>
  BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)));

function replyOf(requestId: number, opcode: number, reply: Document): Buffer {
  const body = BSON.serialize(reply);
  const isQuery = opcode === OP_QUERY;
  const before = Buffer.alloc(HEADER + (isQuery ? 20 : 5));
  before.writeInt32LE(before.length + body.length, 0);
  before.writeInt32LE(requestId, 8);
  before.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
  if (isQuery) before.writeInt32LE(1, HEADER + 16);
  return Buffer.concat([before, body]);
}
