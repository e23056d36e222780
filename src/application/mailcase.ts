import { ProjectionEngine } from '../projections/engine.js';
import { readModels } from '../projections/index.js';
import { FetchAccount } from './fetching/fetch-account.js';
import { FetchFolder } from './fetching/fetch-folder.js';
import { Fetching } from './fetching/fetching.js';
import { ImportMessages } from './fetching/import-messages.js';
import { Intake } from './fetching/intake.js';
import { Mailboxes } from './fetching/mailboxes.js';
import { Aggregates } from './log/aggregates.js';
import { decodeOnce } from './log/event-codec.js';
import { EventLog } from './log/event-log.js';
import { Nodes } from './nodes/nodes.js';
import type { BlobStore } from './ports/blob-store.js';
import type { Clock } from './ports/clock.js';
import type { DocumentStore } from './ports/document-store.js';
import type { EventStore } from './ports/event-store.js';
import type { Leases } from './ports/lease.js';
import type { Logger } from './ports/logger.js';
import type { WatchedSource } from './ports/mailbox-source.js';
import type { MimeParser } from './ports/mime-parser.js';
import type { Schedules } from './ports/schedules.js';
import type { Tracing } from './ports/tracing.js';
import type { Vault } from './ports/vault.js';
import { ReadModels } from './queries/read-models.js';
import { Alone } from './reactions/alone.js';
import { HandOvers } from './reactions/hand-overs.js';
import { Notifying } from './reactions/notifying.js';
import { NotifyingClock } from './reactions/notifying-clock.js';
import { PeopleReadModels } from './reactions/people-read-models.js';
import { causeTypes, Routing } from './reactions/routing.js';
import { SharedReaction } from './reactions/shared-reaction.js';
import { Timers } from './reactions/timers.js';

/** Everything that Mailcase stands on. */
export interface Adapters {
  readonly events: EventStore;
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly vault: Vault;
  readonly parser: MimeParser;
  readonly source: WatchedSource;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly schedules: Schedules;
  readonly logger: Logger;
  /** Default: nobody draws anything. */
  readonly tracing?: Tracing;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
  /** How many days what a filter keeps out can be brought back. Default: 30. */
  readonly skippedDays?: number;
  /** Of the program. */
  readonly version: string;
}

/** The parts put together: one process of Mailcase, whatever it stands on. Several on the same stores share the work. */
export class Mailcase {
  readonly log: EventLog;
  readonly aggregates: Aggregates;
  readonly projections: ProjectionEngine;
  readonly routing: Routing;
  readonly notifying: Notifying;
  readonly intake: Intake;
  readonly importing: ImportMessages;
  readonly fetchAccount: FetchAccount;
  readonly fetching: Fetching;
  readonly nodes: Nodes;
  private readonly sharedRouting: SharedReaction;
  private readonly sharedNotifying: SharedReaction;
  private readonly digests: NotifyingClock;
  private readonly timers: Alone;
  private readonly handOvers: Alone;
  private readonly unsubscribe: (() => void)[] = [];

  constructor(readonly adapters: Adapters) {
    const {
      events,
      documents,
      blobs,
      vault,
      parser,
      source,
      leases,
      clock,
      schedules,
      logger,
      random,
      version,
      tracing,
      skippedDays = 30,
    } = adapters;
    this.log = new EventLog(events, clock, tracing);
    this.aggregates = new Aggregates(this.log);
    const reads = readModels.map(({ spec }) => spec);
    this.nodes = new Nodes(leases, clock, logger, version, reads);
    this.projections = new ProjectionEngine(readModels, events, documents, decodeOnce, clock, logger, leases, {
      isReadElsewhere: (version) => this.nodes.isReadElsewhere(version),
      alsoHears: causeTypes,
    });
    if (tracing) this.projections.onShown((...step) => tracing.shown(...step));
    this.routing = new Routing(this.log, documents);
    this.notifying = new Notifying(this.log, documents, clock);
    this.intake = new Intake(this.log, blobs, parser, clock, skippedDays, tracing);
    const mailboxes = new Mailboxes(this.log);
    this.importing = new ImportMessages(this.log, mailboxes, this.intake, clock);
    const folders = new FetchFolder(this.log, mailboxes, this.intake);
    this.fetchAccount = new FetchAccount(this.aggregates, source, vault, folders, mailboxes);
    const { log, aggregates, fetchAccount } = this;
    this.fetching = new Fetching(log, aggregates, fetchAccount, leases, clock, schedules, logger, random);
    const shared = (name: string, reaction: Routing | Notifying) =>
      new SharedReaction(name, reaction, this.nodes, leases, clock, logger);
    this.sharedRouting = shared('routing', this.routing);
    this.sharedNotifying = shared('notifying', this.notifying);
    this.digests = new NotifyingClock(this.notifying, clock, () => this.sharedNotifying.ring());
    const people = new PeopleReadModels(new ReadModels(this.projections, documents));
    this.timers = new Alone(new Timers(log, aggregates, people, clock), leases, clock, logger);
    this.handOvers = new Alone(new HandOvers(log, aggregates, people), leases, clock, logger);
  }

