import { live } from '../application/ports/document-store.js';
import { at, existing, projection } from './projection.js';

/** What a draft holds in the blob store, and since when there is something that it has dropped. */
export interface DraftBlobsView {
  readonly draftId: string;
  readonly body: string | null;
  readonly files: readonly { readonly fileId: string; readonly blob: string }[];
  /** The blobs of both. */
  readonly holds: readonly string[];
  /** Of each day (UTC) on which it dropped what was not looked at yet, when it dropped the last of it. ISO 8601, in order. */
  readonly left: readonly string[];
  /** The first of these; NEVER: nothing is left. */
  readonly leftSince: string;
}

const NEVER = '9999-12-31T23:59:59.999Z';

export const draftBlobs = projection<DraftBlobsView>(
  'draft-blobs',
  { version: 2, fields: ['leftSince'], arrays: ['holds'], indexes: [['leftSince'], ['holds']] },
  {
    DraftWritten: ({ data: { draftId, content }, metadata }) =>
      at<DraftBlobsView>(draftId, (view) => {
        const body = content.body.blob;
        if (!view) return { draftId, body, files: [], holds: [body], left: [], leftSince: NEVER };
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
        const left = view.left.filter((at) => at > upTo);
        return left.length === 0 && view.holds.length === 0 ? undefined : leaving(view, left);
      }),
  },
);
export const draftBlobsCollection = live(draftBlobs.spec);

/** One moment of each day: who writes for weeks leaves no more than these, and is looked at once a day. */
const dropping = (view: DraftBlobsView, now: string): DraftBlobsView =>
  leaving(view, [...view.left.filter((at) => dayOf(at) !== dayOf(now)), now].sort());

const leaving = (view: DraftBlobsView, left: readonly string[]): DraftBlobsView => ({
  ...view,
  left,
  leftSince: left[0] ?? NEVER,
});
const dayOf = (at: string): string => at.slice(0, 10);

function holding(view: DraftBlobsView, now: Partial<Pick<DraftBlobsView, 'body' | 'files'>>): DraftBlobsView {
  const { body, files } = { ...view, ...now };
  const holds = [...new Set([...files.map(({ blob }) => blob), ...(body === null ? [] : [body])])];
  return { ...view, body, files, holds };
}
