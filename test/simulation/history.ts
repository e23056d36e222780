import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { Conflict, Unavailable } from '../../src/domain/errors.js';
import { MemoryBlobStore } from '../../src/infrastructure/memory/memory-blob-store.js';
import { MemoryDocumentStore } from '../../src/infrastructure/memory/memory-document-store.js';
import { MemoryEventStore, MemoryLog } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryVault } from '../../src/infrastructure/memory/memory-vault.js';
import { readModels } from '../../src/projections/index.js';
import { activated, somethingToDo } from './colleagues.js';
import { company, type SimulatedAccount } from './company.js';
import { Faults } from './faults.js';
import { LeaseTable } from './leases.js';
import { mergesCases, somethingToMerge } from './merging.js';
import { correspondence, type SimulatedMessage, variant } from './messages.js';
import { type Durable, type Duties, Node } from './node.js';
import { planOf } from './plans.js';
import type { PlantedBug } from './planted-bugs.js';
import { Random } from './random.js';
import type { Request } from './request.js';
import { atRest, Scheduler, type Step } from './scheduler.js';
import { allMayLeave, OpenMail, sendsMail, somethingToSend } from './sending.js';
import { MailServers } from './servers.js';

/** What a history has left behind. */
export interface History {
  readonly seed: number;
  readonly durable: Durable;
  readonly accounts: readonly SimulatedAccount[];
  /** All that were ever delivered. */
  readonly messages: readonly SimulatedMessage[];
  readonly steps: number;
  /** When every node began its last look at all there is; ISO 8601. */
  readonly lastLookAt: string;
  /** ISO 8601. */
  readonly endedAt: string;
  /** Leases that the nodes have shared, and what each of them did alone at the end; none: they shared none. */
  readonly shared: { readonly given: readonly string[]; readonly duties: readonly Duties[] } | null;
  /** What mail was handed to; none: none is sent in this history. */
  readonly servers: MailServers | null;
  /** What did not come to an end, or says at the end that it fails. */
  readonly failures: readonly string[];
}

export interface HistoryOptions {
  readonly trace?: (line: string) => void;
  readonly bug?: PlantedBug | null;
}

/** A history that takes more steps than this hangs: most take a tenth. */
const MOST_STEPS = 40_000;
/**
 * How often a mailbox is looked at without any news, and how long no event comes until every pause must be over; in
 * milliseconds of the simulated world. Who shares leases asks for them all the time: there it is shorter.
 */
const OWN_LEASES = { looksEvery: 600_000, quiet: 660_000 };
const SHARED_LEASES = { looksEvery: 30_000, quiet: 45_000 };

/** Runs the history of a seed to its end: faults and all, then everything to rest. */
export async function run(
  seed: number,
  { trace = () => undefined, bug = null }: HistoryOptions = {},
): Promise<History> {
  const random = new Random(seed);
  const scheduler = new Scheduler(random, trace);
  const log = new MemoryLog(`simulation ${seed}`);
  const events = new MemoryEventStore(log);
  const clock = { now: () => new Date(scheduler.now), pause: async () => undefined };
  const sends = sendsMail(seed);
  const accounts = await company(events, clock, random, sends);
  const vault = new MemoryVault();
  for (const { address } of accounts) await vault.put(address, 'secret');
  const folders = accounts.flatMap((account) => account.folders);
  const storing = accounts.filter(({ storesSent }) => !storesSent).map(({ address }) => address);
  const servers = new MailServers(random, new Set(storing));
  const stores = { events, documents: new MemoryDocumentStore(), blobs: new MemoryBlobStore(), vault };
  const durable = { ...stores, folders, servers };
  const world = new World(seed, random, scheduler, log, durable, accounts, bug);
  await world.live();
  const { messages, shared, failures } = world;
  const endedAt = new Date(scheduler.now).toISOString();
  const lastLookAt = new Date(world.lastLookAt).toISOString();
  return {
    ...{ seed, durable, accounts, messages, steps: scheduler.taken, lastLookAt, endedAt, shared, failures },
    servers: sends ? servers : null,
  };
}

class World {
  readonly messages: SimulatedMessage[];
  readonly failures: string[] = [];
  lastLookAt = 0;
  private readonly faults: Faults;
  private nodes: Node[];
  private started = 0;
  private requests = 0;
  private outstanding = 0;
  private isRebuilding = false;
  /** Those that end and do not come back. */
  private readonly leaving: Node[] = [];
  private readonly leases: LeaseTable | null;
  private readonly pace: typeof OWN_LEASES;
  private duties: readonly Duties[] = [];
  private readonly sends: boolean;
  private readonly merges: boolean;
  private readonly openMail: OpenMail;

