import {
  type CollectionRef,
  type Document,
  type DocumentStore,
  type DocumentWrite,
  type Page,
} from '../application/ports/document-store.js';
import { type Position, START } from '../domain/event.js';
import type { RecordedEvent } from '../domain/events.js';
import { Members, textsIn } from './members.js';
import type { Change, EachChange, OneChange, Projection } from './projection.js';

/** Documents of one read model that are kept between two batches. */
const CACHED = 1_000;
/** Values that one query names, and documents that one page of it holds. */
const VALUES_AT_ONCE = 100;
const PAGE = 1_000;

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
  /** While a batch is taken: the documents that its changes of several may concern, by field and value. */
  private members = new Members([]);

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
    const made = new Map<string, Document | undefined>();
    for (const change of changes.flatMap((one) => ('field' in one ? this.expanded(one) : [one]))) {
      const { id } = change;
      const before = this.entries.get(id);
      if (before && before.position >= event.position) continue;
      // One event may change one document several times: each goes on from the one before.
      const document = made.has(id) ? made.get(id) : before?.document;
      made.set(
        id,
        change.apply(document, (other) => this.entries.get(other)?.document),
      );
    }
    for (const [id, document] of made) {
      // Nothing there and nothing made: no tombstone for what never was.
      if (document === this.entries.get(id)?.document) continue;
      this.entries.delete(id);
      this.entries.set(id, { document, position: event.position });
      dirty.add(id);
      if (document) this.members.add(id, document);
    }
  }

  /** A change of several documents as changes of each: of those that are concerned at this moment. */
  private expanded({ field, value, apply }: EachChange<Document>): readonly OneChange<Document>[] {
    return [...this.members.of(field, value)]
      .filter((id) => textsIn(this.entries.get(id)?.document?.[field]).includes(value))
      .map((id) => ({ id, reads: [], isNew: false, apply: (document) => (document ? apply(document) : undefined) }));
  }

  private async load(changes: readonly Change<Document>[]): Promise<void> {
    const wanted = new Set<string>();
    const made = new Set<string>();
    const several = changes.filter((change) => 'field' in change);
    for (const change of changes) {
      if ('field' in change) continue;
      const { id, reads, isNew } = change;
      if (isNew) made.add(id);
      for (const one of isNew ? reads : [id, ...reads]) if (!this.entries.has(one) && !made.has(one)) wanted.add(one);
    }
    if (wanted.size > 0) {
      const found = await this.documents.get(this.collection, [...wanted]);
      for (const id of wanted) {
        const stored = found.get(id);
        this.entries.set(id, { document: stored?.document, position: stored?.position ?? START });
      }
    }
    this.members = new Members(several.map(({ field }) => field));
    for (const [field, values] of this.members.valuesOf(several)) await this.loadSeveral(field, values);
  }

  private async loadSeveral(field: string, values: readonly string[]): Promise<void> {
    const { name, askedWhileBuilt } = this.projection.spec;
    if (!askedWhileBuilt)
      throw new Error(`${name} changes all documents of a ${field}: declare that it is asked while it is built`);
    for (let n = 0; n < values.length; n += VALUES_AT_ONCE) {
      const where = { [field]: { in: values.slice(n, n + VALUES_AT_ONCE) } };
      let cursor: string | null = null;
      do {
        const page: Page = await this.documents.find(this.collection, {
          where,
          limit: PAGE,
          ...(cursor && { cursor }),
        });
        for (const { id, document, position } of page.items) {
          if (!this.entries.has(id)) this.entries.set(id, { document, position });
          this.members.add(id, document);
        }
        cursor = page.next;
      } while (cursor !== null);
    }
  }

  private async write(dirty: ReadonlySet<string>, to: Position): Promise<void> {
    if (to <= this.position) return;
    const writes: DocumentWrite[] = [...dirty].map((id) => {
      const entry = this.entries.get(id);
      return { id, document: entry?.document ?? null, position: entry?.position ?? to };
    });
    const removals = writes.filter(({ document }) => document === null);
    const others = writes.filter(({ document }) => document !== null);
    try {
      // A store may take a part of a batch and fail. What is removed may be what another document was made from, and
      // would be again: it goes when that is there.
      if (removals.length > 0 && others.length > 0) await this.documents.write(this.collection, others);
      const left = removals.length > 0 ? removals : others;
      await this.documents.write(this.collection, left, { key: this.checkpointKey, from: this.checkpoint, to });
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
