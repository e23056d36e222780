import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError, type Filter as MongoFilter } from 'mongodb';
import {
  CheckpointConflict,
  type CheckpointMove,
  type CollectionRef,
  type CollectionSpec,
  type CollectionVersion,
  type DocumentStore,
  type DocumentWrite,
  type Filter,
  type Page,
  type Query,
  type StoredDocument,
} from '../../application/ports/document-store.js';
import type { Position } from '../../domain/event.js';
import { type Column, columnOf } from '../documents/column.js';
import { cursorAt } from '../documents/cursor.js';
import { checkAlternatives, checkFilter, checkQuery, ID } from '../documents/query.js';
import { DocumentCheckpoints } from './document-checkpoints.js';
import { DocumentCollections } from './document-collections.js';
import { matching, orderOf, pageFilters } from './document-filter.js';
import { MARKER, type Row, rowOf, storedOf } from './document-row.js';
import { Gate } from './gate.js';
import type { MongoConnection } from './mongo-connection.js';
import { isReplaced } from './store-errors.js';

const DUPLICATE_KEY = 11000;
/** Documents that one command writes, so that each is answered soon. */
const AT_ONCE = 1_000;

type RowFilter = MongoFilter<Row>;

/** What a page needs of a row. */
const WITHOUT_WORDS = { projection: { w: 0 } } as const;

/**
 * Read models in MongoDB, without transactions: each document is guarded by its position, so that a repeated or late
 * batch is harmless, and each checkpoint by the value that it replaces. See docs/decisions/008.
 */
export class MongoDocumentStore implements DocumentStore {
  readonly #gate = new Gate('documents');
  readonly #collections: DocumentCollections;
  readonly #checkpoints: DocumentCheckpoints;
  /** Where each checkpoint stood when it was last seen here: a writer that was overtaken is stopped before it writes. */
  readonly #seen = new Map<string, Position | null>();
  /** Writers of one checkpoint, one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  /**
   * The connection stays open when this is closed: others use it too.
   * @param readOnly nothing is made: what nobody has prepared is not there
   */
  constructor(
    connection: MongoConnection,
    private readonly options: { readonly readOnly?: boolean } = {},
  ) {
    this.#collections = new DocumentCollections(connection);
    this.#checkpoints = new DocumentCheckpoints(connection.database, (swap) => this.#collections.putInPlace(swap));
  }

