import { join } from 'node:path';
import type { Adapters } from '../application/mailcase.js';
import type { Logger } from '../application/ports/logger.js';
import { FileVault } from './files/file-vault.js';
import { loadMasterKey } from './files/master-key.js';
import { ImapflowSource } from './imap/index.js';
import { ParserPool } from './mime/index.js';
import { CronSchedules } from './process/cron-schedules.js';
import { ProcessLeases } from './process/process-leases.js';
import { systemClock } from './process/system-clock.js';
import { SqliteBlobStore } from './sqlite/sqlite-blob-store.js';
import { SqliteDocumentStore } from './sqlite/sqlite-document-store.js';
import { SqliteEventStore } from './sqlite/sqlite-event-store.js';

export interface EmbeddedOptions {
  readonly folder: string;
  readonly masterKey: string | undefined;
  readonly logger: Logger;
}

/** The embedded engines in one data folder: `log.db`, `documents.db`, `blobs.db` and `blobs/`, `vault.json`. */
export async function openEmbedded({ folder, masterKey, logger }: EmbeddedOptions): Promise<Adapters> {
  const key = await loadMasterKey(folder, masterKey);
  const events = SqliteEventStore.open(join(folder, 'log.db'));
  const documents = SqliteDocumentStore.open(join(folder, 'documents.db'));
  const blobs = await SqliteBlobStore.open({ folder });
  return {
    events,
    documents,
    blobs,
    vault: new FileVault(join(folder, 'vault.json'), key),
    parser: new ParserPool(),
    source: new ImapflowSource(),
    leases: new ProcessLeases(),
    clock: systemClock,
    schedules: new CronSchedules(),
    logger,
    random: Math.random,
  };
}

/** Closes everything, the log last. */
export async function closeAdapters({ events, documents, blobs, parser }: Adapters): Promise<void> {
  await parser.close();
  await blobs.close();
  await documents.close();
  await events.close();
}
