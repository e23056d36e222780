import { randomBytes } from 'node:crypto';
import type { EventStore } from '../../../src/application/ports/event-store.js';
import { KurrentDbEventStore } from '../../../src/infrastructure/kurrentdb/kurrentdb-event-store.js';
import { MongoBlobStore } from '../../../src/infrastructure/mongodb/mongo-blob-store.js';
import { MongoDocumentStore } from '../../../src/infrastructure/mongodb/mongo-document-store.js';
import { MongoLeases } from '../../../src/infrastructure/mongodb/mongo-leases.js';
import { MongoVault } from '../../../src/infrastructure/mongodb/mongo-vault.js';
import type { Ground, Stores } from '../ground.js';
import { KurrentDbDouble } from '../kurrentdb-double/kurrentdb-double.js';
import { TestMongodb } from '../mongodb/index.js';
import { partOfLog } from './part-of-log.js';

/** A real server that the suites are to use; none: a double for each test. */
const realLog: string | undefined = process.env.MAILCASE_TEST_KURRENTDB_URL || undefined;

/** Milliseconds: what is tested here does not lose them, however busy the machine is. */
const LEASE = 60_000;
/** Seconds; of programs, which are killed with what they hold. */
const LEASE_OF_PROGRAMS = 2;

/** A log, a database and a key that belong together. */
interface Place {
  openLog(): Promise<EventStore>;
  readonly database: string;
  readonly key: Buffer;
}

/**
 * The full set: logs on KurrentDB; documents, blobs, secrets and leases on MongoDB. Whoever asks for fresh stores has a
 * double of his own, or a part of the real server's log, and a database.
 */
export class Servers implements Ground {
  private readonly places = new Map<string, Promise<Place>>();
  private readonly programs = new Map<string, Promise<Readonly<Record<string, string>>>>();
  /** Of all that is open, in the order in which it was opened. */
  private readonly closings: (() => Promise<void>)[] = [];

  private started: TestMongodb | null = null;

  async start(): Promise<void> {
    this.started = await TestMongodb.start();
  }

  async fresh(): Promise<Stores> {
    return this.open(await this.newPlace());
  }

  async of(folder: string): Promise<Stores> {
    return this.open(await once(this.places, folder, () => this.newPlace()));
  }

  /** A program uses a whole log, and so never the real server's. */
  settings(folder: string): Promise<Readonly<Record<string, string>>> {
    return once(this.programs, folder, async () => ({
      MAILCASE_EVENT_STORE: 'kurrentdb',
      MAILCASE_DOCUMENTS: 'mongodb',
      MAILCASE_BLOBS: 'mongodb',
      MAILCASE_KURRENTDB_URL: (await this.newDouble()).url,
      MAILCASE_MONGODB_URL: this.mongodb.url,
      MAILCASE_MONGODB_DATABASE: this.mongodb.newDatabase(),
      MAILCASE_MASTER_KEY: randomBytes(32).toString('hex'),
      MAILCASE_NODE_LEASE_SECONDS: String(LEASE_OF_PROGRAMS),
    }));
  }

  /** How much is open; for `closeDownTo`. */
  get opened(): number {
    return this.closings.length;
  }

  /** Closes what was opened last, until only so much is open. */
  async closeDownTo(count: number): Promise<void> {
    for (const close of this.closings.splice(count).reverse()) await close();
  }

  async stop(): Promise<void> {
    await this.closeDownTo(0);
    await this.started?.stop();
  }

  private get mongodb(): TestMongodb {
    if (!this.started) throw new Error('the servers have not been started');
    return this.started;
  }

  private async open({ openLog, database, key }: Place): Promise<Stores> {
    const connection = await this.mongodb.connect(database);
    const stores = {
      events: await openLog(),
      documents: new MongoDocumentStore(connection),
      blobs: await MongoBlobStore.open(connection),
      vault: await MongoVault.open(connection, key),
      leases: await MongoLeases.open(connection, { name: 'test', length: LEASE }),
    };
    let closing: Promise<void> | null = null;
    const closeAll = async () => {
      await stores.leases.close();
      await stores.blobs.close();
      await stores.documents.close();
      await stores.events.close();
      await connection.close();
    };
    const close = () => {
      closing ??= closeAll();
      return closing;
    };
    this.closings.push(close);
    return { ...stores, close };
  }

  private async newPlace(): Promise<Place> {
    const database = this.mongodb.newDatabase();
    // Last of all that is done there.
    this.closings.push(() => this.mongodb.drop(database));
    return { openLog: await this.newLog(), database, key: randomBytes(32) };
  }

  private async newLog(): Promise<Place['openLog']> {
    const url = realLog ?? (await this.newDouble()).url;
    const openLog = () => KurrentDbEventStore.open({ url, installation: 'shared' });
    if (realLog === undefined) return openLog;
    const log = await openLog();
    const start = await log.head();
    await log.close();
    const prefix = `test${randomBytes(6).toString('hex')}_`;
    return async () => partOfLog(await openLog(), prefix, start);
  }

  private async newDouble(): Promise<KurrentDbDouble> {
    const double = await KurrentDbDouble.start();
    this.closings.push(async () => double.close());
    return double;
  }
}

/** Makes what belongs to a name where it is not there yet. */
function once<Made>(made: Map<string, Promise<Made>>, name: string, make: () => Promise<Made>): Promise<Made> {
  const one = made.get(name) ?? make();
  made.set(name, one);
  return one;
}
