import type { Position } from '../../domain/event.js';
import { type IndexDocument, type IndexView, leadsTo } from '../../domain/routing/thread-index.js';
import { type CollectionSpec, type DocumentStore, live } from '../ports/document-store.js';

const spec: CollectionSpec = { name: 'routing-index', version: 2, fields: [], indexes: [] };
const collection = live(spec);
const CHECKPOINT = 'routing-index_v2';

/** Documents that are kept in memory between two batches. */
const CACHED = 20_000;

interface Entry {
  /** None: it was looked for and does not exist. */
  readonly document: IndexDocument | undefined;
  readonly position: Position;
}

/** The index of message ids as documents: loaded as far as a batch needs it, changed in memory, written with its checkpoint. */
export class RoutingIndex implements IndexView {
  private readonly entries = new Map<string, Entry>();
  private readonly dirty = new Set<string>();
  private checkpoint: Position | null = null;

  constructor(private readonly documents: DocumentStore) {}

  /** Makes the collection and takes up where it was left. */
  async open(): Promise<void> {
    this.entries.clear();
    this.dirty.clear();
    await this.documents.prepare(spec);
    this.checkpoint = await this.documents.checkpoint(CHECKPOINT);
  }

  get(key: string): IndexDocument | undefined {
    return this.entries.get(key)?.document;
  }

  /** Loads these documents and all that they lead to. */
  async load(keys: Iterable<string>): Promise<void> {
    const asked = new Set<string>();
    let wanted = [...new Set(keys)];
    while (wanted.length > 0) {
      for (const key of wanted) asked.add(key);
      await this.loadMissing(wanted.filter((key) => !this.entries.has(key)));
      const next = new Set<string>();
      for (const key of wanted) {
        const document = this.get(key);
        for (const further of document ? leadsTo(document) : []) if (!asked.has(further)) next.add(further);
      }
      wanted = [...next];
    }
  }

  private async loadMissing(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const found = await this.documents.get(collection, keys);
    for (const key of keys) {
      const stored = found.get(key);
      // Only `flush` writes this collection, and it writes index documents.
      const document = stored?.document as IndexDocument | undefined;
      this.entries.set(key, { document, position: stored?.position ?? '' });
    }
  }

  /** Changes documents by an event; one that holds this event already is left as it is. */
  apply(changes: readonly (readonly [string, IndexDocument])[], position: Position): void {
    for (const [key, document] of changes) {
      const before = this.entries.get(key);
      if (before && before.position >= position) continue;
      this.entries.delete(key);
      this.entries.set(key, { document, position });
      this.dirty.add(key);
    }
  }

  /** Writes what changed; from then on the index has reached `to`. */
  async flush(to: Position): Promise<void> {
    if (this.checkpoint !== null && to <= this.checkpoint) {
      this.dirty.clear();
      this.forgetOldest();
      return;
    }
    const writes = [...this.dirty].flatMap((id) => {
      const entry = this.entries.get(id);
      return entry?.document ? [{ id, document: { ...entry.document }, position: entry.position }] : [];
    });
    await this.documents.write(collection, writes, { key: CHECKPOINT, from: this.checkpoint, to });
    this.checkpoint = to;
    this.dirty.clear();
    this.forgetOldest();
  }

  private forgetOldest(): void {
    for (const key of this.entries.keys()) {
      if (this.entries.size <= CACHED) return;
      this.entries.delete(key);
    }
  }
}

/** What a batch of decisions does to the index before it is in the log; thrown away when it is read back. */
export class Provisional implements IndexView {
  private readonly changed = new Map<string, IndexDocument>();

  constructor(private readonly below: IndexView) {}

  get(key: string): IndexDocument | undefined {
    return this.changed.get(key) ?? this.below.get(key);
  }

  apply(changes: readonly (readonly [string, IndexDocument])[]): void {
    for (const [key, document] of changes) this.changed.set(key, document);
  }
}
