import { live } from '../application/ports/document-store.js';
import { at, projection, remove } from './projection.js';

/** A copy that is to stand in a sent folder, and does not yet. */
export interface SentCopyView {
  readonly emailId: string;
  readonly accountId: string;
  readonly requestedAt: string;
}

export const sentCopies = projection<SentCopyView>(
  'sent-copies',
  { version: 1, fields: [], indexes: [] },
  {
    EmailCopyRequested: ({ data: { emailId, accountId }, metadata }) =>
      at<SentCopyView>(emailId, () => ({ emailId, accountId, requestedAt: metadata.at })),
    EmailCopyStored: ({ data }) => remove(data.emailId),
    EmailCopyFailed: ({ data }) => remove(data.emailId),
  },
);
export const sentCopiesCollection = live(sentCopies.spec);
