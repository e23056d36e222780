import net from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach } from 'vitest';
import type { MailToSend, SmtpSettings } from '../../src/application/ports/mail-transport.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';
import { type Replies, ScriptedSmtp } from './scripted-smtp.js';

/** Never aborted. */
export const never = new AbortController().signal;

/** Settings of a server on this machine, without TLS and without a login. */
export const settingsOf = (port: number, changes: Partial<SmtpSettings> = {}): SmtpSettings => ({
  ...{ host: '127.0.0.1', port, security: 'none', login: null, trustedFingerprint: null, dkim: null },
  ...changes,
});

/** A message that can be read as often as it is asked for, in pieces of 64 KiB. */
export const mailOf = (text: string | Buffer): MailToSend => ({
  size: Buffer.byteLength(text),
  open: async () =>
    (async function* () {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    })(),
});

const portOf = (server: net.Server): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

/** Servers and transports that end with the test that asked for them. */
export function smtpGround() {
  const endings: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return {
    transport(limits: ConstructorParameters<typeof NodemailerTransport>[0] = {}): NodemailerTransport {
      const one = new NodemailerTransport(limits);
      endings.push(() => one.close());
      return one;
    },
    async scripted(replies: Replies = {}): Promise<ScriptedSmtp> {
      const server = await ScriptedSmtp.start(replies);
      endings.push(() => server.stop());
      return server;
    },
    async served(options: SMTPServerOptions = {}): Promise<{ port: number; server: SMTPServer }> {
      const onData: SMTPServerOptions['onData'] = (stream, _, done) => {
        stream.on('end', () => done()).resume();
      };
      const server = new SMTPServer({ onData, authOptional: true, logger: false, ...options });
      server.on('error', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      endings.push(() => new Promise((resolve) => server.close(() => resolve(undefined))));
      return { server, port: portOf(server.server) };
    },
    /** Whatever speaks there. @returns its port */
    async raw(serve: (socket: net.Socket) => void): Promise<number> {
      const sockets = new Set<net.Socket>();
      const server = net.createServer((socket) => {
        sockets.add(socket.on('error', () => undefined));
        serve(socket);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      endings.push(() => {
        for (const socket of sockets) socket.destroy();
        return new Promise((resolve) => server.close(resolve));
      });
      return portOf(server);
    },
  };
}
