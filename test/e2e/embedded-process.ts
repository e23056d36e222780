import { join } from 'node:path';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { closeAdapters } from '../../src/infrastructure/embedded.js';
import { FileVault } from '../../src/infrastructure/files/file-vault.js';
import { loadMasterKey } from '../../src/infrastructure/files/master-key.js';
import { ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { CronSchedules } from '../../src/infrastructure/process/cron-schedules.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { type Database, openDatabase } from '../../src/infrastructure/sqlite/database.js';
import { SqliteBlobStore } from '../../src/infrastructure/sqlite/sqlite-blob-store.js';
import { SqliteDocumentStore } from '../../src/infrastructure/sqlite/sqlite-document-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';

/** The open files of a data folder, for who makes them fail. */
interface Databases {
  readonly log: Database;
  readonly documents: Database;
  readonly blobs: Database;
}

export interface Running {
  readonly mailcase: Mailcase;
  readonly adapters: Adapters;
  readonly databases: Databases;
  /** Stops it in good order and closes its files. */
  end(): Promise<void>;
}

/** The system's clock with pauses that take a twentieth: what tries again does so sooner. */
export const hastyClock = {
  now: () => systemClock.now(),
  pause: (milliseconds: number, signal?: AbortSignal) => systemClock.pause(milliseconds / 20, signal),
};

/** Mailcase on the embedded engines in a data folder, all in this very thread; the real parser, and no jitter. */
export async function running(
  folder: string,
  { fetch = false, ...changes }: Partial<Adapters> & { readonly fetch?: boolean } = {},
): Promise<Running> {
  const databases: Databases = {
    log: openDatabase(join(folder, 'log.db'), { synchronous: 'FULL' }),
    documents: openDatabase(join(folder, 'documents.db'), { synchronous: 'NORMAL' }),
    blobs: openDatabase(join(folder, 'blobs.db'), { synchronous: 'FULL' }),
  };
  const adapters: Adapters = {
    events: SqliteEventStore.open(join(folder, 'log.db'), { open: () => databases.log }),
    documents: SqliteDocumentStore.on(databases.documents),
    blobs: await SqliteBlobStore.open({ folder, database: databases.blobs }),
    vault: new FileVault(join(folder, 'vault.json'), await loadMasterKey(folder, undefined)),
    parser: new MailparserParser(),
    source: new ImapflowSource(),
    leases: new ProcessLeases(),
    clock: hastyClock,
    schedules: new CronSchedules(),
    logger: silent,
    random: () => 0,
    version: '0.0.0',
    ...changes,
  };
  const mailcase = new Mailcase(adapters);
  await mailcase.start({ fetch });
  return {
    mailcase,
    adapters,
    databases,
    async end() {
      await mailcase.stop();
      await closeAdapters(adapters);
    },
  };
}
