import { live } from '../application/ports/document-store.js';
import { belongingsOfEmail, receiptOf } from '../domain/email/belongings.js';
import type { EmailReport } from '../domain/email/report.js';
import type { ReportOutcome } from '../domain/email/report-events.js';
import { existing, insert, projection } from './projection.js';

/** Of the recipients that a report names, those that a list shows. */
const SHOWN = 20;

/** A message that reports of another one. */
export interface ReportView {
  readonly emailId: string;
  /** When it came. */
  readonly at: string;
  readonly kind: EmailReport['kind'];
  readonly feedbackType: string | null;
  readonly originalMessageId: string | null;
  /** The first of them. */
  readonly recipients: EmailReport['recipients'];
  readonly count: number;
  /** `open`: nobody has looked at it yet. */
  readonly outcome: ReportOutcome | 'open';
  /** What it is about, where that is ours. */
  readonly sentEmailId: string | null;
  /** How many it names to whom that was not written. */
  readonly strangers: number;
  readonly belongsTo: readonly string[];
}

export const reports = projection<ReportView>(
  'reports',
  {
    version: 1,
    fields: ['outcome', 'at'],
    arrays: ['belongsTo'],
    indexes: [['outcome', 'at'], ['at'], ['belongsTo', 'at', 'outcome']],
  },
  {
    EmailReceived: ({ data, metadata }) => {
      const { emailId, report, delivery } = data;
      if (report === null) return [];
      const { kind, feedbackType, originalMessageId, recipients, leftOut } = report;
      return insert(emailId, {
        emailId,
        at: delivery.receivedAt ?? metadata.at,
        kind,
        feedbackType,
        originalMessageId,
        recipients: recipients.slice(0, SHOWN),
        count: recipients.length + leftOut,
        outcome: 'open',
        sentEmailId: null,
        strangers: 0,
        belongsTo: [...belongingsOfEmail(receiptOf(data), false, [])],
      });
    },
    EmailReportJudged: ({ data: { emailId, outcome, sentEmailId, strangers } }) =>
      existing(emailId, (view) => ({ ...view, outcome, sentEmailId, strangers })),
  },
);
export const reportsCollection = live(reports.spec);
