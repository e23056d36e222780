import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CaseName } from '../../domain/case/events.js';
import type { Position } from '../../domain/event.js';
import { CaseId } from '../../domain/ids.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { caseItself, caseNamed, mergedInto } from './case-names.js';
import { ReadModels } from './read-models.js';
import { type ShownCase, shownCase } from './shown.js';

export interface WholeCase extends ShownCase {
  /** The case that was asked for, where that was merged into this one; none: this one. */
  readonly askedFor: CaseName | null;
  /** What was merged into it, by number: of each the messages and notes are seen here. */
  readonly merged: readonly Pick<CaseView, 'caseId' | 'number' | 'subject' | 'emailCount' | 'noteCount'>[];
}

export class GetCase extends Query<WholeCase> {
  constructor(
    /** Its number or its id. */
    readonly name: string,
    readonly after?: Position,
    readonly asker?: Asker,
    /** Also one that was merged, not what it was merged into. */
    readonly itself = false,
  ) {
    super();
  }
}

@QueryHandler(GetCase)
export class GetCaseHandler implements IQueryHandler<GetCase> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ name, after, asker, itself }: GetCase): Promise<WholeCase> {
    await this.readModels.reached(after, casesCollection);
    const asked = await caseItself(this.readModels, name, asker);
    const view = itself || asked.mergedInto === null ? asked : await caseNamed(this.readModels, name, asker);
    const merged = await mergedInto(this.readModels, view.caseId);
    return {
      ...shownCase(view),
      askedFor: view.caseId === asked.caseId ? null : { id: CaseId.parse(asked.caseId), number: asked.number },
      merged: merged.map(({ caseId, number, subject, emailCount, noteCount }) => ({
        ...{ caseId, number, subject, emailCount, noteCount },
      })),
    };
  }
}
