import { live } from '../application/ports/document-store.js';
import type { DraftId } from '../domain/ids.js';
import type { SendingView } from './emails.js';
import { existing, insert, projection } from './projection.js';

/** A message of ours, wherever it has come to: waiting, on its way, sent, failed or taken back. */
export interface SentView {
  readonly emailId: string;
  /** Who wrote it; none: the service. */
  readonly userId: string | null;
  readonly accountId: string;
  /** The case that it was written in. */
  readonly caseId: string | null;
  readonly status: SendingView['status'];
  readonly queuedAt: string;
  /** Some have it. */
  readonly hasLeft: boolean;
  /** What it was, and is again when it is taken back. */
  readonly draftId: DraftId | null;
  /** It was taken back, and its draft does not know of that yet. */
  readonly draftDue: boolean;
}

export const sent = projection<SentView>(
  'sent',
  {
    version: 1,
    fields: ['userId', 'accountId', 'status', 'queuedAt', 'draftDue'],
    indexes: [['userId', 'queuedAt', 'status', 'accountId'], ['accountId', 'queuedAt', 'status'], ['draftDue']],
  },
  {
    EmailQueued: ({ data: { emailId, dispatch }, metadata }) => {
      const { userId, accountId, case: inCase, draftId = null } = dispatch;
      const place = { userId, accountId, caseId: inCase?.id ?? null, draftId, queuedAt: metadata.at };
      return insert<SentView>(emailId, { emailId, ...place, status: 'queued', hasLeft: false, draftDue: false });
    },
    EmailSendCancelled: ({ data }) =>
      existing<SentView>(data.emailId, (view) => ({
        ...view,
        status: 'cancelled',
        draftDue: view.draftId !== null && !view.hasLeft,
      })),
    EmailSendRequested: ({ data }) => existing<SentView>(data.emailId, (view) => ({ ...view, status: 'queued' })),
    EmailSendAttempted: ({ data }) => existing<SentView>(data.emailId, (view) => ({ ...view, status: 'attempted' })),
    EmailSent: ({ data: { emailId, pending, retryAt } }) =>
      existing<SentView>(emailId, (view) => ({
        ...view,
        status: retryAt === null ? (pending.length > 0 ? 'failed' : 'sent') : 'queued',
        hasLeft: true,
      })),
    EmailSendFailed: ({ data: { emailId, pending, retryAt } }) =>
      existing<SentView>(emailId, (view) => ({
        ...view,
        status: retryAt !== null ? 'queued' : pending.length === 0 && view.hasLeft ? 'sent' : 'failed',
      })),
    DraftReopened: ({ data }) => existing<SentView>(data.emailId, (view) => ({ ...view, draftDue: false })),
  },
);
export const sentCollection = live(sent.spec);
