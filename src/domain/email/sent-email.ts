import type { CaseName } from '../case/events.js';
import { type CrmRecordRef, linkedRecords } from '../crm-record/link.js';
import type { Decider } from '../decider.js';
import type { EmailId, UserId } from '../ids.js';
import type { OutgoingEvent } from '../outgoing/events.js';
import type { EmailEvent } from './events.js';
import type { EmailReport, ReportedRecipient } from './report.js';
import type { ReportEvent, ReportOutcome } from './report-events.js';

/** A message of ours, as far as a report is about it. */
export type SentEmail =
  | { readonly status: 'not-ours' }
  | {
      readonly status: 'ours';
      readonly emailId: EmailId;
      readonly recipients: readonly string[];
      readonly userId: UserId | null;
      readonly case: CaseName | null;
      readonly records: readonly CrmRecordRef[];
    };

export const sentEmail: Decider<SentEmail, EmailEvent | OutgoingEvent | ReportEvent> = {
  initialState: () => ({ status: 'not-ours' }),
  evolve(state, { type, data }) {
    if (type === 'EmailQueued') {
      const { emailId, dispatch } = data;
      const { envelope, userId, case: writtenIn, about } = dispatch;
      const records = about === null || about.type === 'Case' ? [] : [{ type: about.type, id: about.id }];
      return { status: 'ours', emailId, recipients: envelope.to, userId, case: writtenIn, records };
    }
    if (state.status === 'not-ours') return state;
    switch (type) {
      case 'EmailLinked': {
        const { record, via, opportunityId } = data;
        if (record.type === 'Case') return { ...state, case: { id: record.id, number: record.number } };
        return {
          ...state,
          records: linkedRecords({ record: { type: record.type, id: record.id }, via, opportunityId }),
        };
      }
      case 'EmailLeftCase':
        return { ...state, case: null };
      case 'EmailUnlinked':
        return { ...state, records: [] };
      default:
        return state;
    }
  },
};

/** What a report comes to: the facts that it adds to the message that it is about, each with whom it is of. */
export interface JudgedReport {
  readonly outcome: ReportOutcome;
  readonly events: readonly ReportEvent[];
  /** Those that it is right to name. */
  readonly recipients: readonly ReportedRecipient[];
  /** How many it names to whom nothing was written. */
  readonly strangers: number;
}

/** Feedback that is no complaint of a recipient (RFC 6430, RFC 6591). */
const NO_COMPLAINT: ReadonlySet<string> = new Set(['not-spam', 'auth-failure', 'virus']);

export const isComplaint = (feedbackType: string | null): boolean =>
  feedbackType !== null && !NO_COMPLAINT.has(feedbackType);

/**
 * Judges a report about a message under whose Message-ID something was sent. Whoever has seen that id can write a report;
 * so it is believed only of those whom the message was written to, each once for each thing that became of it.
 * @param report the message that it came in
 */
export function judgeReport(
  state: SentEmail,
  { recipients, feedbackType }: EmailReport,
  report: EmailId,
): JudgedReport {
  if (state.status === 'not-ours')
    return { outcome: 'not-ours', events: [], recipients: [], strangers: recipients.length };
  const { emailId, userId, case: of, records } = state;
  const written = new Set(state.recipients.map((address) => address.toLowerCase()));
  const known = new Map<string, ReportedRecipient>();
  let strangers = 0;
  for (const one of recipients) {
    const recipient = [one.recipient, one.finalRecipient].find((address) => address !== null && written.has(address));
    if (recipient) known.set(`${recipient} ${one.action}`, { ...one, recipient });
    else strangers++;
  }
  const all = [...known.values()];
  const about = { emailId, report, userId, case: of, records: [...records] };
  const events = all.flatMap((one) => factOf(one, about, feedbackType));
  return { outcome: all.length > 0 ? 'matched' : 'not-a-recipient', events, recipients: all, strangers };
}

type About = Omit<Extract<ReportEvent, { type: 'EmailArrivalReported' }>['data'], 'recipient' | 'action' | 'status'>;

function factOf(
  { recipient, action, status, diagnostic, permanent }: ReportedRecipient,
  about: About,
  feedbackType: string | null,
): ReportEvent[] {
  const of = { ...about, recipient };
  if (action === 'failed' || action === 'delayed') {
    return [{ type: 'EmailBounced', data: { ...of, action, status, diagnostic, permanent } }];
  }
  if (action !== 'complained') return [{ type: 'EmailArrivalReported', data: { ...of, action, status } }];
  return feedbackType !== null && isComplaint(feedbackType)
    ? [{ type: 'EmailComplainedOf', data: { ...of, feedbackType } }]
    : [];
}
