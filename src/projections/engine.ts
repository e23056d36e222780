import type { Clock } from '../application/ports/clock.js';
import {
  CheckpointConflict,
  type CollectionRef,
  type CollectionVersion,
  type DocumentStore,
  live,
} from '../application/ports/document-store.js';
import type { EventStore, StoredEvent } from '../application/ports/event-store.js';
import type { Leases } from '../application/ports/lease.js';
import type { Logger } from '../application/ports/logger.js';
import type { Tracing } from '../application/ports/tracing.js';
import { NotFound, Rejected, Unavailable } from '../domain/errors.js';
import { type Position, START } from '../domain/event.js';
import type { RecordedEvent } from '../domain/events.js';
import { type Failure, Failures } from './failures.js';
import type { Projection } from './projection.js';
import { builtCheckpointOf, checkpointOf, rebuildCheckpointOf, Versions } from './versions.js';
import { WriteLeases } from './write-leases.js';
import { ProjectionFailure, Writer } from './writer.js';

/** Events taken together; a rebuild takes more, for the sake of speed. */
const BATCH = 2_000;
const REBUILD_BATCH = 5_000;
/**
 * After a batch of so many events, milliseconds of rest: what is coming belongs to the same documents for the most part,
 * and a document that several events change is written once.
 */
const BUSY = 200;
const REST = 150;
/** Milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;
/** Milliseconds between two looks at the read models that others write; while somebody waits for one of them, the second. */
const LOOK_EVERY = 500;
const LOOK_EVERY_WAITING = 20;

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly position: Position;
  readonly state: 'catching-up' | 'live' | 'stopped' | 'rebuilding';
  /** The event that it stopped at, and why. */
  readonly failure: Failure | null;
  /** Whether this node writes it; else another does. */
  readonly isWrittenHere: boolean;
}

export interface RebuildProgress {
  readonly names: readonly string[];
  readonly events: number;
}

interface Slot {
  versions: Versions;
  writer: Writer;
  failure: Failure | null;
  rebuilding: boolean;
  /** Its writer takes a batch, or is taken up: how far others have come must not be told it meanwhile. */
  atWork: boolean;
}

export interface EngineOptions {
  /** Whether another node reads a version of a read model: then it is kept. */
  readonly isReadElsewhere?: (version: CollectionVersion) => Promise<boolean>;
  /** Types of events that no read model takes, and that others wait for: they count as progress. */
  readonly alsoHears?: readonly string[];
  /** Events that are taken together, also while one is rebuilt; default thousands. */
  readonly batch?: number;
}

interface Waiter {
  readonly name: string;
  readonly position: Position;
  resolve(reached: boolean): void;
}

/** The position that all of them have reached. */
const reachedBy = (slots: readonly Slot[]): Position => slots.map(({ writer }) => writer.position).sort()[0] ?? START;

/** Those that are built follow the log together; before any is, all do. */
function together(slots: readonly Slot[], isBuilt: (slot: Slot) => boolean): readonly Slot[] {
  const built = slots.filter(isBuilt);
  return built.length > 0 ? built : slots;
}

/** Marks them for as long as something is done with their writers. */
async function atWork(slots: readonly Slot[], work: () => Promise<void>): Promise<void> {
  for (const slot of slots) slot.atWork = true;
  try {
    await work();
  } finally {
    for (const slot of slots) slot.atWork = false;
  }
}

const takenOver = (name: string): Unavailable =>
  new Unavailable(
    `Another node has taken over the read model ${name} while it was being built; try again.`,
    'taken-over',
  );

const inWords = (position: Position): string => (position === START ? 'the start' : position);

/** Throws what one of them throws, but when all have ended: a writer that is still at work must not be asked again. */
async function allOf(works: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(works)) if (outcome.status === 'rejected') throw outcome.reason;
}

/**
 * Keeps the read models up with the log: reads it once for all of them, in batches, and lets each fold and write its
 * own. One that throws stops alone, at its event; the others go on. Of several nodes one writes a read model; the others
 * follow how far it has come.
 */
