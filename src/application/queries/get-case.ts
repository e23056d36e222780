import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import { caseNamed } from './case-names.js';
import { ReadModels } from './read-models.js';

export class GetCase extends Query<CaseView> {
  constructor(
    /** Its number or its id. */
    readonly name: string,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetCase)
export class GetCaseHandler implements IQueryHandler<GetCase> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ name, after }: GetCase): Promise<CaseView> {
    await this.readModels.reached(after, casesCollection);
    return caseNamed(this.readModels, name);
  }
}
