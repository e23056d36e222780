import { type Adapters, Mailcase } from '../../src/application/mailcase.js';
import type { BlobStore } from '../../src/application/ports/blob-store.js';
import type { DocumentStore } from '../../src/application/ports/document-store.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { silent } from '../../src/application/ports/logger.js';
import type { Vault } from '../../src/application/ports/vault.js';
import { LibraryHtmlText } from '../../src/infrastructure/html/library-html-text.js';
import { Oauth4webapiClient } from '../../src/infrastructure/oauth/oauth4webapi-client.js';
import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import type { Faults } from './faults.js';
import { faultyBlobs, faultyDocuments, faultyEvents, faultyVault } from './faulty-stores.js';
import type { LeaseTable } from './leases.js';
import { type Folder, simulatedSource } from './mailboxes.js';
import { simulatedComposer, simulatedParser } from './messages.js';
import type { PlantedBug } from './planted-bugs.js';
import { Process } from './process.js';
import type { Random } from './random.js';
import type { Scheduler } from './scheduler.js';
import { type MailServers, simulatedSentFolders, simulatedTransport } from './servers.js';

/** What outlives every process. */
export interface Durable {
  readonly events: EventStore;
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly vault: Vault;
  readonly folders: readonly Folder[];
  readonly servers: MailServers;
}

/** For so long a message is tried: some grow too old. */
const SENDING_DAYS = 1 / 8;

interface Running {
  readonly process: Process;
  readonly mailcase: Mailcase;
}

/** What a node does alone among all. */
export interface Duties {
  readonly watches: readonly string[];
  readonly writes: readonly string[];
  readonly routes: boolean;
}

export interface NodeOptions {
  /** How often a mailbox is looked at without any news, in milliseconds. */
  readonly looksEvery: number;
  /** None: it has its own, so that it does all that the others do. */
  readonly leases: LeaseTable | null;
  readonly bug: PlantedBug | null;
}

/** A machine that runs Mailcase, and starts it again whenever it has ended. */
export class Node {
  running: Running | null = null;
  /** It has started and can be asked. */
  isUp = false;
  private starts = 0;
  private restarts = true;
  private stopping: Mailcase | null = null;

  constructor(
    private readonly name: string,
    private readonly durable: Durable,
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    private readonly random: Random,
    private readonly options: NodeOptions,
  ) {}

  start(): void {
    if (this.running || !this.restarts) return;
    const process = new Process(`${this.name}.${++this.starts}`, this.scheduler, this.faults, this.random);
    const mailcase = new Mailcase(this.adapters(process));
    this.options.bug?.plant?.(mailcase);
    this.running = { process, mailcase };
    process.onDeath(() => this.hasEnded());
    mailcase.start({ fetch: true }).then(
      () => {
        this.isUp = true;
      },
      () => process.die(),
    );
  }

  /** Ends it as an operator does, with time to finish. */
  stop(): void {
    if (!this.running || !this.isUp) return;
    this.isUp = false;
    const { mailcase, process } = this.running;
    this.stopping = mailcase;
    const ended = () => process.die();
    mailcase.stop().then(ended, ended);
  }

  /** What fails here is tried again by whoever asked for it, some day. */
  async rebuild(names: readonly string[]): Promise<void> {
    if (!this.running || !this.isUp) return;
    const { mailcase, process } = this.running;
    const died = new Promise<void>((resolve) => process.onDeath(() => resolve()));
    await Promise.race([mailcase.projections.rebuild(names).catch(() => undefined), died]);
  }

  /** It stands still for so long that everybody takes it for gone. */
  holdUp(): void {
    if (!this.running) return;
    const { process } = this.running;
    process.pause();
    this.options.leases?.expire(process);
  }

  /** Ends it for good as an operator does; what has not started yet is not waited for. */
  leave(): void {
    this.restarts = false;
    if (this.isUp) this.stop();
    else if (this.running?.mailcase !== this.stopping) this.running?.process.die();
  }

  /** It ends now and stays so. */
  endForGood(): void {
    this.restarts = false;
    this.running?.process.die();
  }

  /** What it does alone, as it knows. */
  get duties(): Duties {
    const { fetching, projections, routesHere = false } = this.running?.mailcase ?? {};
    const written = projections?.status().filter(({ isWrittenHere }) => isWrittenHere) ?? [];
    return { watches: fetching?.watched ?? [], writes: written.map(({ name }) => name), routes: routesHere };
  }

  /** Whether it has looked into each mailbox that it watches since then. */
  hasLookedSince(time: number): boolean {
    const { fetching } = this.running?.mailcase ?? {};
    const looked = fetching?.watched.map((accountId) => fetching.status(accountId)?.lastPassAt);
    return looked?.every((at) => at && Date.parse(at) > time) ?? false;
  }

  /** What it says of itself. */
  failures(): string[] {
    if (!this.running || !this.isUp) return [`${this.name} does not run`];
    const { mailcase } = this.running;
    const stopped = mailcase.projections
      .status()
      .flatMap(({ name, failure }) => (failure ? `${name}: ${failure.message}` : []));
    const failing = mailcase.reactions.flatMap(({ name, failure }) => (failure === null ? [] : `${name}: ${failure}`));
    return [...failing, ...stopped];
  }

  private hasEnded(): void {
    this.running = null;
    this.isUp = false;
    if (!this.restarts) return;
    const again = { of: null, label: `${this.name} starts again`, run: () => this.start() };
    if (this.random.chance(0.5)) this.scheduler.add(again);
    else this.scheduler.script.splice(this.random.below(8), 0, again);
  }

  private adapters(process: Process): Adapters {
    const { events, documents, blobs, vault, folders, servers } = this.durable;
    const { random } = this;
    const { bug, leases, looksEvery } = this.options;
    return {
      events: faultyEvents(process, bug?.store?.(events) ?? events, random),
      documents: faultyDocuments(process, documents, random),
      blobs: faultyBlobs(process, blobs),
      vault: faultyVault(process, vault),
      parser: simulatedParser,
      composer: simulatedComposer,
      html: new LibraryHtmlText(),
      source: simulatedSource(process, folders),
      transport: simulatedTransport(process, servers),
      sentFolders: simulatedSentFolders(process, servers),
      sendingDays: SENDING_DAYS,
      ringsApart: 0,
      oauth: new Oauth4webapiClient(),
      leases: leases?.of(process) ?? new ProcessLeases(process.name),
      clock: process.clock,
      schedules: { next: (_, after) => new Date(after.getTime() + looksEvery), problem: () => null },
      logger: silent,
      random: () => random.next(),
      version: '0.0.0',
    };
  }
}
