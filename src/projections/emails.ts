import { live } from '../application/ports/document-store.js';
import { type CaseHolders, withHolders } from '../domain/case/belongings.js';
import { type Considered, type CrmRecordRef, linkedRecords } from '../domain/crm-record/link.js';
import {
  belongingsOfEmail,
  type Receipt,
  receiptOf,
  receiptOfQueued,
  withDelivery,
} from '../domain/email/belongings.js';
import type { Email, EmailReceivedData } from '../domain/email/events.js';
import type { ReportedAction } from '../domain/email/report.js';
import type { RecordedAs, RecordedEvent } from '../domain/events.js';
import { recordKey } from '../domain/ids.js';
import type { Dispatch, Refusal } from '../domain/outgoing/events.js';
import { changedHolders, holdersOf } from './case-holders.js';
import { at, existing, projection } from './projection.js';

export interface EmailParent {
  readonly type: string;
  readonly id: string;
  /** Why: `from`, `thread`, `user`… */
  readonly reason: string;
  /** Whose address it was, where another record is the parent for it. */
  readonly via: CrmRecordRef | null;
  readonly opportunityId: string | null;
  readonly considered: readonly Considered[];
}

/** How far a message of ours is on its way out. */
export interface SendingView
  extends Pick<Dispatch, 'accountId' | 'userId' | 'kind' | 'answers' | 'forwards' | 'sendAt'> {
  readonly status: 'queued' | 'attempted' | 'sent' | 'failed' | 'cancelled';
  /** When it is tried next; none: it is not. */
  readonly dueAt: string | null;
  readonly attempts: number;
  /** To how many it goes, those of Bcc too. */
  readonly recipients: number;
  readonly refused: readonly Refusal[];
  /** What went wrong last, or what speaks for its having left; none: nothing did. */
  readonly error: string | null;
  readonly sentAt: string | null;
  /** What was done about it when nobody knew whether the server had it; none: that was always known. */
  readonly doubt: 'sent-again' | 'sent-folder' | 'assumed' | null;
  /** In the sent folder; none: it is not ours to store, or nobody has the message yet. */
  readonly copy: CopyView | null;
}

export interface CopyView {
  readonly status: 'due' | 'stored' | 'failed';
  readonly at: string;
  readonly folder: string | null;
  readonly code: string | null;
  /** Why there is none. */
  readonly error: string | null;
}

/** What was decided about an automatic answer, and why. */
export interface AutoReplyView {
  readonly accountId: string;
  readonly answered: boolean;
  readonly to: string | null;
  readonly outOfHours: boolean;
  readonly reason: string;
  readonly at: string;
}

/** What a report says of one recipient. */
export interface ReportedView {
  /** The message that says so. */
  readonly report: string;
  readonly at: string;
  readonly recipient: string;
  readonly action: ReportedAction;
  readonly status: string | null;
  readonly diagnostic: string | null;
  readonly permanent: boolean;
}

/** One message goes to 500 at most. */
const MOST_REPORTED = 500;

export interface EmailView {
  readonly emailId: string;
  readonly threadId: string | null;
  readonly caseId: string | null;
  readonly caseNumber: number | null;
  /** Why it is in that case. */
  readonly linkReason: string | null;
  /** The record that it is about. */
  readonly parent: EmailParent | null;
  /** Records whose e-mail it is, as `Contact/17`: its parent, whose address it was, and the opportunity. */
  readonly records: readonly string[];
  readonly messageId: string | null;
  readonly threadKey: string;
  readonly subject: string;
  readonly from: EmailReceivedData['from'];
  /** For listing: name and address in one. */
  readonly sender: string;
  /** The address in From of a message that a person wrote to us; none: a machine, or one of us here. */
  readonly contact: string | null;
  readonly to: EmailReceivedData['to'];
  readonly cc: EmailReceivedData['cc'];
  readonly date: string | null;
  /** When it came; for sorting. */
  readonly receivedAt: string;
  readonly automatic: string | null;
  readonly preview: string;
  /** Whether the service has answered it by itself; none: that was never a question. */
  readonly autoReply: AutoReplyView | null;
  readonly attachments: EmailReceivedData['attachments'];
  readonly size: number;
  readonly blob: string;
  readonly headerOnly: boolean;
  /** None: it came from outside. */
  readonly sending: SendingView | null;
  /** What machines said became of it, the last MOST_REPORTED. */
  readonly reported: readonly ReportedView[];
  readonly deliveries: readonly {
    readonly accountId: string | null;
    readonly folder: string;
    readonly variant: string | null;
  }[];
  readonly receipt: Receipt;
  /** Of its case. */
  readonly holders: CaseHolders | null;
  /** Whose it is (`domain/access/audience.ts`). */
  readonly belongsTo: readonly string[];
}

