import { join } from 'node:path';
import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import { silent } from '../../src/application/ports/logger.js';
import { FileVault } from '../../src/infrastructure/files/file-vault.js';
import { loadMasterKey } from '../../src/infrastructure/files/master-key.js';
import { LibraryHtmlText } from '../../src/infrastructure/html/library-html-text.js';
import { ImapflowSentFolders, ImapflowSource } from '../../src/infrastructure/imap/index.js';
import { MailparserParser } from '../../src/infrastructure/mime/index.js';
import { Oauth4webapiClient } from '../../src/infrastructure/oauth/oauth4webapi-client.js';
import { CronSchedules } from '../../src/infrastructure/process/cron-schedules.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { systemClock } from '../../src/infrastructure/process/system-clock.js';
import { MimeComposer } from '../../src/infrastructure/smtp/mime-composer.js';
import { NodemailerTransport } from '../../src/infrastructure/smtp/nodemailer-transport.js';
import { type Database, openDatabase } from '../../src/infrastructure/sqlite/database.js';
import { SqliteBlobStore } from '../../src/infrastructure/sqlite/sqlite-blob-store.js';
import { SqliteDocumentStore } from '../../src/infrastructure/sqlite/sqlite-document-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { otherGround, type Stores } from '../support/ground.js';
import { lagging } from '../support/lagging.js';

/** The open files of a data folder, for who makes them fail. */
interface Databases {
  readonly log: Database;
  readonly documents: Database;
  readonly blobs: Database;
}

export interface Running {
  readonly mailcase: Mailcase;
  readonly adapters: Adapters;
  /** Stops it in good order and closes its stores. */
  end(): Promise<void>;
}

/** One that stands on files, whatever the others stand on. */
export interface RunningOnFiles extends Running {
  readonly databases: Databases;
}

type Changes = Partial<Adapters> & { readonly fetch?: boolean };

/** The system's clock with pauses that take a twentieth: what tries again does so sooner. */
export const hastyClock = {
  now: () => systemClock.now(),
  pause: (milliseconds: number, signal?: AbortSignal) => systemClock.pause(milliseconds / 20, signal),
};

/** Mailcase on the data of a folder, all in this very thread; the real parser, and no jitter. */
export async function running(folder: string, changes: Changes = {}): Promise<Running> {
  const ground = otherGround();
  return ground ? begin(await ground.of(folder), changes) : runningOnFiles(folder, changes);
}

/** The same on the embedded engines. */
export async function runningOnFiles(folder: string, changes: Changes = {}): Promise<RunningOnFiles> {
  const databases: Databases = {
    log: openDatabase(join(folder, 'log.db'), { synchronous: 'FULL' }),
    documents: openDatabase(join(folder, 'documents.db'), { synchronous: 'NORMAL' }),
    blobs: openDatabase(join(folder, 'blobs.db'), { synchronous: 'FULL' }),
  };
  const stores = {
    events: SqliteEventStore.open(join(folder, 'log.db'), { open: () => databases.log }),
    documents: SqliteDocumentStore.on(databases.documents),
    blobs: await SqliteBlobStore.open({ folder, database: databases.blobs }),
    vault: new FileVault(join(folder, 'vault.json'), await loadMasterKey(folder, undefined)),
    leases: new ProcessLeases(),
  };
  const close = async () => {
    await stores.blobs.close();
    await stores.documents.close();
    await stores.events.close();
  };
  return { ...(await begin({ ...stores, close }, changes)), databases };
}

async function begin({ close, ...stores }: Stores, { fetch = false, ...changes }: Changes): Promise<Running> {
  const adapters: Adapters = {
    ...lagging(stores),
    parser: new MailparserParser(),
    composer: new MimeComposer(),
    html: new LibraryHtmlText(),
    source: new ImapflowSource(),
    transport: new NodemailerTransport(),
    sentFolders: new ImapflowSentFolders(),
    oauth: new Oauth4webapiClient(),
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
    async end() {
      await mailcase.stop();
      await adapters.parser.close();
      await close();
    },
  };
}
