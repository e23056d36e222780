import { BlobHash } from '../../domain/ids.js';

/** What an event names that lies outside the log: blobs stand under `blob`, secrets under `secret`, in events of all versions. */
export interface Named {
  readonly blobs: readonly BlobHash[];
  readonly secrets: readonly string[];
  /** Whose bytes, as the event says, are not there any more. */
  readonly removed: readonly BlobHash[];
}

export function namedBy(data: unknown): Named {
  const blobs: BlobHash[] = [];
  const secrets: string[] = [];
  const removed: BlobHash[] = [];
  collect(data, (key, value, isGone) => {
    if (key === 'blob' && BlobHash.safeParse(value).success) (isGone ? removed : blobs).push(BlobHash.parse(value));
    if (key === 'secret') secrets.push(value);
  });
  return { blobs, secrets, removed };
}

function collect(value: unknown, found: (key: string, text: string, isGone: boolean) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const isGone = 'removed' in value && value.removed === true;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') found(key, inner, isGone);
    else collect(inner, found);
  }
}
