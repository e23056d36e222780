import {
  CheckpointConflict,
  type CheckpointMove,
  type CollectionRef,
  type CollectionSpec,
  type CollectionVersion,
  type Document,
  type DocumentStore,
  type DocumentWrite,
  type Filter,
  live,
  type Page,
  type Query,
  type StoredDocument,
} from '../../application/ports/document-store.js';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import type { Position } from '../../domain/event.js';
import { building, describe, mustFit } from '../documents/collection.js';
import { type Column, columnOf, compareColumns, listOf } from '../documents/column.js';
import { cursorAt, type Place } from '../documents/cursor.js';
import {
  type Alternatives,
  type Condition,
  checkAlternatives,
  checkFilter,
  checkQuery,
  holds,
  ID,
} from '../documents/query.js';
import { searchWords } from '../documents/search-words.js';

interface Row {
  readonly position: Position;
  /** JSON, so that nobody shares an object with the store; none: a tombstone. */
  readonly json: string | null;
  readonly columns: ReadonlyMap<string, Column>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

interface Collection {
  readonly spec: CollectionSpec;
  readonly rows: Map<string, Row>;
}

/** Read models in memory, for tests and simulations: no I/O, no timers, gone with the process. */
export class MemoryDocumentStore implements DocumentStore {
  readonly #collections = new Map<string, Collection>();
  readonly #checkpoints = new Map<string, Position>();
  #closed = false;

  async prepare(spec: CollectionSpec): Promise<void> {
    this.#mustBeOpen();
    const existing = this.#collections.get(describe(live(spec)));
    if (existing) mustFit(existing.spec, spec);
    this.#collections.set(describe(live(spec)), { spec, rows: existing?.rows ?? new Map() });
  }

  async startBuilding(spec: CollectionSpec): Promise<CollectionRef> {
    this.#mustBeOpen();
    const built = building(spec);
    this.#collections.set(describe(built), { spec, rows: new Map() });
    return built;
  }

  async swap(spec: CollectionSpec, checkpoint: CheckpointMove & { readonly buildingKey: string }): Promise<void> {
    const built = this.#collection(building(spec));
    this.#mustBeAt(checkpoint);
    this.#checkpoints.set(checkpoint.key, checkpoint.to);
    this.#checkpoints.delete(checkpoint.buildingKey);
    this.#collections.set(describe(live(spec)), built);
    this.#collections.delete(describe(building(spec)));
  }

