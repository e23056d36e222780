import type { Position } from '../../domain/event.js';
import type { ThreadId } from '../../domain/ids.js';
import type { AskedNode } from '../../domain/routing/record-index.js';
import { type IndexDocument, type IndexView, leadsTo } from '../../domain/routing/thread-index.js';
import {
  type CollectionSpec,
  type DocumentStore,
  type DocumentWrite,
  live,
  type Page,
} from '../ports/document-store.js';
import { FoldedDocuments } from './folded-documents.js';

const spec: CollectionSpec = { name: 'routing-index', version: 2, fields: [], indexes: [] };

/** Which threads depend on an address or a record: one document for each, since a busy address has very many. */
const askedSpec: CollectionSpec = {
  name: 'routing-asked',
  version: 1,
  fields: ['key', 'threadId'],
  indexes: [['key', 'threadId']],
};
const askedCollection = live(askedSpec);

/** The index of message ids as documents: loaded as far as a batch needs it, changed in memory, written with its checkpoint. */
export class RoutingIndex implements IndexView {
  private readonly folded: FoldedDocuments;
  /** Threads that depend on something, since the last flush: only looked for in the store. */
  private readonly asked = new Map<string, DocumentWrite>();

  constructor(private readonly documents: DocumentStore) {
    this.folded = new FoldedDocuments(documents, spec);
  }

  /** Makes the collections and takes up where they were left. */
  async open(): Promise<void> {
    this.asked.clear();
    await this.folded.open();
    await this.documents.prepare(askedSpec);
  }

  get(key: string): IndexDocument | undefined {
    // Only `apply` writes this collection, and it writes index documents.
    return this.folded.get<IndexDocument>(key);
  }

  /** Loads these documents and all that they lead to. */
  async load(keys: Iterable<string>): Promise<void> {
    const asked = new Set<string>();
    let wanted = [...new Set(keys)];
    while (wanted.length > 0) {
      for (const key of wanted) asked.add(key);
      await this.folded.load(wanted);
      const next = new Set<string>();
      for (const key of wanted) {
        const document = this.get(key);
        for (const further of document ? leadsTo(document) : []) if (!asked.has(further)) next.add(further);
      }
      wanted = [...next];
    }
  }

  /** Changes documents by an event; one that holds this event already is left as it is. */
  apply(changes: readonly (readonly [string, IndexDocument])[], position: Position): void {
    for (const [key, document] of changes) {
      if (document.kind === 'asked') {
        this.asked.set(key, { id: key, document: { ...document }, position });
        continue;
      }
      if (this.folded.positionOf(key) >= position) continue;
      this.folded.set(key, document, position);
    }
  }

  /** Writes what changed; from then on the index has reached `to`. */
  async flush(to: Position): Promise<void> {
    // First: a thread that says what it asks for is found by it.
    if (this.asked.size > 0) await this.documents.write(askedCollection, [...this.asked.values()]);
    this.asked.clear();
    await this.folded.flush(to);
  }

  /** Threads that depend on any of these, as far as there are no more than so many. */
  async askedBy(keys: readonly string[], limit: number): Promise<ThreadId[]> {
    const where = { key: { in: [...keys] } };
    return threadsOf(await this.documents.find(askedCollection, { where, limit }));
  }

  /** Some of the threads that depend on one, behind another of them, in the order of their ids. */
  async askedFrom(key: string, after: string, limit: number): Promise<ThreadId[]> {
    const where = { key, threadId: { gt: after } };
    const sort = { field: 'threadId', direction: 'asc' } as const;
    return threadsOf(await this.documents.find(askedCollection, { where, sort, limit }));
  }
}

/** Only `flush` writes that collection, and it writes such documents. */
const threadsOf = ({ items }: Page): ThreadId[] => [
  ...new Set(items.map(({ document }) => (document as unknown as AskedNode).threadId)),
];

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