export class ProjectionEngine {
  private readonly slots = new Map<string, Slot>();
  private readonly stopping = new AbortController();
  private readonly waiters = new Set<Waiter>();
  private readonly listeners = new Set<(position: Position) => void>();
  private readonly showing = new Set<Tracing['shown']>();
  private restart = new AbortController();
  /** Ends a rest: somebody waits for what is coming. */
  private wanted = new AbortController();
  /** Ends a pause between two looks at the others, for the same reason. */
  private sought = new AbortController();
  private running: Promise<unknown> | null = null;
  private caughtUp = false;
  /** Where the log ended when this began: what has come so far has caught up. */
  private end: Position = START;
  /** Batches and swaps go one after another. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly types: readonly string[];
  private readonly isReadElsewhere: NonNullable<EngineOptions['isReadElsewhere']>;
  private readonly leases: WriteLeases;
  private readonly batch: number;
  private readonly rebuildBatch: number;
  private readonly failures: Failures;

  constructor(
    private readonly projections: readonly Projection[],
    private readonly store: EventStore,
    private readonly documents: DocumentStore,
    private readonly decode: (stored: StoredEvent) => RecordedEvent,
    private readonly clock: Clock,
    private readonly logger: Logger,
    leases: Leases,
    { isReadElsewhere = async () => false, alsoHears = [], batch }: EngineOptions = {},
  ) {
    this.isReadElsewhere = isReadElsewhere;
    this.batch = batch ?? BATCH;
    this.rebuildBatch = batch ?? REBUILD_BATCH;
    this.types = [...new Set([...projections.flatMap(({ types }) => types), ...alsoHears])];
    const specs = projections.map(({ spec }) => spec);
    this.leases = new WriteLeases(specs, leases, clock, logger, {
      gained: (names, hold) => this.takeUp(names, hold),
      between: (work) => this.inTurn(work),
    });
    this.failures = new Failures(documents);
  }

  /** Makes the collections and takes up each read model where it was left. Writes nothing else. */
  async open(): Promise<void> {
    this.end = await this.store.head();
    await this.failures.open();
    for (const projection of this.projections) {
      const { spec } = projection;
      await this.documents.prepare(spec);
      const checkpoint = await this.documents.checkpoint(checkpointOf(spec));
      const writer = this.writerOf(projection, live(spec), checkpointOf(spec), checkpoint);
      const versions = await Versions.open(this.documents, projection);
      this.slots.set(spec.name, { writer, versions, failure: null, rebuilding: false, atWork: false });
    }
    await this.leases.claim();
    await this.look();
  }

  /** Follows the log for good. */
  start(): void {
    this.running ??= Promise.all([this.run(), this.lookOn()]);
    this.leases.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.restart.abort();
    await this.running;
    await this.turn;
    await this.leases.stop();
    for (const waiter of this.waiters) waiter.resolve(false);
  }

  /** Whether it keeps the read model of a name. */
  keeps(name: string): boolean {
    return this.projections.some(({ spec }) => spec.name === name);
  }

  /** Whether `open` has taken up its read models. */
  get isOpen(): boolean {
    return this.slots.size === this.projections.length;
  }

  status(): ProjectionStatus[] {
    return this.projections.map(({ spec: { name, version } }) => {
      const slot = this.slot(name);
      const isLive = this.caughtUp && this.isBuilt(slot);
      const state = slot.failure ? 'stopped' : slot.rebuilding ? 'rebuilding' : isLive ? 'live' : 'catching-up';
      const { writer, failure } = slot;
      return { name, version, position: writer.position, state, failure, isWrittenHere: this.isMine(slot) };
    });
  }

  /** Whether all that are not stopped have reached the end of the log at least once. */
  get isLive(): boolean {
    return this.caughtUp && this.healthy().every((slot) => this.isBuilt(slot));
  }

  /** Up to here every read model has come that is neither stopped nor still being built beside the others. */
  get position(): Position {
    return reachedBy(together(this.healthy(), this.isBuilt));
  }

