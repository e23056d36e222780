import {
  type CollectionRef,
  type Document,
  type DocumentStore,
  type DocumentWrite,
} from '../application/ports/document-store.js';
import { type Position, START } from '../domain/event.js';
import type { RecordedEvent } from '../domain/events.js';
import type { Change, Projection } from './projection.js';

/** Documents of one read model that are kept between two batches. */
const CACHED = 1_000;

interface Entry {
  readonly document: Document | undefined;
  readonly position: Position;
}

/** An event that a read model's function threw at. */
export class ProjectionFailure extends Error {
  override readonly name = 'ProjectionFailure';
  constructor(
    readonly event: {
      readonly type: string;
      readonly stream: string;
      readonly revision: number;
      readonly position: Position;
    },
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Folds batches of events into the documents of one read model and writes them, with its checkpoint. */
export class Writer {
  private readonly entries = new Map<string, Entry>();
  private readonly types: ReadonlySet<string>;

  constructor(
    readonly projection: Projection,
    private readonly documents: DocumentStore,
    readonly collection: CollectionRef,
    /** Name and version: a new version begins where the log does. */
    readonly checkpointKey: string,
    private reached: Position | null,
    /** What the checkpoint holds: after a rebuild that was broken off, more than was reached in the new one. */
    private checkpoint: Position | null,
  ) {
    this.types = new Set(projection.types);
  }

  /** Everything up to here is in the documents. */
  get position(): Position {
    return this.reached ?? START;
  }

  /** Whether its read model takes events of this type. */
  readonly takes = ({ type }: { readonly type: string }): boolean => this.types.has(type);

  /**
   * Takes a batch in the order of the log; what lies behind its own position already is left out.
   * @param events those of its types, decoded
   * @throws ProjectionFailure after writing what came before the event that it threw at
   */
  async take(events: readonly RecordedEvent[], to: Position): Promise<void> {
    if (to <= this.position) return;
    const news = events.filter(({ position }) => position > this.position);
    const planned: { event: RecordedEvent; changes: readonly Change<Document>[] }[] = [];
    let failure: ProjectionFailure | null = null;
    const { projection } = this;
    const changesOf = (await projection.plan?.(news, this.collection)) ?? ((one) => projection.changes(one));
    for (const event of news) {
      try {
        planned.push({ event, changes: changesOf(event) });
      } catch (error) {
        failure = new ProjectionFailure(event, error);
        break;
      }
    }
    await this.load(planned.flatMap(({ changes }) => changes));
    const dirty = new Set<string>();
    let reached = this.position;
    for (const { event, changes } of planned) {
      try {
        this.apply(event, changes, dirty);
        reached = event.position;
      } catch (error) {
        failure = new ProjectionFailure(event, error);
        break;
      }
    }
    await this.write(dirty, failure ? reached : to);
    if (failure) throw failure;
  }

  /** One event's changes, all or none. */
  private apply(event: RecordedEvent, changes: readonly Change<Document>[], dirty: Set<string>): void {
    const changed = changes.map((change): [string, Document | undefined] => {
      const before = this.entries.get(change.id);
      if (before && before.position >= event.position) return [change.id, before.document];
      return [change.id, change.apply(before?.document, (id) => this.entries.get(id)?.document)];
    });
    for (const [id, document] of changed) {
      const before = this.entries.get(id);
      // Nothing there and nothing made: no tombstone for what never was.
      if (document === before?.document || (before && before.position >= event.position)) continue;
      this.entries.delete(id);
      this.entries.set(id, { document, position: event.position });
      dirty.add(id);
    }
  }

  private async load(changes: readonly Change<Document>[]): Promise<void> {
    const wanted = new Set<string>();
    const made = new Set<string>();
    for (const { id, reads, isNew } of changes) {
      if (isNew) made.add(id);
      for (const one of isNew ? reads : [id, ...reads]) if (!this.entries.has(one) && !made.has(one)) wanted.add(one);
    }
    if (wanted.size === 0) return;
    const found = await this.documents.get(this.collection, [...wanted]);
    for (const id of wanted) {
      const stored = found.get(id);
      this.entries.set(id, { document: stored?.document, position: stored?.position ?? START });
    }
  }

  private async write(dirty: ReadonlySet<string>, to: Position): Promise<void> {
    if (to <= this.position) return;
    const writes: DocumentWrite[] = [...dirty].map((id) => {
      const entry = this.entries.get(id);
      return { id, document: entry?.document ?? null, position: entry?.position ?? to };
    });
    try {
      await this.documents.write(this.collection, writes, { key: this.checkpointKey, from: this.checkpoint, to });
    } catch (error) {
      // Whether it took effect is open: nothing in memory counts any more.
      this.entries.clear();
      throw error;
    }
    this.checkpoint = to;
    this.reached = to;
    // What a plan reads may be long.
    if (this.projection.plan) this.entries.clear();
    for (const id of this.entries.keys()) {
      if (this.entries.size <= CACHED) break;
      this.entries.delete(id);
    }
  }

  /** Somebody else writes it, and has come so far. */
  follow(checkpoint: Position | null): void {
    this.entries.clear();
    this.checkpoint = checkpoint;
    this.reached = checkpoint;
  }

  /** Reads its checkpoint again: after a failure of the store, or when another writer was here. */
  async reload(): Promise<void> {
    this.entries.clear();
    this.checkpoint = await this.documents.checkpoint(this.checkpointKey);
    this.reached = this.checkpoint;
  }
}
