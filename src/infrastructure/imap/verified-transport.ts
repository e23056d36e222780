import net from 'node:net';
import tls from 'node:tls';
import type { ImapFlowOptions } from 'imapflow';
import { certificateProblem } from './certificate.js';

type Transport = NonNullable<ImapFlowOptions['transport']>;

/**
 * Sockets for imapflow that are checked before it hears of them. Node's own check is off (`rejectUnauthorized: false`)
 * because it knows no fingerprints and hides the certificate it refuses; `certificateProblem` stands in for it, and a
 * socket that does not pass is destroyed before anything is sent: no name, no password.
 */
export function verifiedTransport(trustedFingerprint: string | null): Transport {
  const secured = (options: tls.ConnectionOptions & { readonly host: string }, onSecure: () => void): tls.TLSSocket => {
    const socket = tls.connect({ ...options, rejectUnauthorized: false, minVersion: 'TLSv1.2' }, () => {
      const problem = certificateProblem(socket, options.host, trustedFingerprint);
      if (problem) socket.destroy(problem);
      else onSecure();
    });
    return socket;
  };
  const name = (servername: string | undefined) => (servername ? { servername } : {});
  return {
    connect: ({ host, port, servername, secure }, onConnect) =>
      secure ? secured({ host, port, ...name(servername) }, onConnect) : net.connect({ host, port }, onConnect),
    upgrade: (socket, { host, servername }, onSecure) => secured({ socket, host, ...name(servername) }, onSecure),
  };
}
