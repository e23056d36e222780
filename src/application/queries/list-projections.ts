import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ProjectionStatus } from '../../projections/engine.js';
import { ProjectionEngines } from '../../projections/engines.js';

/** The read models: how far each has come, and what stopped it. */
export class ListProjections extends Query<readonly ProjectionStatus[]> {}

@QueryHandler(ListProjections)
export class ListProjectionsHandler implements IQueryHandler<ListProjections> {
  constructor(private readonly projections: ProjectionEngines) {}

  async execute(): Promise<readonly ProjectionStatus[]> {
    return this.projections.status();
  }
}