  async versions(name: string): Promise<readonly number[]> {
    this.#mustBeOpen();
    const named = [...this.#collections.values()].filter(({ spec }) => spec.name === name);
    const versions = new Set(named.map(({ spec }) => spec.version));
    const isLive = (version: number) => this.#collections.has(describe(live({ name, version })));
    return [...versions].filter(isLive).sort((a, b) => a - b);
  }

  async drop(version: CollectionVersion, checkpoints: readonly string[]): Promise<void> {
    this.#mustBeOpen();
    for (const ref of [live(version), building(version)]) this.#collections.delete(describe(ref));
    for (const key of checkpoints) this.#checkpoints.delete(key);
  }

  async get(collection: CollectionRef, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const { rows } = this.#collection(collection);
    return new Map(
      ids.flatMap((id) => {
        const document = stored(id, rows.get(id));
        return document ? [[id, document] as const] : [];
      }),
    );
  }

  async find(collection: CollectionRef, query: Query): Promise<Page> {
    const { spec, rows } = this.#collection(collection);
    const { conditions, anyOf, words, sort, limit, after } = checkQuery(spec, query);
    const sign = sort.direction === 'asc' ? 1 : -1;
    const compare = (a: Place, b: Place) => sign * (compareColumns(a.value, b.value) || compareColumns(a.id, b.id));
    const places = [...rows]
      .filter(([id, row]) => matches(id, row, conditions, anyOf) && wordsMatch(row, words))
      .map(([id, row]): Place => ({ id, value: columnAt(id, row, sort.field) }))
      .filter((place) => after === null || compare(place, after) > 0)
      .sort(compare);
    const last = places.length > limit ? places[limit - 1] : undefined;
    return {
      items: places.slice(0, limit).flatMap(({ id }) => stored(id, rows.get(id)) ?? []),
      next: last ? cursorAt(sort, last) : null,
    };
  }

  async count(
    collection: CollectionRef,
    where: Filter,
    limit = Number.POSITIVE_INFINITY,
    anyOf?: readonly Filter[],
  ): Promise<number> {
    const { spec, rows } = this.#collection(collection);
    const conditions = checkFilter(spec, where);
    const alternatives = checkAlternatives(spec, anyOf);
    let count = 0;
    for (const [id, row] of rows) if (matches(id, row, conditions, alternatives)) count++;
    return Math.min(count, limit);
  }

  async write(collection: CollectionRef, writes: readonly DocumentWrite[], checkpoint?: CheckpointMove): Promise<void> {
    const { spec, rows } = this.#collection(collection);
    if (checkpoint) this.#mustBeAt(checkpoint);
    // All are made before the first is kept: a document that cannot be leaves nothing behind.
    const made = writes.map((write) => [write.id, rowOf(spec, write)] as const);
    for (const [id, row] of made) {
      const present = rows.get(id);
      if (!present || row.position > present.position) rows.set(id, row);
    }
    if (checkpoint) this.#checkpoints.set(checkpoint.key, checkpoint.to);
  }

  async checkpoint(key: string): Promise<Position | null> {
    this.#mustBeOpen();
    return this.#checkpoints.get(key) ?? null;
  }

  async checkpoints(keys: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    this.#mustBeOpen();
    return new Map(
      keys.flatMap((key) => {
        const position = this.#checkpoints.get(key);
        return position === undefined ? [] : [[key, position] as const];
      }),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new StoreUnavailable('documents: closed', 'closed');
  }

  #collection(ref: CollectionRef): Collection {
    this.#mustBeOpen();
    const collection = this.#collections.get(describe(ref));
    if (!collection) throw new StoreUnavailable(`documents: there is no ${describe(ref)}`, 'away');
    return collection;
  }

  #mustBeAt({ key, from }: CheckpointMove): void {
    if ((this.#checkpoints.get(key) ?? null) !== from) {
      throw new CheckpointConflict(`the checkpoint ${key} is not at ${from ?? 'nothing'}`);
    }
  }
}

function rowOf({ fields, arrays = [], text = [] }: CollectionSpec, { document, position }: DocumentWrite): Row {
  if (document === null) return { position, json: null, columns: new Map(), lists: new Map(), words: [] };
  const texts = text.map((field) => document[field]).filter((value) => typeof value === 'string');
  return {
    position,
    json: JSON.stringify(document),
    columns: new Map(fields.map((field) => [field, columnOf(document[field])])),
    lists: new Map(arrays.map((field) => [field, listOf(document[field])])),
    words: searchWords(texts.join(' ')),
  };
}

const columnAt = (id: string, row: Row, field: string): Column =>
  field === ID ? id : (row.columns.get(field) ?? null);

const matches = (id: string, row: Row, conditions: readonly Condition[], anyOf: Alternatives): boolean =>
  row.json !== null &&
  all(id, row, conditions) &&
  (anyOf === null || anyOf.some((alternative) => all(id, row, alternative)));

const all = (id: string, row: Row, conditions: readonly Condition[]): boolean =>
  conditions.every((condition) =>
    condition.kind === 'has'
      ? condition.values.some((value) => row.lists.get(condition.field)?.includes(value))
      : holds(condition, columnAt(id, row, condition.field)),
  );

const wordsMatch = (row: Row, words: readonly string[]): boolean =>
  words.every((beginning) => row.words.some((word) => word.startsWith(beginning)));

function stored(id: string, row: Row | undefined): StoredDocument | undefined {
  if (!row || row.json === null) return undefined;
  // Made from a Document by `rowOf`.
  return { id, position: row.position, document: JSON.parse(row.json) as Document };
}
