import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Case, caseDecider, changeCaseStatus } from '../../domain/case/case.js';
import type { CaseName, CaseStatus } from '../../domain/case/events.js';
import { Invalid, Rejected } from '../../domain/errors.js';
import { CaseId, streams } from '../../domain/ids.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { Requires } from '../access/need.js';
import { may } from '../access/reading.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

@Requires('cases', 'edit', ({ caseId }: ChangeCaseStatus) => ({ kind: 'case', id: caseId }))
export class ChangeCaseStatus extends Command<Changed> {
  constructor(
    readonly caseId: CaseId,
    readonly to: CaseStatus,
    /** The number of the case that it duplicates; for Duplicate, and only then. */
    readonly duplicateOf: number | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ChangeCaseStatus)
export class ChangeCaseStatusHandler implements ICommandHandler<ChangeCaseStatus> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ caseId, to, duplicateOf, by }: ChangeCaseStatus): Promise<Changed> {
    const original = duplicateOf === null ? null : await this.named(duplicateOf, by.asker);
    if (original && original.id !== caseId) await this.mustNotLeadBack(caseId, original);
    const decide = (state: Case) => changeCaseStatus(state, { to, duplicateOf: original });
    return this.aggregates.change(caseDecider, streams.case(caseId), decide, by, by.expectedRevision);
  }

  /** A ring of duplicates would have no case that anybody works on. (Two who do it at once can still make one; routing copes.) */
  private async mustNotLeadBack(caseId: CaseId, original: CaseName): Promise<void> {
    const seen = new Set<CaseId>();
    for (let next: CaseName | null = original; next && !seen.has(next.id); ) {
      if (next.id === caseId) {
        throw new Rejected('duplicate-ring', `Case ${original.number} is itself a duplicate of this one.`);
      }
      seen.add(next.id);
      const { state }: { state: Case } = await this.aggregates.load(caseDecider, streams.case(next.id));
      next = state.phase === 'created' ? state.duplicateOf : null;
    }
  }

  /** A number never changes its case, so the read model may be asked. What may not be read is not there. */
  private async named(number: number, asker: Asker | undefined): Promise<CaseName> {
    const { items } = await this.readModels.find<CaseView>(casesCollection, { where: { number }, limit: 1 });
    const [found] = items;
    if (!found || !may(asker, 'cases', 'read', found.belongsTo)) {
      throw new Invalid([{ path: 'duplicateOf', message: `there is no case ${number}` }]);
    }
    return { id: CaseId.parse(found.caseId), number };
  }
}
