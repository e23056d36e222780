import { live } from '../application/ports/document-store.js';
import type { OutgoingEvent, Refusal } from '../domain/outgoing/events.js';
import { addRate, type HourlyRate } from '../domain/outgoing/rate.js';
import { at, existing, projection, remove } from './projection.js';

/** A message that has not left, or not to all: it waits, is being handed over, or has failed for good. */
export interface OutboxView {
  readonly emailId: string;
  readonly accountId: string;
  readonly status: 'queued' | 'attempted' | 'failed';
  readonly kind: string;
  /** Who wrote it; none: the service. */
  readonly userId: string | null;
  readonly subject: string;
  readonly recipients: number;
  readonly queuedAt: string;
  /** When it is tried next; while it is being handed over, when that is over; of one that failed, when it did. */
  readonly dueAt: string;
  readonly attempts: number;
  readonly refused: readonly Refusal[];
  readonly code: string | null;
  /** What went wrong last. */
  readonly error: string | null;
}

type Concluded = Extract<OutgoingEvent, { type: 'EmailSent' | 'EmailSendFailed' }>['data'];

export const outbox = projection<OutboxView>(
  'outbox',
  {
    version: 1,
    fields: ['accountId', 'status', 'dueAt', 'queuedAt'],
    indexes: [
      ['queuedAt', 'status', 'accountId'],
      ['accountId', 'queuedAt', 'status'],
      ['status', 'queuedAt', 'accountId'],
    ],
  },
  {
    EmailQueued: ({ data: { emailId, subject, dispatch }, metadata }) =>
      at<OutboxView>(emailId, () => ({
        ...{ emailId, accountId: dispatch.accountId, status: 'queued', kind: dispatch.kind, userId: dispatch.userId },
        ...{ subject, recipients: dispatch.envelope.to.length, queuedAt: metadata.at, dueAt: dispatch.sendAt },
        ...{ attempts: 0, refused: [], code: null, error: null },
      })),
    EmailSendCancelled: ({ data }) => remove(data.emailId),
    EmailSendAttempted: ({ data: { emailId, attempt, openUntil } }) =>
      existing(emailId, (view) => ({ ...view, status: 'attempted', dueAt: openUntil, attempts: attempt })),
    EmailSent: ({ data, metadata }) =>
      existing(data.emailId, (view) =>
        data.retryAt === null && data.pending.length === 0
          ? undefined
          : { ...afterAttempt(view, data, metadata.at), code: 'temporary', error: data.response },
      ),
    EmailSendFailed: ({ data, metadata }) =>
      existing(data.emailId, (view) => ({
        ...afterAttempt(view, data, metadata.at),
        code: data.code,
        error: data.error,
      })),
    EmailSendRequested: ({ data, metadata }) =>
      existing(data.emailId, (view) => ({ ...view, status: 'queued', dueAt: metadata.at, refused: [] })),
  },
);
export const outboxCollection = live(outbox.spec);

const afterAttempt = (view: OutboxView, { retryAt, refused }: Concluded, now: string): OutboxView => ({
  ...view,
  status: retryAt === null ? 'failed' : 'queued',
  dueAt: retryAt ?? now,
  refused: [...view.refused, ...refused],
});

/** What has left from an account, and whether more may. */
export interface SendingAccountView {
  readonly accountId: string;
  readonly paused: boolean;
  readonly suspended: { readonly code: string; readonly error: string; readonly since: string } | null;
  /** To how many it went in the last hour, up to its last attempt. */
  readonly rate: HourlyRate;
  /** Messages, ever. */
  readonly sent: number;
  readonly failed: number;
  readonly lastSentAt: string | null;
}

const NEW: Omit<SendingAccountView, 'accountId'> = {
  paused: false,
  suspended: null,
  rate: [],
  sent: 0,
  failed: 0,
  lastSentAt: null,
};

const ofAccount = (accountId: string, change: (view: SendingAccountView) => SendingAccountView) =>
  at<SendingAccountView>(accountId, (view) => change(view ?? { ...NEW, accountId }));

export const sendingAccounts = projection<SendingAccountView>(
  'sending-accounts',
  { version: 1, fields: [], indexes: [] },
  {
    EmailSendAttempted: ({ data, metadata }) =>
      ofAccount(data.accountId, (view) => ({
        ...view,
        rate: addRate(view.rate, metadata.at, data.recipients.length),
      })),
    EmailSent: ({ data, metadata }) =>
      ofAccount(data.accountId, (view) => ({
        ...view,
        sent: view.sent + (data.retryAt === null ? 1 : 0),
        lastSentAt: metadata.at,
      })),
    EmailSendFailed: ({ data }) =>
      ofAccount(data.accountId, (view) => ({ ...view, failed: view.failed + (data.retryAt === null ? 1 : 0) })),
    AccountSendingPaused: ({ data }) => ofAccount(data.accountId, (view) => ({ ...view, paused: true })),
    AccountSendingResumed: ({ data }) =>
      ofAccount(data.accountId, (view) => ({ ...view, paused: false, suspended: null })),
    AccountSendingSuspended: ({ data: { accountId, code, error }, metadata }) =>
      ofAccount(accountId, (view) => ({ ...view, suspended: { code, error, since: metadata.at } })),
    AccountSendingRecovered: ({ data }) => ofAccount(data.accountId, (view) => ({ ...view, suspended: null })),
  },
);
export const sendingAccountsCollection = live(sendingAccounts.spec);
