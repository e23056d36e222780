import { join } from 'node:path';
import { type BlobRemoval, type BlobStore, PUT_KNOWN_WITHIN } from '../../application/ports/blob-store.js';
import type { BlobHash } from '../../domain/ids.js';
import { joined, readUpTo } from '../blobs/beginning.js';
import { BlobFiles, damaged, hashOf } from '../files/blob-files.js';
import { type Database, openDatabase } from './database.js';
import { closedStore, storeFault } from './store-errors.js';
import { Turn } from './turn.js';
import { type Flush, WalFlush } from './wal-flush.js';

const STORE = 'blobs';

/** Up to here, in bytes, a blob is a row; larger ones are files. */
const LARGEST_ROW = 256 * 1024;

interface Put {
  readonly hash: BlobHash;
  readonly bytes: Uint8Array;
  readonly done: (hash: BlobHash) => void;
  readonly failed: (error: unknown) => void;
}

interface Options {
  /** The folder that holds `blobs.db` and `blobs/`. */
  readonly folder: string;
  readonly database?: Database;
  readonly files?: BlobFiles;
  /** Flushes what was committed; tests let it fail. */
  readonly flush?: Flush;
  /** Milliseconds; default: the machine's clock. */
  readonly now?: () => number;
}

/** Small blobs in one SQLite file, where many share a flush; large ones as files beside it. */
export class SqliteBlobStore implements BlobStore {
  readonly #turn = new Turn<Put>((puts) => void this.#putTogether(puts));
  readonly #insert: ReturnType<Database['prepare']>;
  readonly #select: ReturnType<Database['prepare']>;
  readonly #exists: ReturnType<Database['prepare']>;
  readonly #delete: ReturnType<Database['prepare']>;
  #closed = false;

  private constructor(
    private readonly database: Database,
    private readonly wal: WalFlush,
    private readonly files: BlobFiles,
    private readonly now: () => number,
  ) {
    this.#insert = database.prepare(`
      INSERT INTO blobs (hash, bytes, put_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET put_at = excluded.put_at
      WHERE coalesce(put_at, 0) < excluded.put_at - ${PUT_KNOWN_WITHIN}`);
    // Of a time in which nothing was removed: they were put before now.
    this.#delete = database.prepare('DELETE FROM blobs WHERE hash = ? AND coalesce(put_at, 0) <= ?');
    this.#select = database.prepare('SELECT bytes FROM blobs WHERE hash = ?');
    this.#exists = database.prepare('SELECT 1 FROM blobs WHERE hash = ?');
  }

  /** @throws StoreUnavailable */
  static async open({ folder, ...given }: Options): Promise<SqliteBlobStore> {
    const now = given.now ?? Date.now;
    const files = given.files ?? (await BlobFiles.open(join(folder, 'blobs'), { now }));
    try {
      const path = join(folder, 'blobs.db');
      const database = given.database ?? openDatabase(path, { synchronous: 'FULL' });
      // The checkpoint flushes what a process may have written, but not flushed, before it died: from here on, what
      // is there is durable, and putting it again is no work.
      database.exec(`
        CREATE TABLE IF NOT EXISTS blobs (hash BLOB NOT NULL PRIMARY KEY, bytes BLOB NOT NULL, put_at INTEGER);
        PRAGMA wal_checkpoint(TRUNCATE)`);
      const columns = database.prepare('PRAGMA table_info(blobs)').all();
      if (!columns.some(({ name }) => name === 'put_at')) database.exec('ALTER TABLE blobs ADD COLUMN put_at INTEGER');
      return new SqliteBlobStore(database, new WalFlush(database, path, given.flush), files, now);
    } catch (error) {
      throw storeFault(error, STORE);
    }
  }

  async put(bytes: Uint8Array): Promise<BlobHash> {
    this.#mustBeOpen();
    const hash = hashOf(bytes);
    if (bytes.length <= LARGEST_ROW) return this.#putRow(hash, bytes);
    if (!(await this.files.keep(hash))) await this.files.write(only(bytes));
    return hash;
  }

  async putStream(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly hash: BlobHash; readonly size: number }> {
    this.#mustBeOpen();
    const source = chunks[Symbol.asyncIterator]();
    try {
      const { beginning, size, ended } = await readUpTo(LARGEST_ROW, source);
      if (!ended) return await this.files.write(joined(beginning, source));
      const bytes = Buffer.concat(beginning);
      return { hash: await this.#putRow(hashOf(bytes), bytes), size };
    } finally {
      await source.return?.();
    }
  }

  async get(hash: BlobHash): Promise<Uint8Array | null> {
    this.#mustBeOpen();
    const row = this.#row(hash);
    if (!row) return this.files.read(hash);
    if (hashOf(row) !== hash) throw damaged(hash);
    return row;
  }

  async getStream(hash: BlobHash): Promise<AsyncIterable<Uint8Array> | null> {
    this.#mustBeOpen();
    const row = this.#row(hash);
    if (!row) return this.files.stream(hash);
    if (hashOf(row) !== hash) throw damaged(hash);
    return only(row);
  }

  async has(hash: BlobHash): Promise<boolean> {
    this.#mustBeOpen();
    if (!this.#guarded(() => this.#exists.get(key(hash)) !== undefined)) return this.files.has(hash);
    await this.wal.settled().catch((error: unknown) => {
      throw storeFault(error, STORE);
    });
    return true;
  }

  async remove(hash: BlobHash, unusedFor: number): Promise<BlobRemoval> {
    this.#mustBeOpen();
    // Puts that wait are put before.
    this.#turn.flush();
    if (!this.#guarded(() => this.#exists.get(key(hash)))) return this.files.remove(hash, unusedFor);
    const { changes } = this.#guarded(() => this.#delete.run(key(hash), this.now() - unusedFor));
    return changes > 0 ? 'removed' : 'recent';
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#turn.flush();
    this.#closed = true;
    await this.wal.close();
    this.database.close();
  }

  #row(hash: BlobHash): Uint8Array | undefined {
    // One column of bytes, or no row.
    const row = this.#guarded(() => this.#select.get(key(hash))) as { bytes: Uint8Array } | undefined;
    return row?.bytes;
  }

  #putRow(hash: BlobHash, bytes: Uint8Array): Promise<BlobHash> {
    return new Promise((done, failed) => {
      if (this.#closed) failed(closedStore(STORE));
      else this.#turn.add({ hash, bytes, done, failed });
    });
  }

  /** One transaction for all, and a flush that others share. */
  async #putTogether(puts: readonly Put[]): Promise<void> {
    try {
      this.#insertAll(puts);
      await this.wal.flushed();
    } catch (error) {
      for (const put of puts) put.failed(storeFault(error, STORE));
      return;
    }
    for (const put of puts) put.done(put.hash);
  }

  #insertAll(puts: readonly Put[]): void {
    const now = this.now();
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const { hash, bytes } of puts) this.#insert.run(key(hash), bytes, now);
      this.database.exec('COMMIT');
    } catch (error) {
      // After some faults SQLite has ended it already.
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  #mustBeOpen(): void {
    if (this.#closed) throw closedStore(STORE);
  }

  #guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw storeFault(error, STORE);
    }
  }
}

const key = (hash: BlobHash): Uint8Array => Buffer.from(hash, 'hex');

async function* only(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
