import type { Position } from '../../domain/event.js';

/** Plain JSON under an id. */
export type Document = Readonly<Record<string, unknown>>;
export type Scalar = string | number | boolean | null;

/** What a collection is asked for; declared, so that an engine can make the indexes at start. */
export interface CollectionSpec {
  /** Name and version make the collection: `cases_v1`. A rebuild is written beside it and swapped in. */
  readonly name: string;
  readonly version: number;
  /** Top-level fields that may be filtered or sorted by. */
  readonly fields: readonly string[];
  /**
   * Top-level fields that hold lists of texts, at most 1,000 each: a filter asks what they contain. They are not sorted
   * by, and take no range and no null.
   */
  readonly arrays?: readonly string[];
  /** Indexes over `fields` and at most one of `arrays` each: equality first, then the sort. `id` always ends each. */
  readonly indexes: readonly (readonly string[])[];
  /** Top-level string fields that `text` searches in; case and diacritics do not matter. */
  readonly text?: readonly string[];
  /**
   * Texts that `search` searches in: by words, phrases and fields, case and diacritics do not matter. What is found comes
   * in the order of one field, which holds an instant in ISO 8601, or milliseconds; that is quick however much is found.
   */
  readonly fullText?: { readonly fields: readonly string[]; readonly order: string };
  /** It is searched by its fields while it is being built: its indexes are there from the start, at a cost to each write. */
  readonly askedWhileBuilt?: boolean;
}

export type CollectionVersion = Pick<CollectionSpec, 'name' | 'version'>;

/** A collection as one writer holds it: the live one, or the one being built beside it. */
export interface CollectionRef extends CollectionVersion {
  readonly building: boolean;
}

export interface DocumentWrite {
  readonly id: string;
  /** None: removed; a tombstone with its position stays, so that a late write cannot bring it back. */
  readonly document: Document | null;
  /** The last event in it. A write that does not go beyond the stored position is skipped: a repeat. */
  readonly position: Position;
}

export interface CheckpointMove {
  readonly key: string;
  /** The value that this replaces; none: it must not exist yet. */
  readonly from: Position | null;
  readonly to: Position;
}

/** The checkpoint was not where this writer left it: somebody else writes. Stop and reload. */
export class CheckpointConflict extends Error {
  override readonly name = 'CheckpointConflict';
}

export interface StoredDocument<D = Document> {
  readonly id: string;
  readonly document: D;
  readonly position: Position;
}

/** All of it must hold. Of a list: that it contains the text, one of those `in`, or `all`. */
export type Filter = Readonly<
  Record<
    string,
    | Scalar
    | { readonly in: readonly Scalar[] }
    | { readonly all: readonly string[] }
    | { readonly gt?: Scalar; readonly gte?: Scalar; readonly lt?: Scalar; readonly lte?: Scalar }
  >
>;

/** Something that is searched for. Without letters and digits it asks for nothing. */
export interface SearchTerm {
  readonly text: string;
  /** `words`: each must occur, by its beginning. `phrase`: all of them in a row, in one field. */
  readonly kind: 'words' | 'phrase';
  /** Some of the collection's full texts; default all. */
  readonly fields?: readonly string[];
  /** It must not be there. */
  readonly not?: boolean;
}

export interface Query {
  readonly where?: Filter;
  /** At least one of these must hold as well; of none, nothing does. */
  readonly anyOf?: readonly Filter[];
  /** Every word must occur, by its beginning, in one of the collection's text fields. */
  readonly text?: string;
  /** All of these must hold, in the collection's full texts; none: all documents are found. Sorted by the order of these. */
  readonly search?: readonly SearchTerm[];
  /** One field and its direction; ties by id in the same direction. Default: by id, ascending. */
  readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' };
  /** 1 to 1,000. */
  readonly limit: number;
  /** From an earlier page of the same query. */
  readonly cursor?: string;
}

export interface Page<D = Document> {
  readonly items: readonly StoredDocument<D>[];
  /** None: this was the last page. */
  readonly next: string | null;
}

/**
 * Where read models live: rebuildable at any time from the log. `test/contract/document-store.ts` says what each
 * engine must do.
 */
export interface DocumentStore {
  /** Makes the collection and its indexes where they are missing. Idempotent. */
  prepare(spec: CollectionSpec): Promise<void>;
  /** Makes (empty, again) the collection that is built beside the live one. */
  startBuilding(spec: CollectionSpec): Promise<CollectionRef>;
  /** Puts what was built in the place of the live one, in one step, together with its checkpoint `key`; readers never see neither. */
  swap(spec: CollectionSpec, checkpoint: CheckpointMove & { readonly buildingKey: string }): Promise<void>;
  /** The versions of a name that have a live collection, ascending. */
  versions(name: string): Promise<readonly number[]>;
  /**
   * Removes a version: its collection, what is built beside it, and its checkpoints, in one step, so that none of them
   * speaks of what is gone. What is not there is removed already.
   */
  drop(version: CollectionVersion, checkpoints: readonly string[]): Promise<void>;

  /** Documents by id; those that do not exist or were removed are absent. */
  get(collection: CollectionRef, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  find(collection: CollectionRef, query: Query): Promise<Page>;
  /** How many match, each once, counted up to `limit`. */
  count(collection: CollectionRef, where: Filter, limit?: number, anyOf?: readonly Filter[]): Promise<number>;

  /**
   * Writes documents (each atomically, guarded by its position), then moves the checkpoint.
   * @throws CheckpointConflict, StoreUnavailable
   */
  write(collection: CollectionRef, writes: readonly DocumentWrite[], checkpoint?: CheckpointMove): Promise<void>;
  /** The position under a key; none when it was never written. */
  checkpoint(key: string): Promise<Position | null>;
  /** Many at once, in one round trip; those that were never written are absent. */
  checkpoints(keys: readonly string[]): Promise<ReadonlyMap<string, Position>>;
  close(): Promise<void>;
}

/** The live collection of a spec. */
export const live = ({ name, version }: CollectionVersion): CollectionRef => ({
  name,
  version,
  building: false,
});
