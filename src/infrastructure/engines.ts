import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Adapters } from '../application/mailcase.js';
import { isBeingMovedInto } from '../application/moving/move.js';
import { type CollectionSpec, type DocumentStore, live } from '../application/ports/document-store.js';
import type { EventStore } from '../application/ports/event-store.js';
import type { Logger } from '../application/ports/logger.js';
import type { MimeParser } from '../application/ports/mime-parser.js';
import type { WebhookTransport } from '../application/ports/webhook-transport.js';
import { Rejected } from '../domain/errors.js';
import { imapLimits } from './config/imap-limits.js';
import { type Config, configSchema, isDistributed } from './config/index.js';
import { replaceFile } from './files/durable-file.js';
import { FileVault } from './files/file-vault.js';
import { loadMasterKey, sharedMasterKey } from './files/master-key.js';
import { LibraryHtmlText } from './html/library-html-text.js';
import { ImapflowSentFolders, ImapflowSource } from './imap/index.js';
import { MailparserParser, ParserPool } from './mime/index.js';
import type { MongoConnection } from './mongodb/mongo-connection.js';
import { Oauth4webapiClient } from './oauth/oauth4webapi-client.js';
import { CronSchedules } from './process/cron-schedules.js';
import { NoLeases } from './process/no-leases.js';
import { ProcessLeases } from './process/process-leases.js';
import { systemClock } from './process/system-clock.js';
import { MimeComposer } from './smtp/mime-composer.js';
import { NodemailerTransport } from './smtp/nodemailer-transport.js';
import { SqliteBlobStore } from './sqlite/sqlite-blob-store.js';
import { SqliteDocumentStore } from './sqlite/sqlite-document-store.js';
import { SqliteEventStore } from './sqlite/sqlite-event-store.js';
import { ThreadedDocumentStore } from './sqlite/threaded-document-store.js';
import { version } from './version.js';
import { HttpWebhookTransport } from './webhooks/http-webhook-transport.js';

export interface EngineOptions {
  readonly folder: string;
  readonly config: Config;
  readonly masterKey: string | undefined;
  readonly logger: Logger;
  /** Milliseconds to wait for servers that are away. */
  readonly patience?: number;
  /** To look, beside whoever works on them: nothing is claimed, and no file is written. */
  readonly readOnly?: boolean;
  /** For a move: whoever had the log before, it is for this configuration now, and need not be whole yet. */
  readonly takeOver?: boolean;
}

export interface Engines {
  readonly adapters: Adapters;
  /** Releases and closes everything, the log last. */
  close(): Promise<void>;
}

/** Milliseconds: whoever has typed a command wants to hear soon; a service may start before its servers. */
const PATIENCE = 5_000;
export const PATIENCE_OF_SERVICES = 60_000;

/** Threads run what is compiled; from the sources, as tests run them, the same work is done without. */
const COMPILED = import.meta.url.endsWith('.js');

/** The embedded engines in one data folder, with nothing configured: `log.db`, `documents.db`, `blobs.db` and `blobs/`, `vault.json`. */
export const openEmbedded = (folder: string, logger: Logger): Promise<Engines> =>
  openEngines({ folder, config: configSchema.parse({}), masterKey: undefined, logger });

/**
 * Opens the engines that a configuration names, in any mixture.
 * @throws Invalid, Rejected, Unavailable in words where a server, the key or the data do not fit; StoreUnavailable
 */