  /** Routing and read models follow the log from now on; with `fetch`, the mailboxes are watched too. */
  async start({ fetch }: { readonly fetch: boolean }): Promise<void> {
    await this.nodes.start();
    await this.projections.open();
    this.projections.start();
    this.unsubscribe.push(
      this.log.onAppend(() => this.ring()),
      // The log is also written by others, and by appends whose answer was lost: whoever reads it sees them.
      this.projections.onProgress(() => this.ring()),
      this.projections.onProgress(() => {
        this.timers.ring();
        this.handOvers.ring();
      }),
    );
    // Time that has passed while nobody was here is told before anything is decided.
    await this.timers.start();
    await Promise.all([this.sharedRouting.start(), this.sharedNotifying.start()]);
    // What happens from here on is news.
    if (this.sharedNotifying.isHere) await this.notifying.begin();
    await this.handOvers.start();
    this.ring();
    if (fetch) await this.startFetching();
  }

  private ring(): void {
    this.sharedRouting.ring();
    this.sharedNotifying.ring();
    this.digests.look();
  }

  /** The mailboxes are watched from now on, as they are configured on any node. */
  async startFetching(): Promise<void> {
    this.unsubscribe.push(this.projections.onProgress(() => this.fetching.look()));
    await this.fetching.start();
  }

  /** Whether this node routes at present; else another does. */
  get routesHere(): boolean {
    return this.sharedRouting.isHere;
  }

  /** What is wrong with routing at present; none: nothing that this node knows of. */
  get routingFailure(): string | null {
    return this.sharedRouting.failure;
  }

  /** What is wrong with telling people at present; none: nothing that this node knows of. */
  get notifyingFailure(): string | null {
    return this.sharedNotifying.failure;
  }

  /** Whether another node may route where this one cannot. */
  get sharesRouting(): boolean {
    return this.sharedRouting.isShared;
  }

  /** Until all that is in the log by now is routed and told, where this node does that, and stands in the read models. */
  async settled(): Promise<void> {
    await this.shown();
    // What one does may be work for the next.
    for (const reaction of [this.timers, this.handOvers, this.sharedRouting, this.sharedNotifying]) {
      reaction.ring();
      await reaction.quiet();
    }
    await this.shown();
  }

  /** Until all that is in the log by now stands in the read models; one that stopped is not waited for. */
  async shown(): Promise<void> {
    const head = await this.log.head();
    await Promise.all(this.projections.status().map(({ name }) => this.projections.waitFor(name, head, 600_000)));
  }

  /** Ends what is under way and keeps what makes the next start quick. Closes nothing. */
  async stop(): Promise<void> {
    await this.fetching.stop();
    for (const end of this.unsubscribe.splice(0)) end();
    await this.timers.stop();
    await this.handOvers.stop();
    this.digests.stop();
    await Promise.all([this.sharedRouting.stop(), this.sharedNotifying.stop()]);
    await this.projections.stop();
    // A cache: a store that does not take it must not keep anybody from stopping.
    await this.routing.snapshot().catch((error: unknown) => {
      this.adapters.logger.warn(
        { error: String(error) },
        'the state of routing was not kept; the next start folds it anew',
      );
    });
    await Promise.all([this.sharedRouting.release(), this.sharedNotifying.release()]);
    await this.nodes.stop();
  }
}
