import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Case, caseDecider, unassignCase } from '../../domain/case/case.js';
import { type CaseId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** Takes a case from its user. */
@Requires('cases', 'assign', ({ caseId }: UnassignCase) => ({ kind: 'case', id: caseId }))
export class UnassignCase extends Command<Changed> {
  constructor(
    readonly caseId: CaseId,
    /** The distribution finds another one. */
    readonly redistribute: boolean,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(UnassignCase)
export class UnassignCaseHandler implements ICommandHandler<UnassignCase> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ caseId, redistribute, by }: UnassignCase): Promise<Changed> {
    const decide = (state: Case) => unassignCase(state, redistribute);
    return this.aggregates.change(caseDecider, streams.case(caseId), decide, by, by.expectedRevision);
  }
}
