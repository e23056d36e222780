import { type Position, START } from '../../domain/event.js';
import { type CollectionSpec, type Document, type DocumentStore, live } from '../ports/document-store.js';

/** Documents that are kept in memory between two batches. */
const CACHED = 20_000;

interface Entry {
  /** None: it was looked for and does not exist. */
  readonly document: Document | undefined;
  readonly position: Position;
}

/** What a reaction folds from the log, as documents: loaded as far as a batch needs them, changed in memory, written with a checkpoint. */
export class FoldedDocuments {
  private readonly entries = new Map<string, Entry>();
  private readonly dirty = new Set<string>();
  private reached: Position | null = null;

  constructor(
    private readonly documents: DocumentStore,
    private readonly spec: CollectionSpec,
  ) {}

  /** Makes the collection and takes up where it was left. */
  async open(): Promise<void> {
    this.entries.clear();
    this.dirty.clear();
    await this.documents.prepare(this.spec);
    this.reached = await this.documents.checkpoint(this.key);
  }

  /** How far the log was folded; none: nothing was yet. */
  get checkpoint(): Position | null {
    return this.reached;
  }

  async load(keys: Iterable<string>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.entries.has(key));
    if (missing.length === 0) return;
    const found = await this.documents.get(live(this.spec), missing);
    for (const key of missing) {
      const stored = found.get(key);
      this.entries.set(key, { document: stored?.document, position: stored?.position ?? START });
    }
  }

  /** A document that was loaded; the caller knows what it writes under this key. */
  get<D>(key: string): D | undefined {
    return this.entries.get(key)?.document as D | undefined;
  }

  /** The last event in a document. */
  positionOf(key: string): Position {
    return this.entries.get(key)?.position ?? START;
  }

  set(key: string, document: object, position: Position): void {
    this.entries.delete(key);
    // Plain JSON, whatever its fields: to the store it is a document.
    this.entries.set(key, { document: document as Document, position });
    this.dirty.add(key);
  }

  /** Writes what changed; from then on the log is folded up to `to`, where that is further. @throws CheckpointConflict */
  async flush(to: Position): Promise<void> {
    const writes = [...this.dirty].flatMap((id) => {
      const entry = this.entries.get(id);
      return entry?.document ? [{ id, document: entry.document, position: entry.position }] : [];
    });
    const isFurther = this.reached === null || to > this.reached;
    const move = isFurther ? { key: this.key, from: this.reached, to } : undefined;
    if (writes.length > 0 || move) await this.documents.write(live(this.spec), writes, move);
    if (isFurther) this.reached = to;
    this.dirty.clear();
    for (const key of this.entries.keys()) {
      if (this.entries.size <= CACHED) return;
      this.entries.delete(key);
    }
  }

  private get key(): string {
    return `${this.spec.name}_v${this.spec.version}`;
  }
}
