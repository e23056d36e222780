import { StoreUnavailable } from '../../application/ports/event-store.js';

/** Result codes of SQLite (https://www.sqlite.org/rescode.html); the low byte of an extended one. */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_FULL = 13;

/** Says in the port's words what went wrong with the file. */
export function storeUnavailable(error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreUnavailable(`the log cannot be used: ${reason}`, faultCode(error), { cause: error });
}

export function closedError(): StoreUnavailable {
  return new StoreUnavailable('the log is closed', 'closed');
}

function faultCode(error: unknown): 'full' | 'away' | 'io' {
  const result = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (result === SQLITE_FULL) return 'full';
  return result === SQLITE_BUSY || result === SQLITE_LOCKED ? 'away' : 'io';
}
