import { live } from '../application/ports/document-store.js';
import { type Considered, type CrmRecordRef, linkedRecords } from '../domain/crm-record/link.js';
import type { EmailReceivedData } from '../domain/email/events.js';
import { recordKey } from '../domain/ids.js';
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
}

export const emails = projection<EmailView>(
  'emails',
  {
    version: 2,
    fields: ['threadId', 'caseId', 'receivedAt'],
    arrays: ['records'],
    indexes: [['receivedAt'], ['threadId', 'receivedAt'], ['caseId', 'receivedAt'], ['records', 'receivedAt']],
  },
  {
    EmailReceived: ({ data, metadata }) => {
      const { emailId, messageId, threadKey, subject, from, to, cc, date, automatic, preview, attachments } = data;
      const { size, blob, headerOnly, delivery } = data;
      return at(emailId, () => ({
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
      }));
    },
    EmailDelivered: ({ data: { emailId, delivery, variant } }) =>
      existing(emailId, (view) => {
        const { accountId, folder } = delivery;
        return { ...view, deliveries: [...view.deliveries, { accountId, folder, variant: variant?.blob ?? null }] };
      }),
    EmailThreaded: ({ data }) => existing(data.emailId, (view) => ({ ...view, threadId: data.threadId })),
    EmailLinked: ({ data: { emailId, record, reason, via, opportunityId, considered } }) =>
      existing(emailId, (view) => {
        if (record.type === 'Case') {
          return { ...view, caseId: record.id, caseNumber: record.number, linkReason: reason };
        }
        const { type, id } = record;
        return {
          ...view,
          parent: { type, id, reason, via, opportunityId, considered },
          records: linkedRecords({ record, via, opportunityId }).map(recordKey),
        };
      }),
    EmailUnlinked: ({ data }) => existing(data.emailId, (view) => ({ ...view, parent: null, records: [] })),
  },
);
export const emailsCollection = live(emails.spec);