  /** Whether a read model can be read: `readable` does not throw. */
  isReadable(name: string): boolean {
    const slot = this.slot(name);
    return this.isBuilt(slot) || slot.versions.standIn !== null;
  }

  /**
   * The collection that a read model is read from: its own as soon as that has caught up with the log, until then one of
   * an earlier version that its readers understand.
   * @throws Unavailable, code `being-built`, where there is none: half a read model is never shown
   */
  readable(name: string): CollectionRef {
    const slot = this.slot(name);
    const { writer, versions, failure } = slot;
    if (this.isBuilt(slot)) return writer.collection;
    if (versions.standIn) return versions.standIn;
    const reached = `has come to ${inWords(writer.position)} of ${this.end}`;
    const state = failure ? `stopped before it was built; it ${reached}.` : `is being built; it ${reached}. Try again.`;
    throw new Unavailable(`The read model ${name} ${state}`, 'being-built');
  }

  /**
   * Resolves when a read model has reached a position and can be read there; false when it has not within so many
   * milliseconds, or is stopped.
   */
  async waitFor(name: string, position: Position, milliseconds: number): Promise<boolean> {
    const slot = this.slot(name);
    if (this.hasReached(slot, position)) return true;
    if (slot.failure) return false;
    const enough = new AbortController();
    try {
      return await new Promise<boolean>((resolve) => {
        const waiter = { name, position, resolve };
        this.waiters.add(waiter);
        this.wanted.abort();
        this.sought.abort();
        enough.signal.addEventListener('abort', () => this.waiters.delete(waiter));
        this.clock.pause(milliseconds, enough.signal).then(() => resolve(false));
      });
    } finally {
      enough.abort();
    }
  }

