import { describe, expect, it } from 'vitest';
import type { EmailReport, ReportedRecipient } from '../../src/domain/email/report.js';
import { judgeReport, type SentEmail } from '../../src/domain/email/sent-email.js';
import { CaseId, EmailId, UserId } from '../../src/domain/ids.js';

const emailId = EmailId.parse('sent');
const report = EmailId.parse('report');
const userId = UserId.parse('ana');
const of = { id: CaseId.parse('c1'), number: 7 };
const ours: SentEmail = {
  ...{ status: 'ours', emailId, userId, case: of, records: [] },
  recipients: ['nina@customer.example', 'Jan@Customer.example'],
};
const failed = (recipient: string, more: Partial<ReportedRecipient> = {}): ReportedRecipient => ({
  ...{ recipient, finalRecipient: null, action: 'failed', status: '5.1.1', diagnostic: null, permanent: true },
  ...more,
});
const reportOf = (...recipients: ReportedRecipient[]): EmailReport => ({
  ...{ kind: 'delivery', originalMessageId: '<1@acme.example>', feedbackType: null, recipients, leftOut: 0 },
});
const about = { emailId, report, userId, case: of, records: [] };

describe('a report', () => {
  it('about one whom the message was written to is a bounce', () => {
    const { action: _, finalRecipient: __, ...said } = failed('nina@customer.example');
    expect(judgeReport(ours, reportOf(failed('nina@customer.example')), report)).toMatchObject({
      outcome: 'matched',
      strangers: 0,
      events: [{ type: 'EmailBounced', data: { ...about, ...said, action: 'failed' } }],
    });
  });

  it('is believed of those alone whom it was written to', () => {
    const judged = judgeReport(ours, reportOf(failed('eva@else.example'), failed('jan@customer.example')), report);
    expect(judged).toMatchObject({ outcome: 'matched', strangers: 1 });
    expect(judged.events).toMatchObject([{ data: { recipient: 'jan@customer.example' } }]);
    expect(judgeReport(ours, reportOf(failed('eva@else.example')), report)).toMatchObject({
      outcome: 'not-a-recipient',
      events: [],
      strangers: 1,
    });
  });

  it('knows one by where it was passed on to', () => {
    const passedOn = failed('list@else.example', { finalRecipient: 'nina@customer.example' });
    expect(judgeReport(ours, reportOf(passedOn), report).events).toMatchObject([
      { data: { recipient: 'nina@customer.example' } },
    ]);
  });

  it('that says the same of one again says it once; that it waited and then failed are two', () => {
    const nina = failed('nina@customer.example');
    const waited = failed('nina@customer.example', { action: 'delayed', status: '4.4.1', permanent: false });
    expect(judgeReport(ours, reportOf(nina, nina), report).events).toHaveLength(1);
    expect(judgeReport(ours, reportOf(waited, nina), report).events).toMatchObject([
      { type: 'EmailBounced', data: { action: 'delayed' } },
      { type: 'EmailBounced', data: { action: 'failed' } },
    ]);
  });

  it('of what was never sent is about nothing', () => {
    const judged = judgeReport({ status: 'not-ours' }, reportOf(failed('nina@customer.example')), report);
    expect(judged).toMatchObject({ outcome: 'not-ours', events: [] });
  });

  it.each(['delivered', 'relayed', 'expanded', 'displayed', 'deleted', 'dispatched', 'processed'] as const)(
    'that it was %s is no bounce',
    (action) => {
      const one = failed('nina@customer.example', { action, status: '2.0.0', permanent: false });
      expect(judgeReport(ours, reportOf(one), report).events).toMatchObject([
        { type: 'EmailArrivalReported', data: { action, status: '2.0.0' } },
      ]);
    },
  );

  it.each([
    ['abuse', 1],
    ['fraud', 1],
    ['opt-out', 1],
    ['not-spam', 0],
    ['auth-failure', 0],
  ])('of feedback %s is %i complaint', (feedbackType, complaints) => {
    const one = failed('nina@customer.example', { action: 'complained', status: null, permanent: false });
    const feedback: EmailReport = { ...reportOf(one), kind: 'feedback', feedbackType };
    expect(judgeReport(ours, feedback, report).events.map(({ type }) => type)).toEqual(
      Array.from({ length: complaints }, () => 'EmailComplainedOf'),
    );
  });
});
