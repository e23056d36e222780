import { join } from 'node:path';
import type { Adapters } from '../application/mailcase.js';
import type { DocumentStore } from '../application/ports/document-store.js';
import type { Logger } from '../application/ports/logger.js';
import type { MimeParser } from '../application/ports/mime-parser.js';
import { version } from './cli/version.js';
import { FileVault } from './files/file-vault.js';
import { loadMasterKey } from './files/master-key.js';
import { ImapflowSource, type ImapLimits } from './imap/index.js';
import { MailparserParser, ParserPool } from './mime/index.js';
import { CronSchedules } from './process/cron-schedules.js';
import { ProcessLeases } from './process/process-leases.js';
import { systemClock } from './process/system-clock.js';
import { SqliteBlobStore } from './sqlite/sqlite-blob-store.js';
import { SqliteDocumentStore } from './sqlite/sqlite-document-store.js';
import { SqliteEventStore } from './sqlite/sqlite-event-store.js';
import { ThreadedDocumentStore } from './sqlite/threaded-document-store.js';

export interface EmbeddedOptions {
  readonly folder: string;
  readonly masterKey: string | undefined;
  readonly logger: Logger;
  /** Threads that parse; default 1. */
  readonly parserThreads?: number;
  readonly imap?: Partial<ImapLimits>;
}

/** The embedded engines in one data folder: `log.db`, `documents.db`, `blobs.db` and `blobs/`, `vault.json`. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Adapters> {
  const { folder, masterKey, logger, parserThreads = 1, imap = {} } = options;
  const key = await loadMasterKey(folder, masterKey);
  const events = SqliteEventStore.open(join(folder, 'log.db'));
  const documents = await openDocuments(join(folder, 'documents.db'));
  const blobs = await SqliteBlobStore.open({ folder });
  return {
    events,
    documents,
    blobs,
    vault: new FileVault(join(folder, 'vault.json'), key),
    parser: parserOf(parserThreads),
    source: new ImapflowSource(imap),
    leases: new ProcessLeases(),
    clock: systemClock,
    schedules: new CronSchedules(),
    logger,
    random: Math.random,
    version: version(),
  };
}

/** Threads run what is compiled; from the sources, as tests run them, the same work is done without. */
const COMPILED = import.meta.url.endsWith('.js');

export const parserOf = (threads: number): MimeParser =>
  COMPILED ? new ParserPool({ size: threads }) : new MailparserParser();

export async function openDocuments(path: string): Promise<DocumentStore> {
  return COMPILED ? ThreadedDocumentStore.open(path) : SqliteDocumentStore.open(path);
}

/** Closes everything, the log last. */
export async function closeAdapters({ events, documents, blobs, parser }: Adapters): Promise<void> {
  await parser.close();
  await blobs.close();
  await documents.close();
  await events.close();
}
