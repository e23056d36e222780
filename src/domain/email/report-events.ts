import { z } from 'zod';
import { CaseName } from '../case/name.js';
import { CrmRecordRef } from '../crm-record/link.js';
import { type EventsOf, event } from '../event.js';
import { EmailId, UserId } from '../ids.js';
import { ReportedRecipient } from './report.js';

/** What is said of a message of ours for one of those that it was written to. */
const about = {
  emailId: EmailId.describe('What was sent.'),
  report: EmailId.describe('The message that says so.'),
  recipient: z.string().meta({ personal: 'recipient' }).describe('As it was written to.'),
  userId: UserId.nullable().describe('Who wrote it; none: the service did.'),
  case: CaseName.nullable().describe('That it belonged to by then.'),
  records: z.array(CrmRecordRef).describe('That it was about by then: its parent first.'),
};
const { action, status, diagnostic, permanent } = ReportedRecipient.shape;

/** How a report was taken. */
export const ReportOutcome = z
  .enum(['matched', 'no-message-id', 'not-ours', 'not-a-recipient'])
  .describe(
    '`no-message-id`: it does not say which message it is about; `not-ours`: nothing was sent under that Message-ID; `not-a-recipient`: not to those whom it names.',
  );
export type ReportOutcome = z.infer<typeof ReportOutcome>;

export const reportEvents = {
  EmailBounced: event(
    'A message of ours did not reach one of its recipients, or not yet: a report that names both says so.',
    z.object({ ...about, action: action.extract(['failed', 'delayed']), status, diagnostic, permanent }),
  ),
  EmailArrivalReported: event(
    'A message of ours was delivered, passed on, or displayed, as its recipient or their server says.',
    z.object({ ...about, action: action.exclude(['failed', 'delayed', 'complained']), status }),
  ),
  EmailComplainedOf: event(
    'A recipient complains of a message of ours (RFC 5965).',
    z.object({ ...about, feedbackType: z.string() }),
  ),
  EmailReportJudged: event(
    'What was to be done about a report is done: what it says stands with the message that it is about, or it is about none of ours.',
    z.object({
      emailId: EmailId.describe('The report itself.'),
      outcome: ReportOutcome,
      sentEmailId: EmailId.nullable().describe('What it is about, where that is ours.'),
      strangers: z.number().int().nonnegative().describe('How many it names to whom that was not written.'),
    }),
  ),
};
export type ReportEvent = EventsOf<typeof reportEvents>;
