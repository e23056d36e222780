import { Metadata, type StatusObject, status } from '@grpc/grpc-js';

/** How a call ends that did not succeed: a code, and the trailers by which clients know the server's own errors. */
export type FailedStatus = Partial<StatusObject> & Pick<StatusObject, 'code' | 'details'>;

function failed(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): FailedStatus {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
}

export const unavailable = (): FailedStatus => failed(status.UNAVAILABLE, 'the server is away');

export const full = (): FailedStatus => failed(status.RESOURCE_EXHAUSTED, 'no space is left');

export const wrongUser = (): FailedStatus => failed(status.UNAUTHENTICATED, 'Unauthenticated');

export const noRights = (): FailedStatus =>
  failed(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const streamDeleted = (stream: string): FailedStatus =>
  failed(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const tooLarge = (limit: number): FailedStatus =>
  failed(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });
