import { BlobHash } from '../../domain/ids.js';

/** What an event names that lies outside the log: blobs stand under `blob`, secrets under `secret`, in events of all versions. */
export interface Named {
  readonly blobs: readonly BlobHash[];
  readonly secrets: readonly string[];
}

export function namedBy(data: unknown): Named {
  const blobs: BlobHash[] = [];
  const secrets: string[] = [];
  collect(data, (key, value) => {
    if (key === 'blob' && BlobHash.safeParse(value).success) blobs.push(BlobHash.parse(value));
    if (key === 'secret') secrets.push(value);
  });
  return { blobs, secrets };
}

function collect(value: unknown, found: (key: string, text: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') found(key, inner);
    else collect(inner, found);
  }
}
