import { StoreUnavailable } from '../../application/ports/event-store.js';

/** SQLite's primary result codes that say "not now" (https://sqlite.org/rescode.html), as the port names them. */
const CODES: Readonly<Record<number, string>> = {
  5: 'away', // SQLITE_BUSY
  6: 'away', // SQLITE_LOCKED
  8: 'io', // SQLITE_READONLY
  10: 'io', // SQLITE_IOERR
  11: 'io', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'io', // SQLITE_CANTOPEN
  15: 'away', // SQLITE_PROTOCOL
  26: 'io', // SQLITE_NOTADB
};

/** A fault of the disk or of the database as StoreUnavailable; any other error (a mistake of ours) as it is. */
export function storeFault(error: unknown, store: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error;
  if ('code' in error && error.code === 'ERR_INVALID_STATE') return closedStore(store, error);
  if (!('errcode' in error) || typeof error.errcode !== 'number') return error;
  const code = CODES[error.errcode & 0xff];
  return code === undefined ? error : new StoreUnavailable(`${store}: ${error.message}`, code, { cause: error });
}

/** Whoever comes after `close`. */
export const closedStore = (store: string, cause?: unknown): StoreUnavailable =>
  new StoreUnavailable(`${store}: closed`, 'closed', { cause });
