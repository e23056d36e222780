import { createHash } from 'node:crypto';
import { access, mkdir, open, readdir, readFile, rm, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type BlobRemoval, PUT_KNOWN_WITHIN } from '../../application/ports/blob-store.js';
import { StoreUnavailable } from '../../application/ports/event-store.js';
import { Unavailable } from '../../domain/errors.js';
import type { BlobHash } from '../../domain/ids.js';
import { isDiskFull, newFile, syncFolder } from './durable-file.js';

/** Read at a time from a large blob, in bytes. */
const PIECE = 256 * 1024;

/** Large blobs as files `ab/cdef…`, named by their hash. */
export class BlobFiles {
  /** What is done to one file, one after another. */
  readonly #underWay = new Map<BlobHash, Promise<unknown>>();

  private constructor(
    private readonly folder: string,
    private readonly begin: typeof newFile,
    private readonly now: () => number,
  ) {}

  /** Opens (and makes) the folder, and clears what a crash has left half-written. `begin` is for tests of a disk's faults. */
  static async open(folder: string, { begin = newFile, now = Date.now } = {}): Promise<BlobFiles> {
    return faults(async () => {
      const temporary = join(folder, 'tmp');
      await mkdir(temporary, { recursive: true, mode: 0o700 });
      for (const name of await readdir(temporary)) await rm(join(temporary, name), { force: true });
      return new BlobFiles(folder, begin, now);
    });
  }

  /** Streams to disk; resolves when the file and its name are durable. Errors of the source come out as they are. */
  async write(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly hash: BlobHash; readonly size: number }> {
    const digest = createHash('sha256');
    let size = 0;
    const file = await faults(() => this.begin(join(this.folder, 'tmp')));
    try {
      for await (const chunk of chunks) {
        digest.update(chunk);
        size += chunk.length;
        await faults(() => file.write(chunk));
      }
      // A SHA-256 in hexadecimal.
      const hash = digest.digest('hex') as BlobHash;
      await this.#alone(hash, async () => {
        await this.#makeFolder(hash);
        await file.commit(this.#path(hash));
        await this.#touch(hash);
      });
      return { hash, size };
    } finally {
      await file.discard();
    }
  }

  /** Whether it is there, and if so, makes sure that it stays: a process may have died between writing and flushing. */
  keep(hash: BlobHash): Promise<boolean> {
    return this.#alone(hash, async () => {
      if (!(await this.has(hash))) return false;
      if ((await this.#putAt(hash)) < this.now() - PUT_KNOWN_WITHIN) await this.#touch(hash);
      const file = await open(this.#path(hash), 'r');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await syncFolder(this.#folder(hash));
      return true;
    });
  }

  /** As the port says. */
  remove(hash: BlobHash, unusedFor: number): Promise<BlobRemoval> {
    return this.#alone(hash, async () => {
      if (!(await this.has(hash))) return 'absent';
      if ((await this.#putAt(hash)) > this.now() - unusedFor) return 'recent';
      await unlink(this.#path(hash));
      await syncFolder(this.#folder(hash));
      return 'removed';
    });
  }

  async has(hash: BlobHash): Promise<boolean> {
    return access(this.#path(hash)).then(
      () => true,
      () => false,
    );
  }

  /** @throws Unavailable where the bytes are no longer those that were stored */
  async read(hash: BlobHash): Promise<Uint8Array | null> {
    const bytes = await faults(() => unlessMissing(readFile(this.#path(hash))));
    if (bytes && hashOf(bytes) !== hash) throw damaged(hash);
    return bytes;
  }

  /** In pieces; throws Unavailable at the end where the bytes are no longer those that were stored. */
  async stream(hash: BlobHash): Promise<AsyncIterable<Uint8Array> | null> {
    return (await this.has(hash)) ? checked(hash, this.#path(hash)) : null;
  }

  /** When it was put the last time, within PUT_KNOWN_WITHIN: the time of its file. */
  async #putAt(hash: BlobHash): Promise<number> {
    return (await stat(this.#path(hash))).mtimeMs;
  }

  async #touch(hash: BlobHash): Promise<void> {
    const now = this.now() / 1_000;
    await utimes(this.#path(hash), now, now);
  }

  /** Whoever puts it and whoever removes it do not come in between each other. */
  async #alone<Result>(hash: BlobHash, work: () => Promise<Result>): Promise<Result> {
    const before = this.#underWay.get(hash) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => faults(work));
    this.#underWay.set(hash, mine);
    try {
      return await mine;
    } finally {
      if (this.#underWay.get(hash) === mine) this.#underWay.delete(hash);
    }
  }

  #folder(hash: BlobHash): string {
    return join(this.folder, hash.slice(0, 2));
  }

  #path(hash: BlobHash): string {
    return join(this.#folder(hash), hash.slice(2));
  }

  async #makeFolder(hash: BlobHash): Promise<void> {
    const made = await mkdir(this.#folder(hash), { recursive: true, mode: 0o700 });
    if (made) await syncFolder(this.folder);
  }
}

/** Their SHA-256. */
export const hashOf = (bytes: Uint8Array): BlobHash =>
  // 64 hexadecimal digits.
  createHash('sha256').update(bytes).digest('hex') as BlobHash;

/** Bytes that changed on the disk. */
export const damaged = (hash: BlobHash): Unavailable =>
  new Unavailable(`The bytes of blob ${hash} have changed on the disk; restore it from a backup.`, 'blob-damaged');

/** Opens the file when it is first asked for a piece, so that a stream that nobody reads holds nothing. */
async function* checked(hash: BlobHash, path: string): AsyncIterable<Uint8Array> {
  const digest = createHash('sha256');
  const file = await faults(() => open(path, 'r'));
  try {
    for (;;) {
      const { bytesRead, buffer } = await faults(() => file.read(Buffer.allocUnsafe(PIECE), 0, PIECE));
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      digest.update(piece);
      yield piece;
    }
  } finally {
    await file.close();
  }
  if (digest.digest('hex') !== hash) throw damaged(hash);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

async function unlessMissing<Result>(result: Promise<Result>): Promise<Result | null> {
  try {
    return await result;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** What the disk says, as the port names it. */
async function faults<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (!(error instanceof Error) || typeof code !== 'string') throw error;
    throw new StoreUnavailable(`blobs: ${error.message}`, isDiskFull(error) ? 'full' : 'io', { cause: error });
  }
}