  /**
   * Calls back with the position that all have reached: after each batch, when others have come further, and while nobody
   * can say whether they have. Returns how to stop that.
   */
  onProgress(listener: (position: Position) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when a read model has come further, or the signal is aborted. */
  progressed(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        unsubscribe();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const unsubscribe = this.onProgress(end);
      signal.addEventListener('abort', end);
    });
  }

  /** Calls back when a read model has written what it took of a batch of new events; not while one is rebuilt. */
  onShown(listener: Tracing['shown']): void {
    this.showing.add(listener);
  }

  /**
   * Brings all that are written here up to the end of the log as of now, without following it. Ends earlier when the
   * signal is aborted.
   */
  async catchUp(signal: AbortSignal = this.stopping.signal): Promise<void> {
    const mine = this.mine();
    let from = mine.length > 0 ? reachedBy(mine) : await this.store.head();
    const filter = { types: this.types };
    for await (const { events, checkpoint } of this.store.readAll({ after: from, filter, batchSize: this.batch })) {
      if (signal.aborted) return;
      await this.takeInTurn(events, from, checkpoint);
      from = checkpoint;
    }
    await this.inTurn(() => this.complete());
    this.caughtUp = true;
  }

  /**
   * Lets a read model that stopped try again here, from where it stopped.
   * @throws Unavailable, code `not-handed-over`
   */
  async resume(name: string): Promise<void> {
    const slot = this.slot(name);
    await this.leases.demand(name);
    await this.inTurn(async () => {
      slot.failure = null;
      await slot.writer.reload();
    });
    this.restart.abort();
  }

  /**
   * Builds read models anew beside the live ones, which go on being read, and puts them in their place. The log is read
   * once for all of them. Those that another node writes are taken over from it. Returns how many events were read.
   * @throws Rejected, code `already-rebuilding`; Unavailable, code `not-handed-over` or `taken-over`
   */
  async rebuild(
    names: readonly string[],
    onProgress: (progress: RebuildProgress) => void = () => undefined,
  ): Promise<number> {
    const slots = names.map((name) => this.slot(name));
    const busy = slots.find(({ rebuilding }) => rebuilding);
    if (busy) throw new Rejected('already-rebuilding', `${busy.writer.projection.spec.name} is being rebuilt.`);
    for (const slot of slots) slot.rebuilding = true;
    try {
      for (const name of names) await this.leases.demand(name, { keep: true });
      const builders = await Promise.all(slots.map(({ writer }) => this.builderOf(writer.projection)));
      let events = 0;
      const readOn = async () => {
        for await (const read of this.build(builders)) {
          events += read;
          onProgress({ names, events });
          if (this.stopping.signal.aborted) throw new Rejected('stopped', 'The rebuild was broken off.');
        }
      };
      await readOn();
      // It may have been lost on the long way.
      for (const name of names) await this.leases.demand(name, { keep: true });
      await this.inTurn(async () => {
        // The rest, while nobody writes; then both stand at the same place and change theirs.
        await readOn();
        for (const [n, slot] of slots.entries()) await this.putInPlace(slot, builders[n]);
      });
      this.restart.abort();
      return events;
    } finally {
      for (const slot of slots) slot.rebuilding = false;
      for (const name of names) this.leases.keepNoLonger(name);
    }
  }

  private async builderOf(projection: Projection): Promise<Writer> {
    const buildingKey = rebuildCheckpointOf(projection.spec);
    const collection = await this.documents.startBuilding(projection.spec);
    return this.writerOf(projection, collection, buildingKey, null, await this.documents.checkpoint(buildingKey));
  }

  private async putInPlace(slot: Slot, builder: Writer | undefined): Promise<void> {
    if (!builder) return;
    const { projection } = slot.writer;
    if (!this.isMine(slot)) throw takenOver(projection.spec.name);
    const key = checkpointOf(projection.spec);
    const from = await this.documents.checkpoint(key);
    await this.documents.swap(projection.spec, { key, buildingKey: builder.checkpointKey, from, to: builder.position });
    slot.writer = this.writerOf(projection, live(projection.spec), key, builder.position);
    slot.failure = null;
    await slot.versions.complete(builder.position, this.isReadElsewhere);
  }

  private async *build(builders: readonly Writer[]): AsyncGenerator<number> {
    const after = builders.map(({ position }) => position).sort()[0] ?? START;
    const filter = { types: [...new Set(builders.flatMap(({ projection }) => projection.types))] };
    let collected: RecordedEvent[] = [];
    let reached = after;
    let writing: Promise<unknown> = Promise.resolve();
    // What was collected is written while the log is read on: one batch at a time, and one more in memory.
    const takeAll = async () => {
      await writing;
      const [events, to] = [collected, reached];
      collected = [];
      writing = Promise.all(builders.map((builder) => builder.take(events.filter(builder.takes), to)));
      writing.catch(() => undefined); // thrown where it is awaited
      return events.length;
    };
    try {
      for await (const { events, checkpoint } of this.store.readAll({ after, filter, batchSize: this.batch })) {
        for (const event of events) collected.push(this.decode(event));
        reached = checkpoint;
        if (collected.length >= this.rebuildBatch) yield await takeAll();
      }
      if (reached > after) yield await takeAll();
      await writing;
    } finally {
      // Whoever does not want the rest must not find a writer at work.
      await writing.catch(() => undefined);
    }
  }

  private async run(): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!this.stopping.signal.aborted) {
      const restart = new AbortController();
      this.restart = restart;
      const signal = AbortSignal.any([this.stopping.signal, restart.signal]);
      // What is still being built reads the log by itself, so that the others need not wait for it; then all go together.
      const isBuilding = this.mine().length > together(this.mine(), this.isBuilt).length;
      const works = isBuilding ? [this.follow(signal), this.catchUp(signal)] : [this.follow(signal)];
      try {
        await allOf(works.map((work) => work.finally(() => restart.abort())));
        pause = FIRST_PAUSE;
      } catch (error) {
        this.caughtUp = false;
        if (this.stopping.signal.aborted) return;
        this.logger.error({ error: String(error) }, 'read models cannot be written; trying again');
        // What ended together ended this run's signal; a resume still ends the pause.
        const again = new AbortController();
        this.restart = again;
        await this.clock.pause(pause, AbortSignal.any([this.stopping.signal, again.signal]));
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        for (const { writer } of this.mine()) await writer.reload().catch(() => undefined);
      }
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const filter = { types: this.types };
    const mine = together(this.mine(), this.isBuilt);
    // Where all is written elsewhere, the log is read for those who wait for news.
    let from = mine.length > 0 ? reachedBy(mine) : await this.store.head();
    for await (const message of this.store.subscribe({ after: from, filter, batchSize: this.batch, signal })) {
      const events = message.kind === 'events' ? message.events : [];
      await this.takeInTurn(events, from, message.checkpoint);
      from = message.checkpoint;
      if (message.kind === 'caught-up') this.caughtUp = true;
      if (events.length >= BUSY && this.waiters.size === 0) await this.rest(signal);
    }
  }

  private async rest(signal: AbortSignal): Promise<void> {
    this.wanted = new AbortController();
    await this.clock.pause(REST, AbortSignal.any([signal, this.wanted.signal]));
  }

  private async takeInTurn(events: readonly StoredEvent[], from: Position, checkpoint: Position): Promise<void> {
    await this.inTurn(async () => {
      await this.takeAll(events, from, checkpoint);
      await this.complete();
    });
    this.announce();
  }

  /** A read model that is not yet where the batch begins (it was stopped, and has just resumed) waits for an earlier one. */
  private async takeAll(stored: readonly StoredEvent[], from: Position, checkpoint: Position): Promise<void> {
    const events = stored.map((event) => [event, this.tryDecode(event)] as const);
    const ready = this.mine().filter(({ writer }) => writer.position >= from);
    await allOf(ready.map((slot) => atWork([slot], () => this.takeOne(slot, events, checkpoint))));
  }

  private async takeOne(
    slot: Slot,
    all: readonly (readonly [StoredEvent, RecordedEvent | Error])[],
    checkpoint: Position,
  ): Promise<void> {
    const { writer } = slot;
    const mine: RecordedEvent[] = [];
    const startedAt = performance.now();
    let unreadable: ProjectionFailure | null = null;
    for (const [stored, event] of all) {
      if (!writer.takes(stored) || stored.position <= writer.position) continue;
      if (event instanceof Error) {
        unreadable = new ProjectionFailure(stored, event);
        break;
      }
      mine.push(event);
    }
    try {
      await writer.take(mine, unreadable ? (mine.at(-1)?.position ?? writer.position) : checkpoint);
      for (const shown of this.showing) shown(writer.projection.spec.name, mine, startedAt);
      if (unreadable) throw unreadable;
    } catch (error) {
      // Whoever has overtaken it writes it from here on.
      if (error instanceof CheckpointConflict && !this.isMine(slot)) return;
      if (!(error instanceof ProjectionFailure)) throw error;
      const { type, stream, revision, position } = error.event;
      slot.failure = { type, stream, revision, position, message: error.message };
      const { name } = writer.projection.spec;
      this.logger.error({ projection: name, ...slot.failure }, 'read model stopped');
      for (const waiter of this.waiters) if (waiter.name === name) waiter.resolve(false);
      await this.failures.keep(writer.projection.spec, slot.failure);
      // One of another version may be able to read on.
      this.leases.leave(name);
    }
  }

  /** Others have written these so far; from now on this node does. */
  private async takeUp(names: readonly string[], hold: () => void): Promise<void> {
    const slots = names.map((name) => this.slot(name));
    await this.inTurn(() =>
      atWork(slots, async () => {
        for (const slot of slots) {
          // It may have been removed by one who took all its readers for gone.
          await this.documents.prepare(slot.writer.projection.spec);
          await slot.writer.reload();
          slot.versions = await Versions.open(this.documents, slot.writer.projection);
          slot.failure = null;
        }
        hold();
      }),
    );
    // Only now: what is read on with goes by what is held.
    this.restart.abort();
  }

  /** Again and again how far the others have come. */
  private async lookOn(): Promise<void> {
    const { signal } = this.stopping;
    while (this.leases.isShared && !signal.aborted) {
      this.sought = new AbortController();
      const isSought = [...this.waiters].some(({ name }) => !this.isMine(this.slot(name)));
      const pause = isSought ? LOOK_EVERY_WAITING : LOOK_EVERY;
      await this.clock.pause(pause, AbortSignal.any([signal, this.sought.signal]));
      // A store that is away is told of by those who write and read. What was kept of what they said may be over.
      await this.look().catch(() => this.tell());
      // The last who reads an older version may have gone while nothing else happens.
      const isKept = this.mine().some(({ versions }) => versions.hasOlder);
      if (isKept) await this.inTurn(() => this.complete()).catch(() => undefined);
    }
  }

  /** How far the others have come with the read models that they write. */
  private async look(): Promise<void> {
    const others = [...this.slots.values()].filter((slot) => !this.isMine(slot));
    if (others.length === 0) return;
    const specs = others.map(({ writer }) => writer.projection.spec);
    const keys = specs.flatMap((spec) => [checkpointOf(spec), builtCheckpointOf(spec)]);
    const [positions, failures] = await Promise.all([this.documents.checkpoints(keys), this.failures.of(specs)]);
    let isNews = false;
    for (const slot of others) {
      if (this.isMine(slot) || slot.atWork) continue;
      const { spec } = slot.writer.projection;
      const before = [slot.writer.position, slot.failure?.position, slot.versions.isBuilt].join();
      slot.writer.follow(positions.get(checkpointOf(spec)) ?? null);
      slot.versions.seen(positions.has(builtCheckpointOf(spec)));
      const { position } = slot.writer;
      // What was not kept, because the store did not take it, is still known where it happened.
      slot.failure = [failures.get(spec.name), slot.failure].find((one) => one && one.position > position) ?? null;
      // Whoever could read on may go again: then it is written here, from behind what it stopped at.
      if (!slot.failure) this.leases.comeBack(spec.name);
      isNews ||= before !== [position, slot.failure?.position, slot.versions.isBuilt].join();
    }
    if (isNews) this.announce();
  }

  private tryDecode(event: StoredEvent): RecordedEvent | Error {
    try {
      return this.decode(event);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private announce(): void {
    for (const waiter of this.waiters) {
      const slot = this.slot(waiter.name);
      if (this.hasReached(slot, waiter.position)) waiter.resolve(true);
      else if (slot.failure) waiter.resolve(false);
    }
    this.tell();
  }

  private tell(): void {
    const { position } = this;
    for (const listener of this.listeners) listener(position);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** Whether it has caught up with the log at least once since its collection was made. */
  private readonly isBuilt = ({ versions, writer }: Slot): boolean => versions.isBuilt || writer.position >= this.end;

  private hasReached(slot: Slot, position: Position): boolean {
    return slot.writer.position >= position && this.isBuilt(slot);
  }

  /** Those that have caught up now stay built, whatever happens to this process. */
  private async complete(): Promise<void> {
    for (const slot of this.mine()) {
      if (this.isBuilt(slot)) await slot.versions.complete(slot.writer.position, this.isReadElsewhere);
    }
  }

  /** Those that this node writes, and that are not stopped. */
  private mine(): Slot[] {
    return this.healthy().filter((slot) => this.isMine(slot));
  }

  private isMine({ writer }: Slot): boolean {
    return this.leases.holds(writer.projection.spec.name);
  }

  private healthy(): Slot[] {
    return [...this.slots.values()].filter(({ failure }) => failure === null);
  }

  private slot(name: string): Slot {
    const slot = this.slots.get(name);
    if (!slot) throw new NotFound('read model', name);
    return slot;
  }

  /** @param reached where its documents are; after a rebuild that was broken off, its checkpoint says more */
  private writerOf(
    projection: Projection,
    collection: CollectionRef,
    key: string,
    reached: Position | null,
    checkpoint: Position | null = reached,
  ): Writer {
    return new Writer(projection, this.documents, collection, key, reached, checkpoint);
  }
}
