import { join } from 'node:path';
import type { Adapters } from '../../../application/mailcase.js';
import { silent } from '../../../application/ports/logger.js';
import { Unavailable } from '../../../domain/errors.js';
import { ProcessLeases } from '../../process/process-leases.js';
import { systemClock } from '../../process/system-clock.js';
import { SqliteDocumentStore } from '../../sqlite/sqlite-document-store.js';
import { SqliteEventStore } from '../../sqlite/sqlite-event-store.js';
import { version } from '../../version.js';

const notHere = (): never => {
  throw new Unavailable('This command looks at the log and the read models alone.', 'looking-only');
};

/**
 * The log and the read models of a data folder, without what takes time to load and is not looked at: messages,
 * secrets, parsers and mail servers.
 * @param readOnly beside the process that owns the folder
 * @throws StoreUnavailable where there is nothing to read yet
 */
export function openToLook(folder: string, readOnly: boolean): Adapters {
  const events = SqliteEventStore.open(join(folder, 'log.db'), { readOnly });
  try {
    return {
      events,
      documents: SqliteDocumentStore.open(join(folder, 'documents.db'), { readOnly }),
      blobs: {
        ...{ put: notHere, putStream: notHere, get: notHere, getStream: notHere, has: notHere, remove: notHere },
        close: nothing,
      },
      vault: { put: notHere, get: notHere, remove: notHere, signer: () => ({ sign: notHere }) },
      composer: { compose: notHere },
      html: { clean: notHere, textOf: notHere },
      parser: { parse: notHere, identify: notHere, content: notHere, attachment: notHere, close: nothing },
      source: { open: notHere, testConnection: notHere },
      transport: { send: notHere, test: notHere, longest: 0, close: nothing },
      sentFolders: { has: notHere, store: notHere },
      leases: new ProcessLeases(),
      oauth: {
        ...{
          discover: notHere,
          authorizationUrl: notHere,
          exchange: notHere,
          deviceCode: notHere,
          pollDevice: notHere,
        },
        ...{ clientCredentials: notHere, refresh: notHere, revoke: notHere },
      },
      clock: systemClock,
      schedules: { next: notHere, problem: notHere },
      logger: silent,
      random: Math.random,
      version: version(),
    };
  } catch (error) {
    void events.close();
    throw error;
  }
}

const nothing = async (): Promise<void> => undefined;

/** Closes what `openToLook` has opened. */
export async function closeAfterLooking({ documents, events }: Adapters): Promise<void> {
  await documents.close();
  await events.close();
}