  prepare(spec: CollectionSpec): Promise<void> {
    return this.#gate.pass(async () => {
      if (this.options.readOnly) return;
      await this.#checkpoints.finishSwaps(this.#collections.liveName(spec));
      await this.#collections.prepare(spec);
    });
  }

  startBuilding(spec: CollectionSpec): Promise<CollectionRef> {
    return this.#gate.pass(async () => {
      await this.#checkpoints.finishSwaps(this.#collections.liveName(spec));
      return this.#collections.startBuilding(spec);
    });
  }

  swap(spec: CollectionSpec, move: CheckpointMove & { readonly buildingKey: string }): Promise<void> {
    const { key, from, to, buildingKey } = move;
    return this.#gate.pass(async () => {
      const built = await this.#collections.finishBuilding(spec);
      await this.#inTurn(key, async () => {
        const buildingAt = await this.#checkpoints.readOne(buildingKey);
        await this.#checkpoints.swap({ key, from, to }, { ...built, to, buildingKey, buildingAt });
      });
      for (const one of [key, buildingKey]) this.#seen.delete(one);
    });
  }

  versions(name: string): Promise<readonly number[]> {
    return this.#gate.pass(() => this.#collections.versions(name));
  }

  /** The checkpoints go first: from then on nothing speaks of the rest, and whoever drops it again completes this. */
  drop(version: CollectionVersion, checkpoints: readonly string[]): Promise<void> {
    return this.#gate.pass(async () => {
      await this.#checkpoints.remove(checkpoints);
      for (const key of checkpoints) this.#seen.delete(key);
      await this.#collections.drop(version);
    });
  }

  get(collection: CollectionRef, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    return this.#gate.pass(async () => {
      const { rows } = await this.#collections.get(collection);
      // The marker comes with them, unless the collection has gone.
      const wanted: RowFilter = { _id: { $in: [MARKER, ...ids] } };
      const found = await this.#whole(() =>
        rows.find(wanted, { ...WITHOUT_WORDS, batchSize: ids.length + 2 }).toArray(),
      );
      if (!found.some(({ _id }) => _id === MARKER)) await this.#collections.mustStillBe(collection);
      return new Map(found.map(storedOf).flatMap((stored) => (stored ? [[stored.id, stored] as const] : [])));
    });
  }

  find(collection: CollectionRef, query: Query): Promise<Page> {
    return this.#gate.pass(async () => {
      const { rows, spec } = await this.#collections.get(collection);
      const checked = checkQuery(spec, query);
      const { limit, sort } = checked;
      const found = await this.#whole(async () => {
        const page: Row[] = [];
        for (const filter of pageFilters(checked)) {
          if (page.length > limit) break;
          const most = limit + 1 - page.length;
          const cursor = rows.find(filter, {
            ...WITHOUT_WORDS,
            sort: [...orderOf(sort)],
            limit: most,
            batchSize: most + 1,
          });
          page.push(...(await cursor.toArray()));
        }
        return page;
      });
      if (found.length === 0) await this.#collections.mustStillBe(collection);
      const last = found.length > limit ? found[limit - 1] : undefined;
      return {
        items: found.slice(0, limit).flatMap((row) => storedOf(row) ?? []),
        next: last ? cursorAt(sort, { value: columnAt(last, sort.field), id: String(last._id) }) : null,
      };
    });
  }

  count(collection: CollectionRef, where: Filter, limit?: number, anyOf?: readonly Filter[]): Promise<number> {
    return this.#gate.pass(async () => {
      const { rows, spec } = await this.#collections.get(collection);
      const filter = matching(checkFilter(spec, where), checkAlternatives(spec, anyOf));
      const count = await this.#whole(() => rows.countDocuments(filter, limit === undefined ? {} : { limit }));
      if (count === 0) await this.#collections.mustStillBe(collection);
      return count;
    });
  }

  write(collection: CollectionRef, writes: readonly DocumentWrite[], checkpoint?: CheckpointMove): Promise<void> {
    return this.#gate.pass(async () => {
      const { rows, spec } = await this.#collections.get(collection);
      // All are made before the first is written: a document that cannot be leaves nothing behind.
      const made = latest(writes).map((write) => rowOf(spec, write));
      if (!checkpoint) return writeRows(rows, made);
      await this.#inTurn(checkpoint.key, async () => {
        await this.#mustBeAt(checkpoint);
        this.#seen.delete(checkpoint.key); // until it is known to have moved
        await writeRows(rows, made);
        await this.#checkpoints.move(checkpoint);
        this.#seen.set(checkpoint.key, checkpoint.to);
      });
    });
  }

  async checkpoint(key: string): Promise<Position | null> {
    return (await this.checkpoints([key])).get(key) ?? null;
  }

  checkpoints(keys: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    return this.#gate.pass(async () => {
      const found = await this.#checkpoints.read(keys);
      for (const key of keys) if (!this.#turns.has(key)) this.#seen.set(key, found.get(key) ?? null);
      return found;
    });
  }

  close(): Promise<void> {
    return this.#gate.close();
  }

  /** By what was seen here last, and where that does not fit, by what is there. */
  async #mustBeAt({ key, from }: CheckpointMove): Promise<void> {
    if (this.#seen.get(key) === from) return;
    const present = await this.#checkpoints.readOne(key);
    if (present !== from) throw new CheckpointConflict(`the checkpoint ${key} is not at ${from ?? 'nothing'}`);
  }

  async #inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const mine = (this.#turns.get(key) ?? Promise.resolve()).then(work);
    const settled = mine.catch(() => undefined);
    this.#turns.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(key) === settled) this.#turns.delete(key);
    }
  }

  /** Reads again where another collection came in the place of the one that was being read. */
  async #whole<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      if (!isReplaced(error)) throw error;
      return read();
    }
  }
}

/** Each document once: the latest of several writes, and of two at one position the first. */
function latest(writes: readonly DocumentWrite[]): readonly DocumentWrite[] {
  const byId = new Map<string, DocumentWrite>();
  for (const write of writes) {
    const other = byId.get(write.id);
    if (!other || write.position > other.position) byId.set(write.id, write);
  }
  return [...byId.values()];
}

/** In one round trip for each thousand; a second one only where something was there already. */
async function writeRows(rows: Collection<Row>, made: readonly Row[]): Promise<void> {
  for (let from = 0; from < made.length; from += AT_ONCE) {
    const refused = await bulk(rows, made.slice(from, from + AT_ONCE), true);
    // There already: as late, or later (a repeat), or made by another writer at this moment and older.
    if (refused.length > 0) await bulk(rows, refused, false);
  }
}

/** Puts each in place of an older one; gives back those whose `_id` was taken. */
async function bulk(rows: Collection<Row>, made: readonly Row[], upsert: boolean): Promise<readonly Row[]> {
  const operations = made.map((row): AnyBulkWriteOperation<Row> => {
    const { _id, ...replacement } = row;
    return { replaceOne: { filter: { _id, position: { $lt: row.position } }, replacement, upsert } };
  });
  try {
    await rows.bulkWrite(operations, { ordered: false });
    return [];
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
    const failed = [error.writeErrors].flat();
    if (failed.length === 0 || failed.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    return failed.flatMap(({ index }) => made[index] ?? []);
  }
}

const columnAt = ({ _id, f }: Row, field: string): Column => (field === ID ? String(_id) : columnOf(f?.[field]));