export const emails = projection<EmailView>(
  'emails',
  {
    version: 6,
    askedWhileBuilt: true,
    fields: ['threadId', 'caseId', 'receivedAt', 'contact'],
    arrays: ['records', 'belongsTo'],
    // Of several that serve, the first is taken: the one that leaves least to be looked at.
    indexes: [
      ['receivedAt'],
      ['threadId', 'receivedAt'],
      ['caseId', 'receivedAt'],
      ['contact', 'receivedAt'],
      ['records', 'receivedAt'],
      ['belongsTo', 'receivedAt'],
    ],
  },
  {
    EmailReceived: ({ data, metadata }) => {
      const { delivery } = data;
      return at(data.emailId, () =>
        belonging({
          ...newEmail(data),
          receivedAt: delivery.receivedAt ?? data.date ?? metadata.at,
          contact: data.automatic === null ? (data.from?.address ?? null) : null,
          deliveries: [{ accountId: delivery.accountId, folder: delivery.folder, variant: null }],
          receipt: receiptOf(data),
        }),
      );
    },
    EmailQueued: ({ data, metadata }) => {
      const { accountId, userId, kind, answers, forwards, sendAt, envelope } = data.dispatch;
      const recipients = envelope.to.length;
      const attempts = { attempts: 0, refused: [], error: null, sentAt: null, doubt: null, copy: null };
      const sending = { accountId, userId, kind, answers, forwards, sendAt, recipients, ...attempts };
      return at(data.emailId, () =>
        belonging({
          ...newEmail(data),
          receivedAt: metadata.at,
          sending: { ...sending, status: 'queued', dueAt: sendAt },
          receipt: receiptOfQueued(data),
        }),
      );
    },
    EmailSendCancelled: ({ data }) => onItsWay(data.emailId, () => ({ status: 'cancelled', dueAt: null })),
    EmailSendRequested: ({ data, metadata }) =>
      onItsWay(data.emailId, () => ({ status: 'queued', dueAt: metadata.at, refused: [] })),
    EmailSendAttempted: ({ data }) =>
      onItsWay(data.emailId, () => ({ status: 'attempted', dueAt: null, attempts: data.attempt })),
    EmailSent: ({ data: { emailId, refused, pending, retryAt, response, evidence }, metadata }) =>
      onItsWay(emailId, (before) => ({
        status: retryAt === null ? (pending.length > 0 ? 'failed' : 'sent') : 'queued',
        dueAt: retryAt,
        refused: [...before.refused, ...refused],
        error: response,
        sentAt: before.sentAt ?? metadata.at,
        doubt: before.doubt ?? (evidence === 'reply' ? null : evidence),
      })),
    EmailSendFailed: ({ data: { emailId, refused, pending, retryAt, error, code } }) =>
      onItsWay(emailId, (before) => ({
        status: retryAt !== null ? 'queued' : pending.length === 0 && before.sentAt !== null ? 'sent' : 'failed',
        dueAt: retryAt,
        refused: [...before.refused, ...refused],
        error,
        doubt: before.doubt ?? (code === 'unknown' ? 'sent-again' : null),
      })),
    EmailCopyRequested: ({ data, metadata }) => ofCopy(data.emailId, metadata.at, 'due', {}),
    EmailCopyStored: ({ data: { emailId, folder }, metadata }) => ofCopy(emailId, metadata.at, 'stored', { folder }),
    EmailCopyFailed: ({ data: { emailId, code, error }, metadata }) =>
      ofCopy(emailId, metadata.at, 'failed', { code, error }),
    EmailDelivered: ({ data: { emailId, delivery, variant } }) =>
      existing(emailId, (view) => {
        const { accountId, folder } = delivery;
        const deliveries = [...view.deliveries, { accountId, folder, variant: variant?.blob ?? null }];
        return belonging({ ...view, deliveries, receipt: withDelivery(view.receipt, delivery) });
      }),
    AutoReplyDecided: ({ data: { emailId, accountId, answer, reason }, metadata }) =>
      existing(emailId, (view) => {
        // Another account may have answered it.
        if (view.autoReply?.answered) return view;
        const decided = { accountId, answered: answer !== null, to: answer?.to ?? null, reason, at: metadata.at };
        return { ...view, autoReply: { ...decided, outOfHours: answer?.outOfHours ?? false } };
      }),
    EmailThreaded: ({ data }) => existing(data.emailId, (view) => ({ ...view, threadId: data.threadId })),
    EmailLinked: ({ data: { emailId, record, reason, via, opportunityId, considered } }) => {
      if (record.type === 'Case') {
        const { id: caseId, number: caseNumber } = record;
        const holders = holdersOf<EmailView>(caseId);
        const inCase = (view: EmailView | undefined, other: (id: string) => EmailView | undefined) =>
          view && belonging({ ...view, caseId, caseNumber, linkReason: reason, holders: holders.from(other) });
        return at<EmailView>(emailId, inCase, [holders.reads]);
      }
      const { type, id } = record;
      return existing<EmailView>(emailId, (view) =>
        belonging({
          ...view,
          parent: { type, id, reason, via, opportunityId, considered },
          records: linkedRecords({ record, via, opportunityId }).map(recordKey),
        }),
      );
    },
    EmailBounced: reported,
    EmailArrivalReported: reported,
    EmailComplainedOf: reported,
    EmailLeftCase: ({ data }) =>
      existing(data.emailId, (view) =>
        belonging({ ...view, caseId: null, caseNumber: null, linkReason: null, holders: null }),
      ),
    EmailUnlinked: ({ data }) => existing(data.emailId, (view) => belonging({ ...view, parent: null, records: [] })),
    CaseRequested: (event) => changedHolders<EmailView>(event, 'caseId', held),
    CaseSplitOff: (event) => changedHolders<EmailView>(event, 'caseId', held),
    CaseImported: (event) => changedHolders<EmailView>(event, 'caseId', held),
    CaseCreated: (event) => changedHolders<EmailView>(event, 'caseId', held),
    CaseAssigned: (event) => changedHolders<EmailView>(event, 'caseId', held),
    CaseUnassigned: (event) => changedHolders<EmailView>(event, 'caseId', held),
  },
);
export const emailsCollection = live(emails.spec);

