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
  /** The message that it has become; none: it has not, or it was taken back. */
  readonly emailId: string | null;
  readonly submittedAt: string | null;
  readonly updatedAt: string;
  /** Of its stream: what `If-Match` names. */
  readonly revision: number;
}

export const drafts = projection<DraftView>(
  'drafts',
  {
    version: 1,
    fields: ['userId', 'status', 'updatedAt'],
    indexes: [['userId', 'status', 'updatedAt'], ['status']],
  },
  {
    DraftWritten: ({ data: { draftId, userId, content }, metadata, revision }) =>
      at(draftId, (before) => {
        const { body: _, ...said } = content;
        const none = { files: [], emailId: null, submittedAt: null };
        return { ...none, ...before, ...said, draftId, userId, status: 'open', updatedAt: metadata.at, revision };
      }),
    DraftFileAdded: ({ data: { draftId, file }, metadata, revision }) =>
      existing(draftId, (view) => ({ ...view, files: [...view.files, file], updatedAt: metadata.at, revision })),
    DraftFileRemoved: ({ data: { draftId, fileId }, metadata, revision }) =>
      existing(draftId, (view) => ({
        ...view,
        files: view.files.filter((file) => file.fileId !== fileId),
        updatedAt: metadata.at,
        revision,
      })),
    DraftSubmitted: ({ data, metadata, revision }) =>
      existing(data.draftId, (view) => ({ ...view, status: 'submitted', submittedAt: metadata.at, revision })),
    DraftQueued: ({ data: { draftId, emailId }, revision }) =>
      existing(draftId, (view) => ({ ...view, status: 'queued', emailId, revision })),
    DraftReopened: ({ data, metadata, revision }) =>
      existing(data.draftId, (view) => ({
        ...view,
        status: 'open',
        emailId: null,
        submittedAt: null,
        updatedAt: metadata.at,
        revision,
      })),
    DraftDiscarded: ({ data }) => remove(data.draftId),
  },
);
export const draftsCollection = live(drafts.spec);
