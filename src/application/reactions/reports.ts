import { addressMarks, hearFrom, markBounced, markComplained } from '../../domain/address/address.js';
import type { AddressEvent } from '../../domain/address/events.js';
import { type Case, caseDecider, noteReports } from '../../domain/case/case.js';
import type { Decider } from '../../domain/decider.js';
import { isAddressDead } from '../../domain/email/delivery-status.js';
import type { ReportEvent } from '../../domain/email/report-events.js';
import {
  isComplaint,
  type JudgedReport,
  judgeReport,
  type SentEmail,
  sentEmail,
} from '../../domain/email/sent-email.js';
import type { Position } from '../../domain/event.js';
import type { RecordedAs } from '../../domain/events.js';
import { addressIdOf, EmailId, streams } from '../../domain/ids.js';
import type { Aggregates } from '../log/aggregates.js';
import type { Cause, EventLog } from '../log/event-log.js';
import type { Logger } from '../ports/logger.js';
import type { AloneWork } from './alone.js';

const ACTOR = 'system:reports';

/** A mark of an address, and what came from there since. */
export interface Heard {
  readonly address: string;
  readonly emailId: EmailId;
  /** When that came. ISO 8601. */
  readonly at: string;
}

/** What the reaction asks the read models. */
export interface OpenReports {
  /** Messages whose reports nobody has looked at yet, the first ones first. */
  open(): Promise<readonly EmailId[]>;
  /** The message of ours that was sent under a Message-ID; none: there is none. Up to date with a place in the log. */
  sent(messageId: string, after: Position): Promise<EmailId | null>;
  /** Addresses that bounced, and from which somebody has written since. */
  heard(): Promise<readonly Heard[]>;
  /** Resolves when what was written is shown, so that it is not looked at twice. */
  shown(after: Position): Promise<void>;
}

type Received = RecordedAs<'EmailReceived'>;
type Ours = Extract<SentEmail, { status: 'ours' }>;

/** Whether a report was dealt with, in its own stream. */
const judged: Decider<boolean, ReportEvent> = {
  initialState: () => false,
  evolve: (state, { type }) => state || type === 'EmailReportJudged',
};

/**
 * Takes what machines report of our messages to where it belongs: to the message, to its case, to the address. Each write
 * has the report as its cause, and that the report is dealt with is written last: broken off anywhere, the next run
 * completes it and repeats nothing.
 */
export class Reports implements AloneWork {
  readonly name = 'reports';

  constructor(
    private readonly log: EventLog,
    private readonly aggregates: Aggregates,
    private readonly readModels: OpenReports,
    private readonly logger: Logger,
  ) {}

  forget(): void {
    // Nothing is kept between two runs.
  }

  async run(signal: AbortSignal): Promise<null> {
    let last: Position | null = null;
    for (const reportId of await this.readModels.open()) {
      if (signal.aborted) return null;
      last = (await this.take(reportId)) ?? last;
    }
    for (const heard of await this.readModels.heard()) {
      if (signal.aborted) return null;
      last = await this.hear(heard);
    }
    // What is behind these is looked at when they are gone from the read model, which rings.
    if (last !== null) await this.readModels.shown(last);
    return null;
  }

  private async take(reportId: EmailId): Promise<Position | null> {
    const received = await this.received(reportId);
    const report = received?.data.report;
    if (!received || !report) return null;
    const { stream, revision, metadata } = received;
    const by = { actor: ACTOR, cause: `${stream}@${revision}`, correlationId: metadata.$correlationId };
    const { originalMessageId } = report;
    const sentId = originalMessageId === null ? null : await this.readModels.sent(originalMessageId, received.position);
    const { state } = sentId === null ? { state: sentEmail.initialState() } : await this.sentEmail(sentId);
    const found = judgeReport(state, report, reportId);
    if (state.status === 'ours') await this.carryOut(state, found, received, by);
    const outcome = originalMessageId === null ? 'no-message-id' : found.outcome;
    if (outcome !== 'matched')
      this.logger.info({ emailId: reportId, outcome }, 'a report is about none of our messages');
    const sentEmailId = state.status === 'ours' ? state.emailId : null;
    const data = { emailId: reportId, outcome, sentEmailId, strangers: found.strangers };
    const done = await this.aggregates.change(
      judged,
      stream,
      (isJudged): ReportEvent[] => (isJudged ? [] : [{ type: 'EmailReportJudged', data }]),
      by,
    );
    return done.position;
  }

  private async carryOut(
    state: Ours,
    { events, recipients }: JudgedReport,
    received: Received,
    by: Cause,
  ): Promise<void> {
    const { emailId, case: of } = state;
    const report = received.data.emailId;
    await this.aggregates.change(sentEmail, streams.email(emailId), () => events, by);
    if (of) {
      const noted = recipients
        .filter(({ action }) => action !== 'complained' || isComplaint(received.data.report?.feedbackType ?? null))
        .map(({ recipient, action, status, diagnostic, permanent }) => ({
          ...{ caseId: of.id, emailId, report },
          ...{ recipient, action, status, diagnostic, permanent },
        }));
      await this.aggregates.change(caseDecider, streams.case(of.id), (state: Case) => noteReports(state, noted), by);
    }
    const at = received.data.delivery.receivedAt ?? received.metadata.at;
    for (const { type, data } of events) {
      if (type === 'EmailBounced' && isAddressDead(data.permanent, data.status, data.diagnostic)) {
        const { recipient: address, status, diagnostic } = data;
        await this.mark(address, by, (state) =>
          markBounced(state, { address, emailId, report, at, status, diagnostic }),
        );
      }
      if (type === 'EmailComplainedOf') {
        const { recipient: address, feedbackType } = data;
        await this.mark(address, by, (state) => markComplained(state, { address, emailId, report, at, feedbackType }));
      }
    }
  }

  private async hear({ address, emailId, at }: Heard): Promise<Position> {
    const by = { actor: ACTOR, cause: `${emailId} heard` };
    return (await this.mark(address, by, (state) => hearFrom(state, emailId, at))).position;
  }

  private mark(
    address: string,
    by: Cause,
    decide: (state: ReturnType<typeof addressMarks.initialState>) => AddressEvent[],
  ) {
    return this.aggregates.change(addressMarks, streams.address(addressIdOf(address)), decide, by);
  }

  private async received(emailId: EmailId): Promise<Received | null> {
    for await (const event of this.log.readStream(streams.email(emailId))) {
      if (event.type === 'EmailReceived') return event;
    }
    return null;
  }

  private sentEmail(emailId: EmailId) {
    return this.aggregates.load(sentEmail, streams.email(emailId));
  }
}
