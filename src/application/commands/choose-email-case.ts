import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { caseDecider } from '../../domain/case/case.js';
import type { CaseName } from '../../domain/case/events.js';
import { chooseCase, type EmailCase, emailCase } from '../../domain/email/case.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import { type CaseId, type EmailId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { RecordAccess } from '../access/record-access.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** A user says which case a message belongs to; none: to none. What follows, routing decides. */
@Requires('emails', 'edit', ({ emailId }: ChooseEmailCase) => ({ kind: 'email', id: emailId }))
export class ChooseEmailCase extends Command<Changed> {
  constructor(
    readonly emailId: EmailId,
    readonly caseId: CaseId | null,
    readonly by: Asked,
  ) {
    super();
  }
}

/** Both the case that it leaves and the one that it comes to are changed by that. */
@CommandHandler(ChooseEmailCase)
export class ChooseEmailCaseHandler implements ICommandHandler<ChooseEmailCase> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly access: RecordAccess,
  ) {}

  async execute({ emailId, caseId, by }: ChooseEmailCase): Promise<Changed> {
    const stream = streams.email(emailId);
    const { state } = await this.aggregates.load(emailCase, stream);
    const before = state.status === 'here' ? state.caseId : null;
    for (const id of new Set([before, caseId])) {
      if (id !== null) await this.access.must(by.asker, 'edit', { type: 'Case', id });
    }
    const to = caseId === null ? null : await this.named(caseId);
    const decide = (now: EmailCase) => chooseCase(now, emailId, to);
    return this.aggregates.change(emailCase, stream, decide, by, by.expectedRevision);
  }

  private async named(caseId: CaseId): Promise<CaseName> {
    const { state } = await this.aggregates.load(caseDecider, streams.case(caseId));
    if (state.phase === 'absent') throw new NotFound('case', caseId);
    if (state.phase === 'requested')
      throw new Rejected('case-not-ready', 'The case is being made; it has no number yet.');
    return { id: caseId, number: state.number };
  }
}