export async function openEngines(options: EngineOptions): Promise<Engines> {
  const { config, logger } = options;
  const closings: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closing of closings.splice(0).reverse()) await closing();
  };
  const closing = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closings.push(() => part.close());
    return part;
  };
  try {
    const mongo =
      config.documents === 'mongodb' || config.blobs === 'mongodb' ? closing(await connected(options)) : null;
    const events = closing(await eventsOf(options));
    const documents = closing(await documentsOf(options, mongo));
    await mustBelong(documents, events, options);
    const blobs = closing(await blobsOf(options, mongo));
    const vault = await vaultOf(options, mongo);
    const parser = closing(parserOf(config.parser.threads));
    const leases = closing(await leasesOf(options, mongo));
    const source = new ImapflowSource(imapLimits(config));
    const sentFolders = new ImapflowSentFolders(imapLimits(config));
    const transport = closing(new NodemailerTransport({ attemptTimeout: config.smtp.attemptTimeout * 1_000 }));
    const composer = new MimeComposer();
    const html = new LibraryHtmlText();
    const oauth = new Oauth4webapiClient();
    const schedules = new CronSchedules();
    const { skippedDays } = config.filters;
    const sendingDays = config.smtp.maxDays;
    const webhooks = webhooksOf(config);
    const webhookGiveUp = config.webhooks.giveUpHours * 3_600_000;
    const { mergeUndoMinutes } = config.cases;
    const { publicUrl } = config.http;
    const limits = { skippedDays, sendingDays, webhookGiveUp, mergeUndoMinutes, ...(publicUrl && { publicUrl }) };
    const common = { ...limits, clock: systemClock, schedules, logger, random: Math.random, version: version() };
    const stores = { events, documents, blobs, vault, leases };
    const mail = { parser, composer, html, source, transport, sentFolders };
    return { adapters: { ...stores, ...mail, oauth, webhooks, ...common }, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

const webhooksOf = ({ webhooks: { timeout, allowPrivate, allow } }: Config): WebhookTransport =>
  new HttpWebhookTransport({
    ...{ allowPrivate, allow, timeout: timeout * 1_000 },
    userAgent: `Mailcase/${version()}`,
  });

const parserOf = (threads: number): MimeParser =>
  COMPILED ? new ParserPool({ size: threads }) : new MailparserParser();

async function connected({
  config: { mongodb },
  logger,
  patience = PATIENCE,
}: EngineOptions): Promise<MongoConnection> {
  const { MongoConnection } = await import('./mongodb/mongo-connection.js');
  return MongoConnection.open({ ...mongodb, logger, patience, setting: 'mongodb.url' });
}

async function eventsOf({
  folder,
  config,
  logger,
  readOnly = false,
  takeOver = false,
  patience = PATIENCE,
}: EngineOptions): Promise<EventStore> {
  if (config.eventStore === 'sqlite') return SqliteEventStore.open(join(folder, 'log.db'), { readOnly });
  const { KurrentDbEventStore } = await import('./kurrentdb/kurrentdb-event-store.js');
  const installation = isDistributed(config) ? 'shared' : await installationOf(folder);
  return KurrentDbEventStore.open({ url: config.kurrentdb.url, installation, readOnly, takeOver, patience, logger });
}

async function documentsOf(
  { folder, config, readOnly = false }: EngineOptions,
  mongo: MongoConnection | null,
): Promise<DocumentStore> {
  if (mongo && config.documents === 'mongodb') {
    const { MongoDocumentStore } = await import('./mongodb/mongo-document-store.js');
    return new MongoDocumentStore(mongo, { readOnly });
  }
  const path = join(folder, 'documents.db');
  return COMPILED && !readOnly ? ThreadedDocumentStore.open(path) : SqliteDocumentStore.open(path, { readOnly });
}

async function blobsOf({ folder, config }: EngineOptions, mongo: MongoConnection | null): Promise<Adapters['blobs']> {
  if (!mongo || config.blobs === 'files') return SqliteBlobStore.open({ folder });
  const { MongoBlobStore } = await import('./mongodb/mongo-blob-store.js');
  return MongoBlobStore.open(mongo);
}

async function vaultOf(
  { folder, config, masterKey }: EngineOptions,
  mongo: MongoConnection | null,
): Promise<Adapters['vault']> {
  if (!mongo || !isDistributed(config)) {
    return new FileVault(join(folder, 'vault.json'), await loadMasterKey(folder, masterKey));
  }
  const { MongoVault } = await import('./mongodb/mongo-vault.js');
  return MongoVault.open(mongo, sharedMasterKey(masterKey));
}

async function leasesOf(
  { config, logger, readOnly = false }: EngineOptions,
  mongo: MongoConnection | null,
): Promise<Adapters['leases']> {
  if (!mongo || !isDistributed(config)) return new ProcessLeases();
  if (readOnly) return new NoLeases();
  const { MongoLeases } = await import('./mongodb/mongo-leases.js');
  const { name, leaseSeconds } = config.node;
  return MongoLeases.open(mongo, { name: name || hostname(), length: leaseSeconds * 1_000, logger });
}

/** What tells this data folder from all others; made at the first start. */
async function installationOf(folder: string): Promise<string> {
  const path = join(folder, 'installation');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await replaceFile(path, `${randomUUID()}\n`);
  }
  return `the data folder ${readFileSync(path, 'utf8').trim()}`;
}

const belongings: CollectionSpec = { name: 'belongs-to', version: 1, fields: [], indexes: [] };

/** Read models are of one log: another one under the same name would mix what has nothing to do with each other. */
async function mustBelong(documents: DocumentStore, { instanceId }: EventStore, options: EngineOptions): Promise<void> {
  const { config, readOnly = false, takeOver = false } = options;
  if (readOnly) return;
  if (!takeOver && (await isBeingMovedInto(documents))) throw beingMovedInto();
  const owner = await documents.checkpoint('belongs-to');
  if (owner === instanceId) return;
  if (owner !== null) throw ofAnother(config);
  await documents.prepare(belongings);
  const claim = { key: 'belongs-to', from: null, to: instanceId };
  await documents.write(live(belongings), [], claim).catch(async (error: unknown) => {
    // Another node of the same log was quicker.
    if ((await documents.checkpoint('belongs-to')) !== instanceId) throw error;
  });
}

const ofAnother = ({ documents, mongodb }: Config): Rejected =>
  new Rejected(
    'documents-of-another-log',
    documents === 'mongodb'
      ? `The database ${mongodb.database} on MongoDB belongs to another log. Name another one by mongodb.database, or correct the address of the log.`
      : 'documents.db in the data folder belongs to another log. Bring back the log that was here, or remove documents.db: read models are built anew.',
  );

const beingMovedInto = (): Rejected =>
  new Rejected(
    'being-moved',
    'A log is being moved here, and is not whole yet. The same `mailcase move` goes on; to give it up, empty these stores.',
  );