  constructor(
    seed: number,
    private readonly random: Random,
    private readonly scheduler: Scheduler,
    private readonly log: MemoryLog,
    private readonly durable: Durable,
    private readonly accounts: readonly SimulatedAccount[],
    private readonly bug: PlantedBug | null,
  ) {
    const { kinds, nodes, sharesLeases = false } = planOf(seed);
    this.faults = new Faults(random, { kinds, rate: random.pick([0.01, 0.03, 0.08]), atMost: 2 + random.below(14) });
    this.sends = sendsMail(seed);
    this.merges = mergesCases(seed);
    this.openMail = new OpenMail(log.events);
    this.leases = sharesLeases ? new LeaseTable(scheduler, random) : null;
    this.pace = sharesLeases ? SHARED_LEASES : OWN_LEASES;
    this.nodes = times(nodes, () => this.node());
    const ours = accounts.map(({ address }) => address);
    this.messages = correspondence(random, 3 + random.below(8), ours);
  }

  async live(): Promise<void> {
    const { script } = this.scheduler;
    script.push(...this.happenings());
    for (const node of this.nodes) node.start();
    const allIsDone = () => script.length === 0 && this.outstanding === 0;
    await this.until('every request is answered', allIsDone);
    for (const account of this.accounts) script.push(this.step('all is activated', () => this.ask(activated(account))));
    await this.until('every account is active', allIsDone);
    if (this.sends) {
      for (const request of allMayLeave(this.accounts, ++this.requests * 1_000)) {
        script.push(this.step('all may leave', () => this.ask(request)));
      }
      await this.until('all may leave', allIsDone);
      await this.until('every message was tried', () => this.openMail.isTried);
    }
    this.faults.stop();
    this.durable.servers.heal();
    // Who shares leases is asked at the end how the work is shared.
    if (this.random.chance(this.leases ? 0.2 : 0.5)) this.leaveToOne();
    await this.allSettled();
    let head = this.log.events.length;
    let since = this.scheduler.now;
    await this.until('all is quiet', () => {
      if (this.log.events.length !== head) since = this.scheduler.now;
      head = this.log.events.length;
      return (
        this.scheduler.isIdle &&
        this.scheduler.now - since > this.pace.quiet &&
        this.haveAllLooked(since) &&
        this.openMail.isNone
      );
    });
    this.lastLookAt = this.scheduler.now;
    await this.allSettled();
    for (const node of this.nodes) this.failures.push(...node.failures());
    for (const { running } of this.leaving) if (running) this.failures.push(`${running.process.name} does not end`);
    this.duties = this.nodes.map(({ duties }) => duties);
    for (const node of this.nodes) node.endForGood();
  }

  /** What the leases came to; none: they were not shared. */
  get shared(): History['shared'] {
    return this.leases && { given: this.leases.given, duties: this.duties };
  }

  private happenings(): Step[] {
    const { random } = this;
    return random.shuffled([
      ...this.messages.flatMap((message) => this.deliveries(message)),
      ...times(random.below(12), () => this.work()),
      ...times(this.nodes.length + random.below(3), () => this.operation()),
      ...times(random.below(3), () => this.rearrangement()),
      ...(this.leases ? times(random.below(7), () => this.movement()) : []),
      ...(this.sends ? times(3 + random.below(6), () => this.letter()) : []),
      ...(this.sends ? times(random.below(3), () => this.jump()) : []),
      ...(this.merges ? times(6 + random.below(14), () => this.merging()) : []),
    ]);
  }

  /** Takes steps until a condition holds; one that never does is a failure. */
  private async until(what: string, holds: () => boolean): Promise<void> {
    await atRest();
    while (!holds()) {
      const isGoingOn = this.scheduler.taken < MOST_STEPS && (await this.scheduler.step());
      if (!isGoingOn && !holds()) {
        this.failures.push(`after ${this.scheduler.taken} steps it never happens that ${what}`);
        return;
      }
    }
  }

  /** Ends all nodes, and has another one finish what they began. */
  private leaveToOne(): void {
    for (const node of this.nodes) node.endForGood();
    this.nodes = [this.node()];
    for (const node of this.nodes) node.start();
  }

  private async allSettled(): Promise<void> {
    const waiting = new Set(this.nodes);
    const settle = (node: Node): void => {
      const { mailcase, process } = node.running ?? {};
      if (!mailcase || !node.isUp) return;
      waiting.delete(node);
      mailcase
        .settled()
        .catch(() => undefined)
        .then(() => settled.add(node));
      // It was being stopped: whoever starts in its place has to settle too.
      process?.onDeath(() => settled.has(node) || waiting.add(node));
    };
    const settled = new Set<Node>();
    await this.until('every node has settled', () => {
      for (const node of waiting) settle(node);
      return settled.size === this.nodes.length;
    });
  }

  private deliveries(message: SimulatedMessage): Step[] {
    const { random } = this;
    const copies = random.pick([1, 1, 1, 2, 2, 3]);
    return times(copies, (n) => {
      const folder = random.pick(this.durable.folders);
      const copy = n > 0 && random.chance(0.1) ? variant(message) : message;
      const isOld = random.chance(0.08);
      return this.step(`a message comes to ${folder.address} ${folder.name}`, () => {
        folder.put(copy, isOld ? '2026-02-01T00:00:00.000Z' : new Date(this.scheduler.now).toISOString());
      });
    });
  }

