import {
  CheckpointConflict,
  type CheckpointMove,
  type CollectionRef,
  type CollectionSpec,
  type CollectionVersion,
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
import { building, mustFit } from '../documents/collection.js';
import { type Database, openDatabase } from './database.js';
import { DocumentCollections } from './document-collections.js';
import { closedStore, storeFault } from './store-errors.js';
import { Turn } from './turn.js';

const STORE = 'documents';

/** Pages of the write-ahead log before it is copied back: read models are rewritten often, so late. */
const CHECKPOINT_PAGES = 8_000;

type Statement = ReturnType<Database['prepare']>;

export interface SqliteDocumentStoreOptions {
  /** Another process, or another thread, owns the file and writes; each read sees the collections as they are at that moment. */
  readonly readOnly?: boolean;
}

interface Job {
  readonly run: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Read models in one SQLite file. It may lose its last commits with the power (`synchronous=NORMAL`), never its order:
 * documents and the checkpoint that covers them are one transaction, and the log has them all.
 */
export class SqliteDocumentStore implements DocumentStore {
  readonly #collections: DocumentCollections;
  readonly #readCheckpoint: Statement;
  readonly #insertCheckpoint: Statement;
  readonly #updateCheckpoint: Statement;
  readonly #deleteCheckpoint: Statement;
  readonly #turn = new Turn<Job>((jobs) => this.#runTogether(jobs));
  #closed = false;

  private constructor(
    private readonly database: Database,
    private readonly readOnly: boolean,
  ) {
    this.#collections = new DocumentCollections(database);
    this.#readCheckpoint = database.prepare('SELECT position FROM checkpoints WHERE key = ?');
    this.#insertCheckpoint = database.prepare('INSERT INTO checkpoints VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#updateCheckpoint = database.prepare('UPDATE checkpoints SET position = ? WHERE key = ? AND position = ?');
    this.#deleteCheckpoint = database.prepare('DELETE FROM checkpoints WHERE key = ?');
  }

  /**
   * Opens (and makes) the file. Read-only: beside the process that owns it, following it from one collection's
   * generation to the next.
   * @throws StoreUnavailable
   */
  static open(path: string, { readOnly = false }: SqliteDocumentStoreOptions = {}): SqliteDocumentStore {
    try {
      const database = openDatabase(path, { synchronous: 'NORMAL', readOnly });
      return SqliteDocumentStore.on(database, { readOnly });
    } catch (error) {
      throw storeFault(error, STORE);
    }
  }

  /** The store on a database that is open already; `close` closes it. */
  static on(database: Database, { readOnly = false }: SqliteDocumentStoreOptions = {}): SqliteDocumentStore {
    if (!readOnly) {
      database.exec(`
        PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
        PRAGMA cache_size = -12000;
        CREATE TABLE IF NOT EXISTS checkpoints (key TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID`);
      DocumentCollections.createSchema(database);
    }
    const made = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'checkpoints'`).get();
    if (!made) throw new StoreUnavailable('documents: nothing was written here yet', 'away');
    return new SqliteDocumentStore(database, readOnly);
  }

  async prepare(spec: CollectionSpec): Promise<void> {
    this.#turn.flush();
    const existing = this.#reading(() => this.#collections.find(live(spec)));
    if (existing) mustFit(existing.spec, spec);
    if (this.readOnly || (existing && JSON.stringify(existing.spec) === JSON.stringify(spec))) return;
    this.#changeTables(() => {
      if (existing) this.#collections.respecify(spec, existing);
      else for (const _ of this.#collections.create(spec, false).finish());
    });
  }

  async startBuilding(spec: CollectionSpec): Promise<CollectionRef> {
    this.#turn.flush();
    const built = building(spec);
    this.#changeTables(() => {
      this.#collections.drop(built);
      this.#collections.create(spec, true);
    });
    return built;
  }

  async swap(spec: CollectionSpec, checkpoint: CheckpointMove & { readonly buildingKey: string }): Promise<void> {
    this.#turn.flush();
    const built = building(spec);
    const table = this.#reading(() => this.#collections.get(built));
    // Indexes take their time: the others get a turn between one and the next.
    const steps = table.finish()[Symbol.iterator]();
    while (!this.#transaction(() => steps.next()).done) await new Promise(setImmediate);
    this.#turn.flush();
    this.#changeTables(() => {
      if (this.#collections.find(built) !== table) throw new Error(`${spec.name} is being built anew`);
      this.#moveCheckpoint(checkpoint);
      this.#deleteCheckpoint.run(checkpoint.buildingKey);
      this.#collections.drop(live(spec));
      this.#collections.promote(built);
    });
  }

  async versions(name: string): Promise<readonly number[]> {
    return this.#reading(() => this.#collections.versions(name));
  }

  async drop(version: CollectionVersion, checkpoints: readonly string[]): Promise<void> {
    this.#turn.flush();
    this.#changeTables(() => {
      for (const ref of [live(version), building(version)]) this.#collections.drop(ref);
      for (const key of checkpoints) this.#deleteCheckpoint.run(key);
    });
  }

  async get(collection: CollectionRef, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    return this.#reading(() => this.#collections.get(collection).get(ids));
  }

  async find(collection: CollectionRef, query: Query): Promise<Page> {
    return this.#reading(() => this.#collections.get(collection).find(query));
  }

  async count(collection: CollectionRef, where: Filter, limit?: number, anyOf?: readonly Filter[]): Promise<number> {
    return this.#reading(() => this.#collections.get(collection).count(where, limit, anyOf));
  }

  write(collection: CollectionRef, writes: readonly DocumentWrite[], checkpoint?: CheckpointMove): Promise<void> {
    return new Promise((done, failed) => {
      const run = () => {
        this.#collections.get(collection).write(writes);
        if (checkpoint) this.#moveCheckpoint(checkpoint);
      };
      if (this.#closed) failed(closedStore(STORE));
      else this.#turn.add({ run, done, failed });
    });
  }

  async checkpoint(key: string): Promise<Position | null> {
    return this.#reading(() => {
      // One column of text, or no row.
      const row = this.#readCheckpoint.get(key) as { position: string } | undefined;
      return row?.position ?? null;
    });
  }

  async checkpoints(keys: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    return this.#reading(() => {
      const found = new Map<string, Position>();
      for (const key of keys) {
        // As above.
        const row = this.#readCheckpoint.get(key) as { position: string } | undefined;
        if (row) found.set(key, row.position);
      }
      return found;
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#turn.flush();
    this.#closed = true;
    this.database.close();
  }

  /** One transaction for all that came together; each job keeps its own outcome. */
  #runTogether(jobs: readonly Job[]): void {
    const failures = new Map<Job, unknown>();
    try {
      this.#transaction(() => {
        for (const job of jobs) {
          this.database.exec('SAVEPOINT job');
          try {
            job.run();
          } catch (error) {
            // A fault of the disk is everybody's: the transaction may be gone already.
            if (storeFault(error, STORE) !== error) throw error;
            this.database.exec('ROLLBACK TO job');
            failures.set(job, error);
          }
          this.database.exec('RELEASE job');
        }
      });
    } catch (error) {
      for (const job of jobs) job.failed(error);
      return;
    }
    for (const job of jobs) {
      if (failures.has(job)) job.failed(failures.get(job));
      else job.done();
    }
  }

  #moveCheckpoint({ key, from, to }: CheckpointMove): void {
    const { changes } = from === null ? this.#insertCheckpoint.run(key, to) : this.#updateCheckpoint.run(to, key, from);
    if (changes === 0) throw new CheckpointConflict(`the checkpoint ${key} is not at ${from ?? 'nothing'}`);
  }

  /** As `#transaction`, for one that changes which tables there are. */
  #changeTables(work: () => void): void {
    try {
      this.#transaction(work);
    } finally {
      if (!this.#closed) this.#collections.load();
    }
  }

  #transaction<Result>(work: () => Result): Result {
    return this.#guarded(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.database.exec('COMMIT');
        return result;
      } catch (error) {
        // After some faults SQLite has ended it already.
        if (this.database.isTransaction) this.database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** Where another writes: which table is live, and what it holds, as of one moment. */
  #reading<Result>(work: () => Result): Result {
    return this.#guarded(() => {
      if (!this.readOnly) return work();
      this.database.exec('BEGIN');
      try {
        this.#collections.follow();
        return work();
      } finally {
        this.database.exec('ROLLBACK');
      }
    });
  }

  #guarded<Result>(work: () => Result): Result {
    if (this.#closed) throw closedStore(STORE);
    try {
      return work();
    } catch (error) {
      throw storeFault(error, STORE);
    }
  }
}
