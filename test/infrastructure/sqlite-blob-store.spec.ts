import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/application/ports/event-store.js';
import { Unavailable } from '../../src/domain/errors.js';
import type { BlobHash } from '../../src/domain/ids.js';
import { BlobFiles, hashOf } from '../../src/infrastructure/files/blob-files.js';
import { type NewFile, newFile } from '../../src/infrastructure/files/durable-file.js';
import { openDatabase } from '../../src/infrastructure/sqlite/database.js';
import { SqliteBlobStore } from '../../src/infrastructure/sqlite/sqlite-blob-store.js';

const diskError = (code: string) => Object.assign(new Error(`${code}: write`), { code });
const large = randomBytes(1_000_000);

async function* streamed(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 60_000) yield bytes.subarray(at, at + 60_000);
}

describe('blobs on a disk', () => {
  let folder: string;
  let store: SqliteBlobStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailcase-blobs-'));
    store = await SqliteBlobStore.open({ folder });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const pathOf = (hash: BlobHash) => join(folder, 'blobs', hash.slice(0, 2), hash.slice(2));
  const halfWritten = () => readdir(join(folder, 'blobs', 'tmp'));
  const reopen = async (given: Partial<Parameters<typeof SqliteBlobStore.open>[0]>) => {
    await store.close();
    store = await SqliteBlobStore.open({ folder, ...given });
  };
  const filesThat = async (fault: (file: NewFile) => Partial<NewFile>) => {
    const begin: typeof newFile = async (where) => {
      const file = await newFile(where);
      return { ...file, ...fault(file) };
    };
    return BlobFiles.open(join(folder, 'blobs'), { begin });
  };

  it('keeps large ones as files named by their hash, that nobody else may read', async () => {
    const hash = await store.put(large);
    const file = await open(pathOf(hash));
    expect((await file.stat()).mode & 0o777).toBe(0o600);
    await file.close();
    expect(await halfWritten()).toEqual([]);
  });

  it('notices bytes of a file that changed on the disk', async () => {
    const hash = await store.put(large);
    const file = await open(pathOf(hash), 'r+');
    await file.write(Buffer.from([(large[500_000] ?? 0) ^ 1]), 0, 1, 500_000);
    await file.close();
    await expect(store.get(hash)).rejects.toThrow(Unavailable);
    await expect(store.get(hash)).rejects.toMatchObject({ code: 'blob-damaged' });
    const reading = (async () => {
      for await (const _ of (await store.getStream(hash)) ?? []);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'blob-damaged' });
  });

  it('notices bytes of a row that changed on the disk, and a file that was cut off', async () => {
    const small = await store.put(Buffer.from('hello'));
    const cut = await store.put(large);
    await writeFile(pathOf(cut), large.subarray(0, 400_000));
    const database = openDatabase(join(folder, 'blobs.db'), { synchronous: 'FULL' });
    database.prepare('UPDATE blobs SET bytes = ?').run(Buffer.from('hellO'));
    database.close();
    await expect(store.get(small)).rejects.toMatchObject({ code: 'blob-damaged' });
    await expect(store.get(cut)).rejects.toMatchObject({ code: 'blob-damaged' });
  });

  it('clears what a crash left half-written', async () => {
    await writeFile(join(folder, 'blobs', 'tmp', '.half.tmp'), large);
    await reopen({});
    expect(await halfWritten()).toEqual([]);
  });

  it('has a small one when it is flushed, and not before', async () => {
    let release = () => {};
    const flushed = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    await reopen({
      flush: () => {
        asked();
        return flushed;
      },
    });
    const bytes = Buffer.from('hello');
    const done: string[] = [];
    const put = store.put(bytes).then(() => done.push('put'));
    await isAsked;
    const has = store.has(hashOf(bytes)).then((found) => done.push(`has: ${found}`));
    const again = store.put(bytes).then(() => done.push('put again'));
    expect(await store.has(hashOf(Buffer.from('another')))).toBe(false);
    expect(done).toEqual([]);
    release();
    await Promise.all([put, has, again]);
    expect(done.sort()).toEqual(['has: true', 'put', 'put again']);
  });

  it('is not there when it could not be flushed, until it is written anew', async () => {
    const faults = ['EDQUOT'];
    const flush = async () => {
      const code = faults.shift();
      if (code) throw diskError(code);
    };
    await reopen({ flush });
    const bytes = Buffer.from('hello');
    await expect(store.put(bytes)).rejects.toThrow(StoreUnavailable);
    expect(await store.has(hashOf(bytes))).toBe(true);
    // Whoever reads an older state keeps SQLite from writing over that.
    const reader = openDatabase(join(folder, 'blobs.db'), { synchronous: 'FULL', readOnly: true });
    reader.exec('BEGIN; PRAGMA user_version');
    faults.push('EIO');
    await expect(store.put(Buffer.from('another'))).rejects.toMatchObject({ code: 'io' });
    await expect(store.has(hashOf(bytes))).rejects.toMatchObject({ code: 'away' });
    reader.close();
    expect(await store.put(bytes)).toBe(hashOf(bytes));
  });

  it('is unavailable while the database is full, and goes on by itself', async () => {
    const database = openDatabase(join(folder, 'blobs.db'), { synchronous: 'FULL' });
    await reopen({ database });
    const before = await store.put(Buffer.from('before'));
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
    database.exec(`PRAGMA max_page_count = ${pages + 10}`);
    const bytes = randomBytes(200_000);
    const [failed, neighbour] = await Promise.allSettled([store.put(bytes), store.put(Buffer.from('neighbour'))]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'full' } });
    expect(failed?.status === 'rejected' && failed.reason).toBeInstanceOf(StoreUnavailable);
    expect(neighbour?.status).toBe('rejected');
    expect(await store.get(before)).not.toBeNull();
    database.exec('PRAGMA max_page_count = 1000000');
    expect(Buffer.from((await store.get(await store.put(bytes))) ?? []).equals(bytes)).toBe(true);
  });

  it.each([
    ['is full while writing', 'ENOSPC', 'full', 'write'],
    ['is over its quota', 'EDQUOT', 'full', 'write'],
    ['fails while writing', 'EIO', 'io', 'write'],
    ['fails while flushing', 'EIO', 'io', 'commit'],
  ] as const)('leaves nothing of a large one when the disk %s', async (_, fault, code, when) => {
    let faulty = true;
    const files = await filesThat((file) => ({
      [when]: async (given: Uint8Array & string) => {
        if (faulty) throw diskError(fault);
        return file[when](given);
      },
    }));
    await reopen({ files });
    for (const put of [() => store.put(large), () => store.putStream(streamed(large))]) {
      await expect(put()).rejects.toThrow(StoreUnavailable);
      await expect(put()).rejects.toMatchObject({ code });
    }
    expect(await halfWritten()).toEqual([]);
    faulty = false;
    expect(await store.has(await store.put(large))).toBe(true);
  });

  it('closes the source of a stream that cannot be stored', async () => {
    await reopen({
      files: await filesThat(() => ({
        write: async () => {
          throw diskError('ENOSPC');
        },
      })),
    });
    let closed = false;
    const source = (async function* () {
      try {
        for (;;) yield randomBytes(100_000);
      } finally {
        closed = true;
      }
    })();
    await expect(store.putStream(source)).rejects.toThrow(StoreUnavailable);
    expect(closed).toBe(true);
  });
});
