import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { caseDecider, present } from '../../domain/case/case.js';
import { caseNameOf, splitCase } from '../../domain/case/merge.js';
import { emailCase } from '../../domain/email/case.js';
import { Invalid, Rejected } from '../../domain/errors.js';
import { CaseId, derivedId, type EmailId, streams, type UserId } from '../../domain/ids.js';
import { type EmailView, emailsCollection } from '../../projections/emails.js';
import { Requires } from '../access/need.js';
import { RecordAccess } from '../access/record-access.js';
import { Aggregates, checkSeen } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';
import { activeUser } from './present.js';
import type { RequestedCase } from './request-case.js';

/** Splits messages off a case into a new one; routing gives it its number and its user. To name one takes `assign`. */
@Requires('cases', 'edit', ({ caseId }: SplitCase) => ({ kind: 'case', id: caseId }))
export class SplitCase extends Command<RequestedCase> {
  constructor(
    readonly caseId: CaseId,
    readonly emails: readonly EmailId[],
    /** None: that of the first of the messages. */
    readonly subject: string | null,
    /** None: whoever the distribution finds. */
    readonly userId: UserId | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SplitCase)
export class SplitCaseHandler implements ICommandHandler<SplitCase> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly log: EventLog,
    private readonly readModels: ReadModels,
    private readonly records: RecordAccess,
  ) {}

  async execute({ caseId: from, emails: given, subject, userId, by }: SplitCase): Promise<RequestedCase> {
    const caseId = CaseId.parse(derivedId('split', by.actor, by.cause, from));
    const stream = streams.case(caseId);
    const before = await this.aggregates.load(caseDecider, stream, by.cause);
    if (before.done) return { revision: before.revision, position: before.position, caseId };
    const emails = [...new Set(given)];
    const { state, revision } = await this.aggregates.load(caseDecider, streams.case(from));
    const source = present(state);
    checkSeen(by.expectedRevision, revision);
    if (source.merged) {
      const { number, merged } = source;
      throw new Rejected('case-merged', `Case ${number} was merged into case ${merged.into.number}.`);
    }
    if (userId !== null) {
      await this.records.must(by.asker, 'assign', { type: 'Case', id: from });
      await activeUser(this.aggregates, userId);
    }
    await this.mustBeIn(from, emails);
    const { priority, teamId } = source;
    const named = subject ?? (await this.subjectOf(emails));
    const asked = { caseId, from: caseNameOf(source), emails, subject: named, priority, teamId, userId };
    const changed = await this.aggregates.change(caseDecider, stream, (one) => splitCase(one, asked), by);
    return { ...changed, caseId };
  }

  private async mustBeIn(caseId: CaseId, emails: readonly EmailId[]): Promise<void> {
    const loaded = await Promise.all(emails.map((id) => this.aggregates.load(emailCase, streams.email(id))));
    const wrong = loaded.flatMap(({ state }, n) =>
      state.status === 'here' && state.caseId === caseId
        ? []
        : [{ path: `emails.${n}`, message: 'is no e-mail of this case' }],
    );
    if (wrong.length > 0) throw new Invalid(wrong);
    const { items } = await this.readModels.find<EmailView>(emailsCollection, {
      where: { caseId },
      sort: { field: 'receivedAt', direction: 'asc' },
      limit: emails.length + 1,
    });
    const leaving: ReadonlySet<string> = new Set(emails);
    if (items.length > 0 && items.every(({ emailId }) => leaving.has(emailId))) {
      throw new Rejected('nothing-left', 'These are all e-mails of the case: leave it one.');
    }
  }

  private async subjectOf([first]: readonly EmailId[]): Promise<string> {
    if (first) {
      for await (const { type, data } of this.log.readStream(streams.email(first))) {
        if (type === 'EmailReceived' || type === 'EmailQueued') return data.subject.slice(0, 500) || '(no subject)';
      }
    }
    return '(no subject)';
  }
}
