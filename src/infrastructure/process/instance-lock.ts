import { join } from 'node:path';
import { Unavailable } from '../../domain/errors.js';
import { openDatabase } from '../sqlite/database.js';

/** The process that owns a data folder. */
export interface Owner {
  readonly pid: number;
  /** What it does: `serve`, `import`… */
  readonly task: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface InstanceLock {
  release(): void;
}

/** Somebody else owns the data folder. */
export class FolderInUse extends Unavailable {
  constructor(
    folder: string,
    /** None: it has not said yet. */
    readonly owner: Owner | null,
  ) {
    const who = owner ? `\`mailcase ${owner.task}\` (process ${owner.pid}, since ${owner.since})` : 'another process';
    super(`The data folder ${folder} is in use by ${who}.`, 'folder-in-use');
  }
}

/** How often it is tried again when another process has put its name in between. */
const TRIES = 5;

/**
 * Makes this process the one that owns a data folder. The lock is a transaction on `lock.db`: the operating system ends
 * it with the process, however that dies. Nobody may open that file by other means while it is held: closing a file
 * descriptor of it would release the lock.
 * @param patience milliseconds to wait for the one who has it
 * @throws FolderInUse
 */
export function lockFolder(folder: string, task: string, patience = 0): InstanceLock {
  const database = openDatabase(join(folder, 'lock.db'), { synchronous: 'NORMAL' });
  try {
    database.exec(`PRAGMA busy_timeout = ${patience}`);
    // Who it is must be readable while it is locked, so it is committed before; the lock counts when it is still there.
    for (let attempt = 0; attempt < TRIES; attempt++) {
      database.exec('BEGIN EXCLUSIVE');
      database.exec('CREATE TABLE IF NOT EXISTS owner (pid INTEGER, task TEXT, since TEXT); DELETE FROM owner');
      database
        .prepare('INSERT INTO owner VALUES (?, ?, ?)')
        .run(process.pid, task, `${new Date().toISOString().slice(0, 19)}Z`);
      database.exec('COMMIT; BEGIN EXCLUSIVE');
      if (readOwner(database)?.pid === process.pid) return { release: () => release(database) };
      database.exec('ROLLBACK');
    }
    throw new FolderInUse(folder, readOwner(database));
  } catch (error) {
    const owner = isBusy(error) ? safely(() => readOwner(database)) : null;
    release(database);
    throw isBusy(error) ? new FolderInUse(folder, owner) : error;
  }
}

/** The lock ends with its transaction; the file is let go when the last statement on it is. */
function release(database: ReturnType<typeof openDatabase>): void {
  if (database.isTransaction) database.exec('ROLLBACK');
  database.close();
}

function readOwner(database: ReturnType<typeof openDatabase>): Owner | null {
  // One row of the columns written above, or none.
  const row = database.prepare('SELECT pid, task, since FROM owner').get() as Owner | undefined;
  return row ?? null;
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && /database is locked|SQLITE_BUSY/i.test(error.message);

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
