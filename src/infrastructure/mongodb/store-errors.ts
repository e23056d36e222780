import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { StoreUnavailable } from '../../application/ports/event-store.js';

/** Error codes of MongoDB (its `error_codes.yml`) that this adapter knows. */
const DUPLICATE_KEY = 11000;
const NAMESPACE_NOT_FOUND = 26;
const INDEX_NOT_FOUND = 27;
const CURSOR_NOT_FOUND = 43;
const QUERY_PLAN_KILLED = 175;

const MISSING_IN_WORDS = /^(ns not found|source namespace does not exist)$/;

/** They say "not now": a failover, a shutdown, a time-out, an acknowledgement that did not come. */
const AWAY: ReadonlySet<number> = new Set([
  ...[6, 7, 24, 50, 64, 89, 91, 112, 117, 133, 189, 202, 262],
  ...[9001, 10058, 10107, 11600, 11602, 13388, 13435, 13436],
]);
/** OutOfDiskSpace; and what a hosted cluster says whose quota is used up, by its words. */
const FULL = 14031;
const FULL_IN_WORDS = /out of disk space|no space left|disk is full|over your space quota/i;

/** Names of the driver's errors about its own connections. */
const CONNECTION_ERRORS: ReadonlySet<string> = new Set([
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoOperationTimeoutError',
  'MongoExpiredSessionError',
]);

/** What the server says instead of an answer; none: it said none of that. */
export const codeOf = (error: unknown): number | null =>
  error instanceof MongoServerError && typeof error.code === 'number' ? error.code : null;

/** There is a document of that `_id` (or of another unique key) already. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === DUPLICATE_KEY;
/** There is no such collection, or no such index: dropped already, or not made yet. */
export const isMissing = (error: unknown): boolean =>
  codeOf(error) === NAMESPACE_NOT_FOUND ||
  codeOf(error) === INDEX_NOT_FOUND ||
  // Some servers say it without a code.
  (error instanceof MongoServerError && MISSING_IN_WORDS.test(error.message));
/** Another collection came in the place of the one that was being read. */
export const isReplaced = (error: unknown): boolean =>
  codeOf(error) === CURSOR_NOT_FOUND || codeOf(error) === QUERY_PLAN_KILLED;

/** It has no room for what is to be written. */
export const isFull = (error: MongoError): boolean => FULL_IN_WORDS.test(error.message) || codeOf(error) === FULL;

/** A fault of the server or of the way to it as StoreUnavailable; any other error (a mistake of ours) as it is. */
export function storeFault(error: unknown, store: string): unknown {
  if (!(error instanceof MongoError)) return error;
  const code = storeCode(withinBulk(error));
  return code === null ? error : new StoreUnavailable(`${store}: ${error.message}`, code, { cause: error });
}

/** Whoever comes after `close`. */
export const closedStore = (store: string): StoreUnavailable => new StoreUnavailable(`${store}: closed`, 'closed');

/** What ended a bulk, where that was no single write: the driver wraps it. */
function withinBulk(error: MongoError): MongoError {
  // Declared as an answer of the server; it is what was thrown, where something was.
  const thrown: unknown = error instanceof MongoBulkWriteError ? error.errorResponse : null;
  return thrown instanceof MongoError ? thrown : error;
}

function storeCode(error: MongoError): string | null {
  if (isFull(error)) return 'full';
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return 'away';
  if (CONNECTION_ERRORS.has(error.name) || error.hasErrorLabel('RetryableWriteError')) return 'away';
  if (!(error instanceof MongoServerError)) return null;
  // A bulk carries the acknowledgement that did not come inside.
  const code =
    error instanceof MongoBulkWriteError ? (error.result.getWriteConcernError()?.code ?? error.code) : error.code;
  return typeof code === 'number' && AWAY.has(code) ? 'away' : 'io';
}
