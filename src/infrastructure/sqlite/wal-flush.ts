import { closeSync, fdatasync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { isDiskFull } from '../files/durable-file.js';
import type { Database } from './database.js';

/** Has all that was written to a file on the disk. */
export type Flush = (file: number) => Promise<void>;

const toDisk: Flush = promisify(fdatasync);

/** Result codes of SQLite (https://www.sqlite.org/rescode.html): a fault of the disk is the same to whoever asks. */
const SQLITE_BUSY = 5;
const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;

/**
 * Makes commits durable without holding up this thread: they go to the file by `synchronous=NORMAL`, and a thread of
 * Node's flushes the WAL. Whoever asks while that is on its way shares the next flush with all others who do.
 */
export class WalFlush {
  /** On its way. */
  private current: Promise<void> | null = null;
  /** Begins when that one is over. */
  private next: Promise<void> | null = null;
  /** A flush failed: the system may say that the next one works although what was to be written is lost. */
  private inDoubt = false;
  private readonly file: number;

  /** @param database opened with `synchronous=FULL`: what was committed until now is durable */
  constructor(
    private readonly database: Database,
    path: string,
    private readonly flush: Flush = toDisk,
  ) {
    // Reading makes the WAL where there is none.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA user_version');
    this.file = openSync(`${path}-wal`, 'r+');
    flushNames(dirname(path));
  }

  /** Until all that is committed by now is durable. Rejects with an `errcode` of SQLite. */
  flushed(): Promise<void> {
    this.next ??= this.behind(this.current);
    return this.next;
  }

  /** The same for what others have asked for: without a flush of its own. */
  settled(): Promise<void> {
    if (this.inDoubt) return this.flushed();
    return this.next ?? this.current ?? Promise.resolve();
  }

  async close(): Promise<void> {
    for (let last = this.next ?? this.current; last; last = this.next ?? this.current) {
      await last.catch(() => undefined);
    }
    closeSync(this.file);
  }

  private async behind(current: Promise<void> | null): Promise<void> {
    // Also where there is none: the others of this turn come along.
    await current?.catch(() => undefined);
    this.current = this.next;
    this.next = null;
    try {
      if (this.inDoubt) this.writeAnew();
      else await this.flush(this.file);
    } catch (error) {
      this.inDoubt = true;
      throw fault(error);
    } finally {
      this.current = null;
    }
  }

  /** All that the WAL holds goes into the file itself, and SQLite flushes that. */
  private writeAnew(): void {
    const { log, checkpointed } = this.database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
    if (log !== checkpointed) {
      throw Object.assign(new Error('what was not flushed cannot be written anew: somebody reads it'), {
        errcode: SQLITE_BUSY,
      });
    }
    this.inDoubt = false;
  }
}

/** A new file is found after the loss of power only where its folder was flushed, too. Windows cannot, and need not. */
function flushNames(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function fault(error: unknown): unknown {
  if (!(error instanceof Error) || 'errcode' in error) return error;
  return Object.assign(new Error(`not flushed to the disk: ${error.message}`, { cause: error }), {
    errcode: isDiskFull(error) ? SQLITE_FULL : SQLITE_IOERR,
  });
}
