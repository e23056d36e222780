import { createHash, randomBytes } from 'node:crypto';
import { Binary, type Collection } from 'mongodb';
import { type BlobRemoval, type BlobStore, PUT_KNOWN_WITHIN } from '../../application/ports/blob-store.js';
import type { BlobHash } from '../../domain/ids.js';
import { joined, readUpTo } from '../blobs/beginning.js';
import { damaged, hashOf } from '../files/blob-files.js';
import { Gate } from './gate.js';
import {
  CHUNK_SIZE,
  type Chunk,
  chunk,
  chunksOf,
  claimChunks,
  insertChunks,
  removeChunks,
  renameChunks,
  seenChunks,
  unlessThere,
} from './grid-chunks.js';
import type { MongoConnection } from './mongo-connection.js';
import { type Put, SharedPuts } from './shared-puts.js';

/** Bytes of a stream that are held in memory: a smaller blob is put as a whole. */
const HELD = 1024 * 1024;
/** Pieces of a stream that go together, and that are read together. */
const AT_ONCE = 8;

/** Pieces of a stream, before its hash is known: `upload-`, when it began, and something random. */
const UPLOAD = 'upload-';
/** Milliseconds after which an upload has died; far more than the clocks of two nodes differ. */
const DEAD = 24 * 3_600_000;

/** As GridFS keeps it. */
interface GridFile {
  readonly _id: string;
  readonly length: number;
  readonly chunkSize: number;
  /** When it was put the last time, within PUT_KNOWN_WITHIN. */
  readonly uploadDate: Date;
}

/**
 * Blobs in GridFS, by their SHA-256 as `_id`: whatever reads GridFS reads them. The pieces are stored first and the file
 * last, so that a blob is there when its file is. What a crash leaves is pieces without a file: those of a blob are
 * taken up by the next put of the same bytes, those of a stream are removed at an opening a day later.
 */
export class MongoBlobStore implements BlobStore {
  readonly #gate = new Gate('blobs');
  readonly #files: Collection<GridFile>;
  readonly #chunks: Collection<Chunk>;
  readonly #puts = new SharedPuts((puts) => this.#putTogether(puts));

  private constructor(
    connection: MongoConnection,
    private readonly now: () => number,
  ) {
    this.#files = connection.database.collection<GridFile>('blobs.files');
    this.#chunks = connection.database.collection<Chunk>('blobs.chunks');
  }

