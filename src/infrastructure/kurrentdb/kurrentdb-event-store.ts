import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import {
  type Append,
  type Appended,
  type AppendManyOptions,
  type AppendOutcome,
  AppendTooLarge,
  type EventBatch,
  type EventStore,
  type StoredEvent,
  StoreUnavailable,
  type SubscriptionMessage,
} from '../../application/ports/event-store.js';
import { type Logger, silent } from '../../application/ports/logger.js';
import { Unavailable } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { type CheckedAppend, checkAppend } from '../event-log/append-rules.js';
import type { ReadStreamOptions, ScanOptions } from '../event-log/scan.js';
import { AppendConnections } from './append-connections.js';
import { Appender } from './appender.js';
import { endClient } from './client-end.js';
import { type ConnectionString, readConnectionString } from './connection-string.js';
import { requireFreeNames } from './event-shape.js';
import { closedError, faultOf, storeUnavailable } from './faults.js';
import { type Installation, LogClaim } from './log-claim.js';
import { LogReader } from './log-reader.js';
import { connect, openPatiently } from './open-log.js';
import { requireVersion, serverVersion } from './server-version.js';
import { StreamReader } from './stream-reader.js';
import { timely } from './timely.js';

export interface KurrentDbEventStoreOptions {
  /** `kurrentdb://user:password@host:2113`, or `kurrentdb+discover://` for a cluster; `esdb` is the same. */
  readonly url: string;
  /** Who uses the log. Nobody else may, until it is moved. */
  readonly installation: Installation;
  /** For commands that only look: nothing is claimed, and appends are refused. */
  readonly readOnly?: boolean;
  /** Takes the log away from whoever has it. */
  readonly takeOver?: boolean;
  /** Milliseconds to wait for a server that is away. */
  readonly patience?: number;
  /** Appends that are under way at once. */
  readonly window?: number;
  readonly logger?: Logger;
}

const PATIENCE = 30_000;
const WINDOW = 32;

/** The log on KurrentDB, or EventStoreDB from 22.10 on. Any number of processes may write. */
export class KurrentDbEventStore implements EventStore {
  private closing: Promise<void> | null = null;

  /** @throws Unavailable, Rejected, Invalid: what is wrong, and what to do */
  static async open(options: KurrentDbEventStoreOptions): Promise<KurrentDbEventStore> {
    const { patience = PATIENCE, logger = silent } = options;
    const connection = readConnectionString(options.url);
    return openPatiently(connection, patience, logger, (client) =>
      KurrentDbEventStore.openWith(client, connection, options),
    );
  }

  private static async openWith(
    client: KurrentDBClient,
    connection: ConnectionString,
    { installation, readOnly = false, takeOver = false, window = WINDOW, logger = silent }: KurrentDbEventStoreOptions,
  ): Promise<KurrentDbEventStore> {
    const { deadline } = connection;
    const version = await timely(deadline, () => serverVersion(client));
    requireVersion(version);
    const streams = new StreamReader(client, connection);
    const claim = new LogClaim(client, streams);
    const claimed = readOnly ? claim.look() : claim.take(installation, takeOver);
    const [instanceId, end] = await timely(2 * deadline, () => Promise.all([claimed, streams.head()]));
    logger.info({ server: connection.name, version: version.text }, 'log opened');
    const { tellsOfCatchingUp } = version;
    const appends = new AppendConnections(() => connect(connection), window, deadline);
    return new KurrentDbEventStore(
      instanceId,
      client,
      readOnly,
      claim,
      streams,
      new LogReader(client, streams, { deadline, tellsOfCatchingUp }),
      new Appender(appends, streams, end),
    );
  }

  private constructor(
    readonly instanceId: string,
    private readonly client: KurrentDBClient,
    private readonly readOnly: boolean,
    private readonly claim: LogClaim,
    private readonly streams: StreamReader,
    private readonly log: LogReader,
    private readonly appender: Appender,
  ) {}

  async append(append: Append): Promise<Appended> {
    const outcome = await this.submit(checked(append));
    if (!outcome.ok) throw outcome.error;
    return { revision: outcome.revision, position: outcome.position };
  }

  async appendMany(
    appends: readonly Append[],
    { inOrder = false }: AppendManyOptions = {},
  ): Promise<readonly AppendOutcome[]> {
    // All are checked before the first one is sent: a TypeError means that nothing was written.
    const all = appends.map(checked);
    if (!inOrder) return Promise.all(all.map((append) => this.submit(append)));
    const outcomes: AppendOutcome[] = [];
    let unknown: AppendOutcome | null = null;
    for (const append of all) {
      const outcome: AppendOutcome = unknown ?? (await this.submit(append));
      // It may take effect later, or when it is repeated: what follows it must not be there before.
      if (!outcome.ok && outcome.error instanceof StoreUnavailable) unknown = outcome;
      outcomes.push(outcome);
    }
    return outcomes;
  }

  async *readStream(
    stream: string,
    options?: ReadStreamOptions,
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    this.requireOpen();
    for await (const batch of this.streams.read(stream, options)) {
      this.requireOpen();
      yield batch;
    }
  }

  async *readAll(options: ScanOptions): AsyncGenerator<EventBatch, void, undefined> {
    this.requireOpen();
    yield* this.log.readAll(options);
  }

  async *subscribe(
    options: ScanOptions & { readonly signal: AbortSignal },
  ): AsyncGenerator<SubscriptionMessage, void, undefined> {
    this.requireOpen();
    yield* this.log.subscribe(options);
  }

  async head(): Promise<Position> {
    this.requireOpen();
    return this.streams.head();
  }

  /**
   * Gives the log to another installation, whoever has it; this store stays open.
   * @throws Unavailable
   */
  async takeOver(installation: Installation): Promise<void> {
    this.requireOpen();
    try {
      await this.claim.take(installation, true);
    } catch (error) {
      const { message } = storeUnavailable(error);
      throw new Unavailable(`The log could not be taken over: ${message}`, `log-${faultOf(error)}`, { cause: error });
    }
  }

  /** Finishes the appends that are under way. Subscriptions end with StoreUnavailable. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    this.log.fail(closedError());
    await this.appender.close();
    await endClient(this.client);
  }

  private submit(append: CheckedAppend | AppendTooLarge): AppendOutcome | Promise<AppendOutcome> {
    if (append instanceof AppendTooLarge) return { ok: false, error: append };
    if (this.closing) return { ok: false, error: closedError() };
    if (this.readOnly) {
      return { ok: false, error: new StoreUnavailable('the log was opened for reading', 'read-only') };
    }
    return this.appender.append(append);
  }

  /** @throws StoreUnavailable */
  private requireOpen(): void {
    if (this.closing) throw closedError();
  }
}

/** @throws TypeError */
function checked(append: Append): CheckedAppend | AppendTooLarge {
  const result = checkAppend(append);
  requireFreeNames(
    append.stream,
    append.events.map(({ type }) => type),
  );
  return result;
}
