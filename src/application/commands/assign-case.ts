import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { assignCase, type Case, caseDecider } from '../../domain/case/case.js';
import { type CaseId, streams, type TeamId, type UserId } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import { activeUser, presentTeam } from './present.js';

/** Gives a case to a user by hand. */
@Requires('cases', 'assign', ({ caseId }: AssignCase) => ({ kind: 'case', id: caseId }))
export class AssignCase extends Command<Changed> {
  constructor(
    readonly caseId: CaseId,
    readonly userId: UserId,
    /** None: it stays in its team. */
    readonly teamId: TeamId | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(AssignCase)
export class AssignCaseHandler implements ICommandHandler<AssignCase> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ caseId, userId, teamId, by }: AssignCase): Promise<Changed> {
    await activeUser(this.aggregates, userId);
    if (teamId !== null) await presentTeam(this.aggregates, teamId);
    const decide = (state: Case) => assignCase(state, userId, teamId);
    return this.aggregates.change(caseDecider, streams.case(caseId), decide, by, by.expectedRevision);
  }
}
