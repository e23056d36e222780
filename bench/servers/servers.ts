import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { hashToken, newToken } from '../../src/application/commands/token.js';
import { Mailcase } from '../../src/application/mailcase.js';
import type { Append } from '../../src/application/ports/event-store.js';
import { silent } from '../../src/application/ports/logger.js';
import { type AccountId, derivedId, streams, TokenId, UserId } from '../../src/domain/ids.js';
import { loadConfig } from '../../src/infrastructure/config/index.js';
import { openEngines } from '../../src/infrastructure/engines.js';
import { DoubleProcess } from '../../test/support/kurrentdb-double/double-process.js';
import { realMongodb, StandIn } from '../../test/support/mongodb/index.js';
import { generated, THREAD } from '../logs.js';
import { company } from '../workspace.js';
import { RecordedAppends } from './recorded-appends.js';

/** An installation on the servers. */
export interface Running {
  readonly mailcase: Mailcase;
  readonly accountId: AccountId;
  /** What has been appended since the last call. */
  takeAppends(): readonly Append[];
}

/** Events that one message comes to, at least. */
const EVENTS_OF_A_MESSAGE = 5;
/** Messages that are brought in at once. */
const CHUNK = 1_000;

/**
 * KurrentDB and MongoDB for one run of the bench: those that are named, or what the tests take for them. One log serves
 * all parts, as a server has no other; names of teams and mailboxes are new in each run.
 */
export class Servers {
  /** Tells the names of this run from those of earlier ones. */
  readonly run = randomBytes(4).toString('hex');
  readonly team = `bench-${this.run}`;
  readonly address = `bench-${this.run}@acme.example`;
  readonly database = `mailcase-bench-${this.run}`;
  /** Of whoever asks for lists. */
  readonly token = newToken();
  private readonly key = randomBytes(32).toString('hex');
  private accountId: AccountId | null = null;
  private filling: Promise<void> | null = null;

  static async start(): Promise<Servers> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-bench-'));
    const real = process.env.MAILCASE_TEST_KURRENTDB_URL || null;
    const double = real === null ? await DoubleProcess.start({ file: path.join(folder, 'log.jsonl') }) : null;
    const standIn = realMongodb === undefined ? await StandIn.start(path.join(folder, 'documents.mv')) : null;
    return new Servers(folder, real ?? double?.url ?? '', realMongodb ?? standIn?.url ?? '', double, standIn);
  }

  private constructor(
    /** Where the nodes keep what is theirs alone. */
    readonly folder: string,
    readonly kurrentdb: string,
    readonly mongodb: string,
    private readonly double: DoubleProcess | null,
    private readonly standIn: StandIn | null,
  ) {}

  /** What must be known of the figures, in words. */
  get notes(): readonly string[] {
    return [
      ...(this.double === null
        ? []
        : [
            'KurrentDB: the test double, on the same cores. Its figures say nothing of a real server; only the ratio to the bare client on the same double says something, of what Mailcase adds. MAILCASE_TEST_KURRENTDB_URL names a real one.',
          ]),
      ...(this.standIn === null
        ? []
        : [
            'MongoDB: mongo-java-server, which looks through a whole collection for each query and commits every write to a file. Times of whatever reads or writes documents are its own; round trips are what they are anywhere. MAILCASE_TEST_MONGODB_URL names a real one.',
          ]),
      'Left out, since they are measured on the embedded engines and no server changes them: import from files, memory. Reading the log is the catch-up.',
    ];
  }

  /** Variables of a node; its documents and blobs may also be in its folder. */
  settings(documents: 'mongodb' | 'sqlite' = 'mongodb'): Record<string, string> {
    return {
      MAILCASE_EVENT_STORE: 'kurrentdb',
      MAILCASE_DOCUMENTS: documents,
      MAILCASE_BLOBS: documents === 'mongodb' ? 'mongodb' : 'files',
      MAILCASE_KURRENTDB_URL: this.kurrentdb,
      MAILCASE_MONGODB_URL: this.mongodb,
      MAILCASE_MONGODB_DATABASE: this.database,
      MAILCASE_MASTER_KEY: this.key,
      MAILCASE_NODE_NAME: 'bench',
    };
  }

  /** A Mailcase on the servers, routing and projections following, all that was there settled, for as long as the work takes. */
  async withMailcase<Result>(
    work: (running: Running) => Promise<Result>,
    documents: 'mongodb' | 'sqlite' = 'mongodb',
  ): Promise<Result> {
    const environment = this.settings(documents);
    const { folder, key: masterKey } = this;
    const { config } = loadConfig({ dataFolder: folder, file: undefined, environment });
    // The log goes from one installation to the other and back.
    const engines = await openEngines({ folder, config, masterKey, logger: silent, takeOver: true });
    const events = new RecordedAppends(engines.adapters.events);
    const mailcase = new Mailcase({ ...engines.adapters, events });
    try {
      await mailcase.start({ fetch: false });
      this.accountId ??= await this.founded(mailcase);
      await mailcase.settled();
      return await work({ mailcase, accountId: this.accountId, takeAppends: () => events.take() });
    } finally {
      await mailcase.stop();
      await engines.close();
    }
  }

  /** Makes a log of at least so many events with its read models, once in a run, by the real pipeline. */
  filled(events: number): Promise<void> {
    this.filling ??= this.withMailcase(async ({ mailcase, accountId }) => {
      const messages = Math.ceil(events / EVENTS_OF_A_MESSAGE);
      for (let from = 0; from < messages; from += CHUNK) {
        process.stderr.write(`\r» a log of ${messages.toLocaleString('en')} messages: ${from.toLocaleString('en')}`);
        const shape = { thread: THREAD, to: this.address, name: `log-${this.run}` };
        const some = generated(from, Math.min(CHUNK, messages - from), shape);
        await mailcase.importing.run(some, accountId, `bench-${this.run}-${from}`);
        await mailcase.settled();
      }
      process.stderr.write('\n');
    });
    return this.filling;
  }

  private async founded(mailcase: Mailcase): Promise<AccountId> {
    const accountId = await company(mailcase, this.team, this.address);
    const tokenId = TokenId.parse(derivedId('bench', this.run));
    const token = { tokenId, userId: UserId.parse('ana'), name: 'bench', hash: await hashToken(this.token) };
    const data = { ...token, scopes: null, expiresAt: null };
    await mailcase.log.append({
      stream: streams.apiToken(tokenId),
      expectedRevision: 'no-stream',
      events: [{ type: 'ApiTokenIssued', data }],
      by: { actor: 'bench', cause: `token ${this.run}` },
    });
    return accountId;
  }

  /** How many cases that log has. */
  casesOf(events: number): number {
    return Math.ceil(events / EVENTS_OF_A_MESSAGE / THREAD);
  }

  /** A real log keeps what was written, as it always does; the database goes. */
  async stop(): Promise<void> {
    if (this.standIn) await this.standIn.stop();
    else await this.dropped();
    await this.double?.remove();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async dropped(): Promise<void> {
    const client = new MongoClient(this.mongodb);
    try {
      await client.db(this.database).dropDatabase();
    } finally {
      await client.close();
    }
  }
}
