import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Case, caseDecider, changeCasePriority } from '../../domain/case/case.js';
import type { CasePriority } from '../../domain/case/events.js';
import { type CaseId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

@Requires('cases', 'edit', ({ caseId }: ChangeCasePriority) => ({ kind: 'case', id: caseId }))
export class ChangeCasePriority extends Command<Changed> {
  constructor(
    readonly caseId: CaseId,
    readonly to: CasePriority,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ChangeCasePriority)
export class ChangeCasePriorityHandler implements ICommandHandler<ChangeCasePriority> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ caseId, to, by }: ChangeCasePriority): Promise<Changed> {
    const decide = (state: Case) => changeCasePriority(state, to);
    return this.aggregates.change(caseDecider, streams.case(caseId), decide, by, by.expectedRevision);
  }
}
