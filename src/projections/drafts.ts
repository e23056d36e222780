import { live } from '../application/ports/document-store.js';
import type { DraftContent, DraftFile } from '../domain/outgoing/draft-events.js';
import { at, existing, projection, remove } from './projection.js';

/** What somebody is writing, or has written. */
export interface DraftView extends Omit<DraftContent, 'body'> {
  readonly draftId: string;
  readonly userId: string;
  /** `submitted`: it is being made a message; `queued`: it is one. */
  readonly status: 'open' | 'submitted' | 'queued';
  readonly files: readonly DraftFile[];
  /** Why what was submitted last could not become a message; none: it could, or was written on since. */
  readonly failure: { readonly code: string; readonly error: string; readonly at: string } | null;
  /** The message that it has become; none: it has not, or it was taken back. */
  readonly emailId: string | null;
  readonly submittedAt: string | null;
  readonly updatedAt: string;
  /** Of its stream: what `If-Match` names. */
  readonly revision: number;
}

const OPEN = { status: 'open', failure: null, emailId: null, submittedAt: null } as const;

export const drafts = projection<DraftView>(
  'drafts',
  {
    version: 2,
    fields: ['userId', 'status', 'updatedAt'],
    indexes: [['userId', 'status', 'updatedAt'], ['status']],
  },
  {
    DraftWritten: ({ data: { draftId, userId, content }, metadata, revision }) =>
      at(draftId, (before) => {
        const { body: _, ...said } = content;
        const { files = [] } = before ?? {};
        return { ...said, ...OPEN, files, draftId, userId, updatedAt: metadata.at, revision };
      }),
    DraftFileAdded: ({ data: { draftId, file }, metadata, revision }) =>
      existing(draftId, (view) => ({
        ...view,
        ...OPEN,
        files: [...view.files, file],
        updatedAt: metadata.at,
        revision,
      })),
    DraftFileRemoved: ({ data: { draftId, fileId }, metadata, revision }) =>
      existing(draftId, (view) => ({
        ...view,
        ...OPEN,
        files: view.files.filter((file) => file.fileId !== fileId),
        updatedAt: metadata.at,
        revision,
      })),
    DraftSubmitted: ({ data, metadata, revision }) =>
      existing(data.draftId, (view) => ({
        ...view,
        status: 'submitted',
        failure: null,
        submittedAt: metadata.at,
        revision,
      })),
    DraftQueued: ({ data: { draftId, emailId }, revision }) =>
      existing(draftId, (view) => ({ ...view, status: 'queued', emailId, revision })),
    DraftFailed: ({ data: { draftId, code, error }, metadata: { at }, revision }) =>
      existing(draftId, (view) => ({ ...view, ...OPEN, failure: { code, error, at }, updatedAt: at, revision })),
    DraftReopened: ({ data, metadata, revision }) =>
      existing(data.draftId, (view) => ({ ...view, ...OPEN, updatedAt: metadata.at, revision })),
    DraftBlobsRemoved: ({ data, revision }) => existing(data.draftId, (view) => ({ ...view, revision })),
    DraftDiscarded: ({ data }) => remove(data.draftId),
  },
);
export const draftsCollection = live(drafts.spec);
