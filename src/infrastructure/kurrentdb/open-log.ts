import { setTimeout as pause } from 'node:timers/promises';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import type { Logger } from '../../application/ports/logger.js';
import { DomainError, Invalid, Rejected, Unavailable } from '../../domain/errors.js';
import type { ConnectionString } from './connection-string.js';
import { type Fault, faultOf } from './faults.js';
import { probe } from './server-probe.js';

/** Milliseconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;

/**
 * Does what opening takes, again and again while the server is away: servers and nodes start together.
 * @param attempt gets a client of its own each time, which is disposed of when it throws
 * @param patience milliseconds
 * @throws Unavailable when patience is at its end; Rejected at once for what waiting does not mend; Invalid
 */
export async function openPatiently<T>(
  connection: ConnectionString,
  patience: number,
  logger: Logger,
  attempt: (client: KurrentDBClient) => Promise<T>,
): Promise<T> {
  const end = performance.now() + patience;
  for (let wait = FIRST_PAUSE; ; wait = Math.min(LONGEST_PAUSE, wait * 2)) {
    const client = connect(connection);
    try {
      return await attempt(client);
    } catch (error) {
      await client.dispose();
      if (error instanceof DomainError) throw error;
      const fault = rootFault(error);
      if (fault === 'denied') throw refused(connection);
      if (fault !== 'away') throw unusable(connection, error);
      const problem = await probe(connection);
      if (problem) throw problem;
      const left = end - performance.now();
      if (left <= 0) throw away(connection, patience, error);
      logger.warn({ server: connection.name }, 'the server of the log is away; waiting for it');
      await pause(Math.min(wait, left));
    }
  }
}

/** @throws Invalid for what the client refuses to read; its own words might repeat the password */
export function connect({ text, caFile }: ConnectionString): KurrentDBClient {
  try {
    return KurrentDBClient.connectionString(text);
  } catch {
    const hint = caFile === null ? '' : ` Is there a certificate in ${caFile}?`;
    const message = `The connection string of the log's server cannot be used.${hint}`;
    throw new Invalid([{ path: '', message }], 'log-url-invalid');
  }
}

/** What the client has said, also where it stands behind an error of the port. */
function rootFault(error: unknown): Fault {
  if (!(error instanceof StoreUnavailable)) return faultOf(error);
  return error.cause === undefined ? 'away' : faultOf(error.cause);
}

const refused = ({ name }: ConnectionString): Rejected =>
  new Rejected(
    'log-access-refused',
    `The server of the log at ${name} refuses the user or the password of its connection string, or the user may not read and write there.`,
  );

const away = ({ name }: ConnectionString, patience: number, cause: unknown): Unavailable =>
  new Unavailable(
    `The server of the log does not answer at ${name}; waited ${Math.round(patience / 1_000)} s. Is it running, and is the address right?`,
    'log-away',
    { cause },
  );

const unusable = ({ name }: ConnectionString, cause: unknown): Unavailable =>
  new Unavailable(`The server of the log at ${name} cannot be used: ${String(cause)}`, 'log-unusable', { cause });