  /** Makes the index that GridFS needs. The connection stays open when this is closed. @throws StoreUnavailable */
  static async open(connection: MongoConnection, now: () => number = Date.now): Promise<MongoBlobStore> {
    const store = new MongoBlobStore(connection, now);
    await store.#gate.pass(async () => {
      await store.#chunks.createIndex({ files_id: 1, n: 1 }, { unique: true });
      await store.#chunks.deleteMany({ files_id: { $gte: UPLOAD, $lt: uploadId(Date.now() - DEAD) } });
    });
    return store;
  }

  put(bytes: Uint8Array): Promise<BlobHash> {
    return this.#gate.pass(() => this.#put(bytes));
  }

  putStream(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly hash: BlobHash; readonly size: number }> {
    return this.#gate.pass(async () => {
      const source = chunks[Symbol.asyncIterator]();
      try {
        const { beginning, size, ended } = await readUpTo(HELD, source);
        if (!ended) return await this.#upload(beginning, source);
        return { hash: await this.#put(Buffer.concat(beginning)), size };
      } finally {
        await source.return?.();
      }
    });
  }

  get(hash: BlobHash): Promise<Uint8Array | null> {
    return this.#gate.pass(async () => {
      const file = await this.#files.findOne({ _id: hash });
      if (!file) return null;
      const chunks = await this.#chunks.find({ files_id: hash }, { sort: { n: 1 } }).toArray();
      const bytes = Buffer.concat(chunks.map(({ data }) => bytesOf(data)));
      if (hashOf(bytes) !== hash) throw damaged(hash);
      return bytes;
    });
  }

  getStream(hash: BlobHash): Promise<AsyncIterable<Uint8Array> | null> {
    return this.#gate.pass(async () => ((await this.#exists(hash)) ? this.#pieces(hash) : null));
  }

  has(hash: BlobHash): Promise<boolean> {
    return this.#gate.pass(() => this.#exists(hash));
  }

  /** The file first, if nobody has put it since; then those of its pieces that no put has counted on meanwhile. */
  remove(hash: BlobHash, unusedFor: number): Promise<BlobRemoval> {
    return this.#gate.pass(async () => {
      const pieces = await seenChunks(this.#chunks, hash);
      const unused = { $lte: new Date(this.now() - unusedFor) };
      const { deletedCount } = await this.#files.deleteOne({ _id: hash, uploadDate: unused });
      if (deletedCount === 0) return (await this.#exists(hash)) ? 'recent' : 'absent';
      await removeChunks(this.#chunks, pieces);
      return 'removed';
    });
  }

  close(): Promise<void> {
    return this.#gate.close();
  }

  async #put(bytes: Uint8Array): Promise<BlobHash> {
    const hash = hashOf(bytes);
    await this.#puts.add({ hash, bytes });
    return hash;
  }

  /** In three round trips, however many: which are there, their pieces, their files. */
  async #putTogether(puts: readonly Put[]): Promise<void> {
    const wanted = new Map(puts.map((put) => [put.hash, put.bytes]));
    const ids: string[] = [...wanted.keys()];
    const there = await this.#keep(ids);
    const missing = [...wanted].filter(([hash]) => !there.has(hash));
    if (missing.length === 0) return;
    if (!(await insertChunks(this.#chunks, allChunks(missing)))) {
      // Somebody has left them, or is about to remove them: what is not there any more after this is put again.
      const hashes = missing.map(([hash]) => hash);
      await claimChunks(this.#chunks, hashes);
      await insertChunks(this.#chunks, allChunks(missing));
    }
    const files = missing.map(([hash, { length }]) => this.#fileOf(hash, length));
    await unlessThere(this.#files.insertMany(files, { ordered: false }));
  }

  /** Piece by piece, under a name of its own until the hash is known. */
  async #upload(beginning: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>) {
    const upload = uploadId(Date.now());
    const digest = createHash('sha256');
    let [size, count] = [0, 0];
    try {
      let group: Chunk[] = [];
      for await (const piece of inPieces(joined(beginning, rest))) {
        digest.update(piece);
        size += piece.length;
        group.push(chunk(upload, count++, piece));
        if (group.length < AT_ONCE) continue;
        await insertChunks(this.#chunks, group);
        group = [];
      }
      await insertChunks(this.#chunks, group);
    } catch (error) {
      await this.#chunks.deleteMany({ files_id: upload }).catch(() => undefined); // else at an opening a day later
      throw error;
    }
    // A SHA-256 in hexadecimal.
    const hash = digest.digest('hex') as BlobHash;
    if ((await this.#keep([hash])).has(hash)) await this.#chunks.deleteMany({ files_id: upload });
    else {
      await renameChunks(this.#chunks, upload, hash, count);
      await unlessThere(this.#files.insertMany([this.#fileOf(hash, size)], { ordered: false }));
    }
    return { hash, size };
  }

  /** Those of some that are there, and from now on stay: whoever removes sees that they were put. */
  async #keep(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const find = (wanted: readonly string[]) =>
      this.#files
        .find({ _id: { $in: wanted } }, { projection: { _id: 1, uploadDate: 1 }, batchSize: wanted.length + 1 })
        .toArray();
    const there = await find(ids);
    const recent = this.now() - PUT_KNOWN_WITHIN;
    const old = there.flatMap(({ _id, uploadDate }) => (uploadDate.getTime() < recent ? [_id] : []));
    const kept = there.flatMap(({ _id }) => (old.includes(_id) ? [] : [_id]));
    if (old.length === 0) return new Set(kept);
    await this.#files.updateMany({ _id: { $in: old } }, { $max: { uploadDate: new Date(this.now()) } });
    return new Set([...kept, ...(await find(old)).map(({ _id }) => _id)]);
  }

  #fileOf(hash: BlobHash, length: number): GridFile {
    return { _id: hash, length, chunkSize: CHUNK_SIZE, uploadDate: new Date(this.now()) };
  }

  async #exists(hash: BlobHash): Promise<boolean> {
    return (await this.#files.findOne({ _id: hash }, { projection: { _id: 1 } })) !== null;
  }

  /** Throws Unavailable at the end where the bytes are no longer those that were stored. */
  async *#pieces(hash: BlobHash): AsyncIterable<Uint8Array> {
    const digest = createHash('sha256');
    for (let n = 0; ; n += AT_ONCE) {
      const chunks = await this.#gate.pass(() =>
        this.#chunks.find({ files_id: hash, n: { $gte: n, $lt: n + AT_ONCE } }, { sort: { n: 1 } }).toArray(),
      );
      for (const { data } of chunks) {
        const piece = bytesOf(data);
        digest.update(piece);
        yield piece;
      }
      if (chunks.length < AT_ONCE) break;
    }
    if (digest.digest('hex') !== hash) throw damaged(hash);
  }
}

/** Sorts by when it began. */
const uploadId = (at: number): string =>
  `${UPLOAD}${String(Math.max(0, at)).padStart(15, '0')}-${randomBytes(8).toString('hex')}`;

/** The driver may give bytes as its own type or as Node's. */
const bytesOf = (data: Binary | Uint8Array): Uint8Array => (data instanceof Binary ? data.value() : data);

function* allChunks(blobs: Iterable<readonly [BlobHash, Uint8Array]>): Iterable<Chunk> {
  for (const [hash, bytes] of blobs) yield* chunksOf(hash, bytes);
}

/** Of GridFS's size each, but for the last. */
async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of source) {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + CHUNK_SIZE - size);
      parts.push(part);
      size += part.length;
      at += part.length;
      if (size < CHUNK_SIZE) continue;
      yield Buffer.concat(parts);
      [parts, size] = [[], 0];
    }
  }
  if (size > 0) yield Buffer.concat(parts);
}
