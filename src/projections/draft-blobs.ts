import { live } from '../application/ports/document-store.js';
import { at, existing, projection } from './projection.js';

/** What a draft holds in the blob store, and since when there is something that it has dropped. */
export interface DraftBlobsView {
  readonly draftId: string;
  readonly body: string | null;
  readonly files: readonly { readonly fileId: string; readonly blob: string }[];
  /** The blobs of both. */
  readonly holds: readonly string[];
  /** When it dropped the first of what was not looked at yet, and the last; NEVER: nothing. ISO 8601. */
  readonly leftSince: string;
  readonly leftAt: string;
}

const NEVER = '9999-12-31T23:59:59.999Z';

export const draftBlobs = projection<DraftBlobsView>(
  'draft-blobs',
  { version: 1, fields: ['leftSince'], arrays: ['holds'], indexes: [['leftSince'], ['holds']] },
  {
    DraftWritten: ({ data: { draftId, content }, metadata }) =>
      at<DraftBlobsView>(draftId, (view) => {
        const body = content.body.blob;
        if (!view) return { draftId, body, files: [], holds: [body], leftSince: NEVER, leftAt: NEVER };
        return view.body === body ? view : holding(dropping(view, metadata.at), { body });
      }),
    DraftFileAdded: ({ data: { draftId, file } }) =>
      existing<DraftBlobsView>(draftId, (view) =>
        holding(view, { files: [...view.files, { fileId: file.fileId, blob: file.blob }] }),
      ),
    DraftFileRemoved: ({ data: { draftId, fileId }, metadata }) =>
      existing<DraftBlobsView>(draftId, (view) =>
        holding(dropping(view, metadata.at), { files: view.files.filter((file) => file.fileId !== fileId) }),
      ),
    DraftDiscarded: ({ data: { draftId }, metadata }) =>
      existing<DraftBlobsView>(draftId, (view) => holding(dropping(view, metadata.at), { body: null, files: [] })),
    DraftBlobsRemoved: ({ data: { draftId, upTo } }) =>
      existing<DraftBlobsView>(draftId, (view) => {
        // What it dropped later was dropped after that.
        if (view.leftAt > upTo && view.leftAt !== NEVER) return { ...view, leftSince: upTo };
        return view.holds.length === 0 ? undefined : { ...view, leftSince: NEVER, leftAt: NEVER };
      }),
  },
);
export const draftBlobsCollection = live(draftBlobs.spec);

const dropping = (view: DraftBlobsView, now: string): DraftBlobsView => ({
  ...view,
  leftSince: view.leftSince === NEVER ? now : view.leftSince,
  leftAt: now,
});

function holding(view: DraftBlobsView, now: Partial<Pick<DraftBlobsView, 'body' | 'files'>>): DraftBlobsView {
  const { body, files } = { ...view, ...now };
  const holds = [...new Set([...files.map(({ blob }) => blob), ...(body === null ? [] : [body])])];
  return { ...view, body, files, holds };
}
