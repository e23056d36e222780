import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Case, caseDecider, type Tagging, tagCase } from '../../domain/case/case.js';
import { type CaseId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

@Requires('cases', 'edit', ({ caseId }: TagCase) => ({ kind: 'case', id: caseId }))
export class TagCase extends Command<Changed> {
  constructor(
    readonly caseId: CaseId,
    readonly tagging: Tagging,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(TagCase)
export class TagCaseHandler implements ICommandHandler<TagCase> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ caseId, tagging, by }: TagCase): Promise<Changed> {
    const decide = (state: Case) => tagCase(state, tagging);
    return this.aggregates.change(caseDecider, streams.case(caseId), decide, by, by.expectedRevision);
  }
}
