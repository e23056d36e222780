import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { caseNamed } from './case-names.js';
import { ReadModels } from './read-models.js';
import { type ShownCase, shownCase } from './shown.js';

export class GetCase extends Query<ShownCase> {
  constructor(
    /** Its number or its id. */
    readonly name: string,
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetCase)
export class GetCaseHandler implements IQueryHandler<GetCase> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ name, after, asker }: GetCase): Promise<ShownCase> {
    await this.readModels.reached(after, casesCollection);
    return shownCase(await caseNamed(this.readModels, name, asker));
  }
}
