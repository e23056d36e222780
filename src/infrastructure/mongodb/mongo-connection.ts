import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { type Logger, silent } from '../../application/ports/logger.js';
import { Unavailable } from '../../domain/errors.js';
import { isHopeless, noAddress, refusal, tooOld } from './connection-errors.js';

/** The lowest version that Mailcase is written for. */
const LOWEST_VERSION: Version = [5, 0];

/** Milliseconds. How long one operation may look for a server, and then wait for its answer: nothing hangs for ever. */
const SELECTION = 5_000;
const ANSWER = 8_000;
const CONNECTING = 5_000;
/** Servers and nodes start together. */
const PATIENCE = 30_000;

type Version = readonly [major: number, minor: number];

export interface MongoConnectionOptions {
  /** `mongodb://…` or `mongodb+srv://…`, with user, password and TLS as MongoDB's own tools take them. */
  readonly url: string;
  readonly database: string;
  /** Milliseconds to wait at the start for a server that does not answer yet. */
  readonly patience?: number;
  readonly logger?: Logger;
  /** What the address is called where it was set, for the words of an error. */
  readonly setting?: string;
  /** Called with the name of each command as it goes out, for whoever counts round trips. */
  readonly onCommand?: (name: string) => void;
}

/** One pool of connections to MongoDB for all that is kept there. */
export class MongoConnection {
  #patient: Promise<MongoClient> | null = null;

  private constructor(
    private readonly client: MongoClient,
    private readonly options: MongoConnectionOptions,
  ) {}

  /**
   * Connects and looks whether everything can work: the version, the password, the rights.
   * @throws Invalid: what is wrong with the address, and what to do; Unavailable: nobody answered in time
   */
  static async open(options: MongoConnectionOptions): Promise<MongoConnection> {
    const client = await connected(options);
    try {
      const connection = new MongoConnection(client, options);
      await connection.mustBeUsable();
      return connection;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  get database(): Db {
    return this.client.db(this.options.database);
  }

  /** The same database, for work on a whole collection, which may take as long as it takes while the server lives. */
  async patiently<Result>(work: (database: Db) => Promise<Result>): Promise<Result> {
    // Its own connections, without a limit on the wait; the driver's heartbeats end them when the server has gone.
    this.#patient ??= newClient(this.options, { socketTimeoutMS: 0 })
      .connect()
      .catch((error: unknown) => {
        this.#patient = null;
        throw error;
      });
    return work((await this.#patient).db(this.options.database));
  }

  async close(): Promise<void> {
    await this.client.close();
    await (await this.#patient?.catch(() => null))?.close();
  }

  private async mustBeUsable(): Promise<void> {
    const { database, setting } = this.options;
    try {
      // Asked of whoever may connect: it needs no rights.
      const { version } = await this.database.command({ buildInfo: 1 });
      if (isBelow(String(version), LOWEST_VERSION)) throw tooOld(setting, `this is ${version}`);
      await this.database
        .collection<{ _id: string }>('probe')
        .updateOne({ _id: 'last' }, { $set: { openedAt: new Date() } }, { upsert: true });
      await this.database.listCollections({}, { nameOnly: true }).toArray();
    } catch (error) {
      throw refusal(error, { setting, database, addresses: addressesOf(this.client) });
    }
  }
}

/** Goes on trying while it could still come right. */
async function connected(options: MongoConnectionOptions): Promise<MongoClient> {
  const { patience = PATIENCE, logger = silent, setting, database } = options;
  const until = performance.now() + patience;
  for (;;) {
    const left = until - performance.now();
    const client = newClient(options, { serverSelectionTimeoutMS: Math.max(1, Math.min(SELECTION, left)) });
    const addresses = addressesOf(client);
    try {
      return await onceConnected(client, options);
    } catch (error) {
      await client.close();
      const refused = refusal(error, { setting, database, addresses });
      if (!(refused instanceof Unavailable) || isHopeless(error) || performance.now() >= until) throw refused;
      logger.warn({ addresses }, 'MongoDB does not answer yet; trying again');
    }
  }
}

/** With the limits of every day; the first connection may have had less time. */
async function onceConnected(first: MongoClient, options: MongoConnectionOptions): Promise<MongoClient> {
  await Promise.race([first.connect(), hopeless(first)]);
  if (first.options.serverSelectionTimeoutMS === SELECTION) return first;
  await first.close();
  return newClient(options, {}).connect();
}

/** Rejects when the only server there is says what no waiting can change; never resolves. */
function hopeless(client: MongoClient): Promise<never> {
  return new Promise((_, refused) => {
    if (client.options.srvHost !== undefined || client.options.hosts.length > 1) return;
    client.on('serverHeartbeatFailed', ({ failure }) => {
      if (isHopeless(failure)) refused(failure);
    });
  });
}

function newClient({ url, setting, onCommand }: MongoConnectionOptions, limits: MongoClientOptions): MongoClient {
  try {
    const client = new MongoClient(url, {
      appName: 'mailcase',
      // On the disks of most members: what was acknowledged outlives any one of them, and no checkpoint outlives its documents.
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
      serverSelectionTimeoutMS: SELECTION,
      connectTimeoutMS: CONNECTING,
      socketTimeoutMS: ANSWER,
      waitQueueTimeoutMS: SELECTION,
      monitorCommands: onCommand !== undefined,
      ...limits,
    });
    if (onCommand) client.on('commandStarted', ({ commandName }) => onCommand(commandName));
    return client;
  } catch (error) {
    throw noAddress(error, setting, url);
  }
}

const addressesOf = (client: MongoClient): string =>
  client.options.srvHost ?? client.options.hosts.map(String).join(', ');

function isBelow(version: string, [lowestMajor, lowestMinor]: Version): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < lowestMajor || (major === lowestMajor && minor < lowestMinor);
}