/** Whether a document is an e-mail: beside them it is noted whose each case is (`case-holders.ts`). */
export const isEmail = (document: object): boolean => 'emailId' in document;

/** What a message says of itself, as long as nothing is known of where it belongs. */
function newEmail(email: Email): EmailView {
  const { emailId, messageId, threadKey, subject, from, to, cc, date, automatic, preview, attachments } = email;
  const { size, blob, headerOnly } = email;
  const itself = { emailId, messageId, threadKey, subject, from, to, cc, date, automatic, preview, attachments };
  const place = { threadId: null, caseId: null, caseNumber: null, linkReason: null, parent: null, records: [] };
  return {
    ...itself,
    ...place,
    size,
    blob,
    headerOnly,
    sender: from ? `${from.name} ${from.address}`.trim() : '',
    contact: null,
    autoReply: null,
    sending: null,
    reported: [],
    receivedAt: '',
    deliveries: [],
    receipt: { belongsTo: [], personal: true },
    holders: null,
    belongsTo: [],
  };
}

const onItsWay = (emailId: string, step: (before: SendingView) => Partial<SendingView>) =>
  existing<EmailView>(emailId, (view) =>
    view.sending ? { ...view, sending: { ...view.sending, ...step(view.sending) } } : view,
  );

const ofCopy = (emailId: string, at: string, status: CopyView['status'], told: Partial<CopyView>) =>
  onItsWay(emailId, () => ({ copy: { status, at, folder: null, code: null, error: null, ...told } }));

function reported({ data, metadata }: RecordedAs<'EmailBounced' | 'EmailArrivalReported' | 'EmailComplainedOf'>) {
  const { emailId, report, recipient } = data;
  const nothing = { action: 'complained', status: null, diagnostic: null, permanent: false } as const;
  const { action, status, diagnostic, permanent } = { ...nothing, ...data };
  const one = { report, at: metadata.at, recipient, action, status, diagnostic, permanent };
  return existing<EmailView>(emailId, (view) => ({ ...view, reported: [...view.reported, one].slice(-MOST_REPORTED) }));
}

const belonging = (view: EmailView): EmailView => ({
  ...view,
  belongsTo: belongingsOfEmail(
    view.receipt,
    view.caseId !== null || view.parent !== null,
    view.holders === null ? [] : [view.holders],
  ),
});

const held = (view: EmailView, event: RecordedEvent): EmailView =>
  view.holders === null ? view : belonging({ ...view, holders: withHolders(view.holders, event) });