  /** Nodes are silent for too long, come, and go. */
  private movement(): Step {
    const { random } = this;
    if (random.chance(0.6)) return this.step('a node is held up', () => random.pick(this.nodes).holdUp());
    if (random.chance(0.5)) return this.step('a node comes', () => this.join());
    return this.step('a node goes', () => {
      if (this.nodes.length === 1) this.join();
      const [node] = this.nodes.splice(random.below(this.nodes.length), 1);
      if (!node) return;
      this.leaving.push(node);
      if (random.chance(0.5)) node.leave();
      else node.endForGood();
    });
  }

  private join(): void {
    const node = this.node();
    this.nodes.push(node);
    node.start();
  }

  private haveAllLooked(since: number): boolean {
    return this.leases === null || this.nodes.every((node) => node.hasLookedSince(since));
  }

  private operation(): Step {
    const node = this.random.below(this.nodes.length);
    const one = () => this.nodes[node % this.nodes.length];
    if (this.random.chance(0.3)) return this.step('a node is stopped', () => one()?.stop());
    const names = readModels.map(({ spec }) => spec.name).filter(() => this.random.chance(0.2));
    if (this.random.chance(0.3)) return this.step('read models are rebuilt', () => this.rebuild(one(), names));
    // Where several nodes run, nobody tells one of what another has written: it looks now and then.
    return this.step(
      'a node looks',
      () =>
        void one()
          ?.running?.mailcase.settled()
          .catch(() => undefined),
    );
  }

  /** One at a time over all nodes: whoever builds beside the live ones builds alone. */
  private rebuild(node: Node | undefined, names: readonly string[]): void {
    if (this.isRebuilding || !node) return;
    this.isRebuilding = true;
    node.rebuild(names).then(() => {
      this.isRebuilding = false;
    });
  }

  /** Somebody writes, or has to do with what leaves. */
  private letter(): Step {
    return this.step('somebody has something to send', () =>
      this.ask(somethingToSend(this.random, ++this.requests, this.log.events, this.accounts)),
    );
  }

  /** The clock is set: what is under way takes longer than it should. */
  private jump(): Step {
    const minutes = this.random.pick([2, 12, 40]);
    return this.step(`${minutes} minutes have passed`, () => {
      this.scheduler.now += minutes * 60_000;
    });
  }

  private rearrangement(): Step {
    const folder = this.random.pick(this.durable.folders);
    if (this.random.chance(0.4)) return this.step(`${folder.name} is made anew`, () => folder.renumber());
    return this.step('a message vanishes', () => {
      const placed = folder.messages[this.random.below(folder.messages.length)];
      if (placed) folder.expunge(placed.uid);
    });
  }

  /** Somebody has something to do, or comes again later. */
  private work(patience = 4): Step {
    return this.step('somebody has something to do', () => {
      const request = somethingToDo(this.random, ++this.requests, this.log.events, this.accounts);
      if (request) this.ask(request);
      else if (patience > 0) this.scheduler.script.push(this.work(patience - 1));
    });
  }

  /** Cases become one and part again, or somebody comes again later. */
  private merging(patience = 4): Step {
    return this.step('somebody has to do with cases that are one', () => {
      const request = somethingToMerge(this.random, ++this.requests, this.log.events);
      if (request) this.ask(request);
      else if (patience > 0) this.scheduler.script.push(this.merging(patience - 1));
    });
  }

  /** Asks a node that runs, and another one when that ends or cannot: the same request, until somebody says yes or no. */
  private ask(request: Request): void {
    this.outstanding++;
    const { random, scheduler } = this;
    const running = this.nodes.flatMap((node) => (node.isUp && node.running) || []);
    let isOpen = true;
    const answered = () => {
      if (isOpen) this.outstanding--;
      isOpen = false;
    };
    const again = () => {
      answered();
      scheduler.script.push(this.step(`again: ${request.label}`, () => this.ask(request)));
    };
    if (running.length === 0) {
      again();
      return;
    }
    const { process, mailcase } = random.pick(running);
    scheduler.note(`${process.name} is asked: ${request.label}`);
    process.onDeath(() => isOpen && again());
    request.run(mailcase).then(answered, (error) => (isToBeTriedAgain(error) ? again() : answered()));
  }

  private node(): Node {
    const { durable, scheduler, faults, random, leases, bug } = this;
    const { looksEvery } = this.pace;
    return new Node(`node ${++this.started}`, durable, scheduler, faults, random, { looksEvery, leases, bug });
  }

  private step(label: string, run: () => void): Step {
    return { of: null, label, run };
  }
}

function isToBeTriedAgain(error: unknown): boolean {
  if (error instanceof Conflict) return error.code === 'busy';
  return error instanceof Unavailable || error instanceof StoreUnavailable;
}

const times = <T>(count: number, make: (n: number) => T): T[] => [...Array(count).keys()].map(make);
