import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PLAIN } from '../../domain/assignment/rule.js';
import { type Case, type CaseRequest, caseDecider, requestCase } from '../../domain/case/case.js';
import { CaseId, derivedId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { checkNamed } from './account-settings.js';
import type { Asked } from './asked.js';

export interface RequestedCase extends Changed {
  /** Its number comes with the routing, an instant later. */
  readonly caseId: CaseId;
}

/** Makes a case by hand. */
@Requires('cases', 'edit')
export class RequestCase extends Command<RequestedCase> {
  constructor(
    readonly request: Omit<CaseRequest, 'caseId' | keyof typeof PLAIN> & Partial<typeof PLAIN>,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(RequestCase)
export class RequestCaseHandler implements ICommandHandler<RequestCase> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ request, by }: RequestCase): Promise<RequestedCase> {
    await checkNamed(this.aggregates, [], request);
    const caseId = CaseId.parse(derivedId('case-by-hand', by.actor, by.cause));
    const decide = (state: Case) => requestCase(state, { ...PLAIN, ...request, caseId });
    const changed = await this.aggregates.change(caseDecider, streams.case(caseId), decide, by);
    return { ...changed, caseId };
  }
}
