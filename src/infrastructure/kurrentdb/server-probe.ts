import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import { Rejected } from '../../domain/errors.js';
import type { Address, ConnectionString } from './connection-string.js';

/** Milliseconds. */
const HANDSHAKE = 3_000;

/**
 * Looks for what waiting does not mend, where a server cannot be reached: the client says only that it is away, also
 * where the certificate is refused, or one side speaks TLS and the other does not.
 * @returns what is to be mended; null: it may simply be away
 */
export async function probe({ addresses, isTls, caFile }: ConnectionString): Promise<Rejected | null> {
  const ca = caFile === null ? undefined : readFileSync(caFile);
  for (const address of addresses) {
    const found = await handshake(address, ca);
    const problem = isTls ? certificateProblem(address, found) : plainProblem(address, found);
    if (problem) return problem;
  }
  return null;
}

type Found =
  | { readonly kind: 'tls'; readonly refused: string | null }
  | { readonly kind: 'plain' }
  | { readonly kind: 'away' };

function handshake({ host, port }: Address, ca: Buffer | undefined): Promise<Found> {
  return new Promise((resolve) => {
    const servername = net.isIP(host) ? undefined : host;
    // Nothing is sent through it: it is looked at, whatever its certificate is.
    const socket = tls.connect({ host, port, servername, ca, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    const done = (found: Found) => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(HANDSHAKE, () => done({ kind: 'away' }));
    socket.once('secureConnect', () => {
      // Node gives a code of OpenSSL's or its own, a string, though its types say Error.
      done({ kind: 'tls', refused: socket.authorized ? null : String(socket.authorizationError) });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      done({ kind: error.code?.startsWith('ERR_SSL_') ? 'plain' : 'away' });
    });
  });
}

function certificateProblem({ host, port }: Address, found: Found): Rejected | null {
  if (found.kind === 'plain') {
    return new Rejected(
      'log-server-without-tls',
      `The server of the log at ${host}:${port} does not speak TLS. If that is meant, write tls=false into its connection string.`,
    );
  }
  if (found.kind !== 'tls' || found.refused === null) return null;
  return new Rejected(
    'log-certificate-refused',
    `The certificate of the log's server at ${host}:${port} is not trusted (${found.refused}). Name the file of the authority that vouches for it as tlsCAFile in the connection string, and use the host name that it was made for.`,
  );
}

function plainProblem({ host, port }: Address, found: Found): Rejected | null {
  if (found.kind !== 'tls') return null;
  return new Rejected(
    'log-server-with-tls',
    `The server of the log at ${host}:${port} speaks TLS. Take tls=false out of its connection string.`,
  );
}
