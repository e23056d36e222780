import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Database } from '../../src/infrastructure/sqlite/database.js';

const run = promisify(execFile);

/** What a flush to the disk does: it works, it fails and nothing is written, or all is written and it fails nevertheless. */
export type Flush = 'works' | 'fails' | 'answer lost';

/** A connection whose commits fail as `next` says, with the code of a failing fsync (SQLITE_IOERR_FSYNC). */
export function failingFlushes(database: Database, next: () => Flush): void {
  const exec = database.exec.bind(database);
  const faulty = (sql: string) => {
    const flush = sql === 'COMMIT' ? next() : 'works';
    if (flush !== 'fails') exec(sql);
    if (flush !== 'works') throw Object.assign(new Error('disk I/O error'), { errcode: 1_034 });
  };
  // The driver's methods cannot be assigned to.
  Object.defineProperty(database, 'exec', { value: faulty });
}

/** Lets a database grow by so many pages and no more; SQLite says SQLITE_FULL then, as for a full disk. */
export function limitTo(database: Database, morePages: number): void {
  const { page_count: pages } = database.prepare('PRAGMA page_count').get();
  database.exec(`PRAGMA max_page_count = ${Number(pages) + morePages}`);
}

export function unlimited(database: Database): void {
  database.exec('PRAGMA max_page_count = 1073741823');
}

/** A file system of a few megabytes, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all its space but so many bytes away. */
  fill(left: number): Promise<void>;
  /** Gives it back. */
  empty(): Promise<void>;
  unmount(): Promise<void>;
}

/** None: only root may mount one, and only on Linux. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mailcase-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  } catch {
    await rm(folder, { recursive: true });
    return null;
  }
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    fill: async (left) => {
      for (;;) {
        const { stdout } = await run('df', ['-B1', '--output=avail', folder]);
        try {
          await writeFile(ballast, Buffer.alloc(Math.max(0, Number(stdout.split('\n')[1]) - left)));
          return;
        } catch (error) {
          // Whoever has the disk has written meanwhile: there is less room than was measured.
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
          await rm(ballast, { force: true });
        }
      }
    },
    empty: () => rm(ballast, { force: true }),
    unmount: async () => {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true });
    },
  };
}
