import type { RecordedEvent } from '../events.js';
import type { BlobHash } from '../ids.js';

/** What a draft holds in the blob store, and what it held before. */
export interface DraftBlobs {
  readonly held: ReadonlySet<BlobHash>;
  /** When it dropped each. ISO 8601. */
  readonly dropped: ReadonlyMap<BlobHash, string>;
}

const NONE: DraftBlobs = { held: new Set(), dropped: new Map() };

/** Folds a draft's events; what was looked at after it had been dropped is not told again. */
export async function draftBlobsOf(events: AsyncIterable<RecordedEvent>): Promise<DraftBlobs> {
  const dropped = new Map<BlobHash, string>();
  const files = new Map<string, BlobHash>();
  let body: BlobHash | null = null;
  let held = NONE.held;
  for await (const { type, data, metadata } of events) {
    switch (type) {
      case 'DraftWritten':
        body = data.content.body.blob;
        break;
      case 'DraftFileAdded':
        files.set(data.file.fileId, data.file.blob);
        break;
      case 'DraftFileRemoved':
        files.delete(data.fileId);
        break;
      case 'DraftDiscarded':
        body = null;
        files.clear();
        break;
      case 'DraftBlobsRemoved':
        for (const [blob, at] of dropped) if (at <= data.upTo) dropped.delete(blob);
        break;
      default:
        continue;
    }
    const now = new Set([...files.values(), ...(body === null ? [] : [body])]);
    for (const blob of held) if (!now.has(blob)) dropped.set(blob, metadata.at);
    for (const blob of now) dropped.delete(blob);
    held = now;
  }
  return { held, dropped };
}
