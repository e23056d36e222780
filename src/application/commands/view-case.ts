import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Case, caseDecider, viewCase } from '../../domain/case/case.js';
import { type CaseId, streams, type UserId } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** Somebody has opened a case on their screen. */
@Requires('cases', 'read', ({ caseId }: ViewCase) => ({ kind: 'case', id: caseId }))
export class ViewCase extends Command<Changed> {
  constructor(
    readonly caseId: CaseId,
    readonly userId: UserId,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ViewCase)
export class ViewCaseHandler implements ICommandHandler<ViewCase> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ caseId, userId, by }: ViewCase): Promise<Changed> {
    const decide = (state: Case) => viewCase(state, userId);
    return this.aggregates.change(caseDecider, streams.case(caseId), decide, by);
  }
}
