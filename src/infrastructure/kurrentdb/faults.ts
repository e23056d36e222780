import { ErrorType, WrongExpectedVersionError } from '@kurrent/kurrentdb-client';
import {
  type AppendError,
  AppendTooLarge,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../../application/ports/event-store.js';
import type { CheckedAppend } from '../event-log/append-rules.js';

export type Fault = 'away' | 'denied' | 'deleted' | 'missing' | 'too-large' | 'exhausted' | 'other';

const BY_TYPE: Readonly<Record<string, Fault>> = {
  [ErrorType.UNAVAILABLE]: 'away',
  [ErrorType.TIMEOUT]: 'away',
  [ErrorType.DEADLINE_EXCEEDED]: 'away',
  [ErrorType.CANCELLED]: 'away',
  // The client goes to the leader with the next request.
  [ErrorType.NOT_LEADER]: 'away',
  [ErrorType.ACCESS_DENIED]: 'denied',
  [ErrorType.STREAM_DELETED]: 'deleted',
  [ErrorType.STREAM_TOMBSTONED]: 'deleted',
  [ErrorType.STREAM_NOT_FOUND]: 'missing',
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'too-large',
  [ErrorType.TRANSACTION_MAX_SIZE_EXCEEDED]: 'too-large',
  [ErrorType.APPEND_RECORD_SIZE_EXCEEDED]: 'too-large',
};

/** Status codes of gRPC, for errors that the client passes on as they came. */
const BY_CODE: Readonly<Record<number, Fault>> = {
  1: 'away', // CANCELLED
  4: 'away', // DEADLINE_EXCEEDED
  7: 'denied', // PERMISSION_DENIED
  8: 'exhausted', // RESOURCE_EXHAUSTED
  10: 'away', // ABORTED
  13: 'away', // INTERNAL
  14: 'away', // UNAVAILABLE
  15: 'away', // DATA_LOSS
  16: 'denied', // UNAUTHENTICATED
};

/**
 * Messages of so many bytes pass every limit that servers and proxies are given: where one is refused as too much, the
 * server is at its end, not the message too long.
 */
const PASSES_EVERY_LIMIT = 64_000;

/** What an error of the client is about; its message is never looked at. */
export function faultOf(error: unknown): Fault {
  if (typeof error !== 'object' || error === null) return 'other';
  const byType = 'type' in error ? BY_TYPE[String(error.type)] : undefined;
  return byType ?? ('code' in error ? BY_CODE[Number(error.code)] : undefined) ?? 'other';
}

export function appendError(error: unknown, { stream, expectedRevision, bytes }: CheckedAppend): AppendError {
  if (error instanceof WrongExpectedVersionError) {
    const { actualState } = error;
    const actual = typeof actualState === 'bigint' ? Number(actualState) : 'no-stream';
    return new WrongExpectedRevision(stream, expectedRevision, actual);
  }
  const fault = faultOf(error);
  if (fault === 'too-large' || (fault === 'exhausted' && bytes > PASSES_EVERY_LIMIT)) {
    return new AppendTooLarge(`${stream}: ${bytes} bytes in one append are more than the server takes`);
  }
  if (fault === 'deleted') {
    return new StoreUnavailable(`${stream} was deleted for good on the server`, 'io', { cause: error });
  }
  return storeUnavailable(error);
}

export function storeUnavailable(error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  switch (faultOf(error)) {
    case 'away':
      return new StoreUnavailable('the server of the log is away', 'away', { cause: error });
    case 'exhausted':
      return new StoreUnavailable('the server of the log is full', 'full', { cause: error });
    case 'denied':
      return new StoreUnavailable('the server of the log refuses the user', 'io', { cause: error });
    default:
      return new StoreUnavailable(`the log cannot be used: ${String(error)}`, 'io', { cause: error });
  }
}

export const closedError = (): StoreUnavailable => new StoreUnavailable('the log is closed', 'closed');
