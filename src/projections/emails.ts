import { live } from '../application/ports/document-store.js';
import { type CaseHolders, withHolders } from '../domain/case/belongings.js';
import { type Considered, type CrmRecordRef, linkedRecords } from '../domain/crm-record/link.js';
import { belongingsOfEmail, type Receipt, receiptOf, withDelivery } from '../domain/email/belongings.js';
import type { EmailReceivedData } from '../domain/email/events.js';
import type { RecordedEvent } from '../domain/events.js';
import { recordKey } from '../domain/ids.js';
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
  readonly to: EmailReceivedData['to'];
  readonly cc: EmailReceivedData['cc'];
  readonly date: string | null;
  /** When it came; for sorting. */
  readonly receivedAt: string;
  readonly automatic: string | null;
  readonly preview: string;
  readonly attachments: EmailReceivedData['attachments'];
  readonly size: number;
  readonly blob: string;
  readonly headerOnly: boolean;
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
    version: 2,
    askedWhileBuilt: true,
    fields: ['threadId', 'caseId', 'receivedAt'],
    arrays: ['records', 'belongsTo'],
    // Of several that serve, the first is taken: the one that leaves least to be looked at.
    indexes: [
      ['receivedAt'],
      ['threadId', 'receivedAt'],
      ['caseId', 'receivedAt'],
      ['records', 'receivedAt'],
      ['belongsTo', 'receivedAt'],
    ],
  },
  {
    EmailReceived: ({ data, metadata }) => {
      const { emailId, messageId, threadKey, subject, from, to, cc, date, automatic, preview, attachments } = data;
      const { size, blob, headerOnly, delivery } = data;
      return at(emailId, () =>
        belonging({
          emailId,
          threadId: null,
          caseId: null,
          caseNumber: null,
          linkReason: null,
          parent: null,
          records: [],
          messageId,
          threadKey,
          subject,
          from,
          sender: from ? `${from.name} ${from.address}`.trim() : '',
          to,
          cc,
          date,
          receivedAt: delivery.receivedAt ?? date ?? metadata.at,
          automatic,
          preview,
          attachments,
          size,
          blob,
          headerOnly,
          deliveries: [{ accountId: delivery.accountId, folder: delivery.folder, variant: null }],
          receipt: receiptOf(data),
          holders: null,
          belongsTo: [],
        }),
      );
    },
    EmailDelivered: ({ data: { emailId, delivery, variant } }) =>
      existing(emailId, (view) => {
        const { accountId, folder } = delivery;
        const deliveries = [...view.deliveries, { accountId, folder, variant: variant?.blob ?? null }];
        return belonging({ ...view, deliveries, receipt: withDelivery(view.receipt, delivery) });
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
