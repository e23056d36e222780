import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type FilterView, filtersCollection } from '../../projections/filters.js';
import type { Asker } from '../access/asker.js';
import { mustRead } from '../access/reading.js';
import { ReadModels } from './read-models.js';

export class GetFilter extends Query<FilterView> {
  constructor(
    readonly asker: Asker | undefined,
    readonly filterId: string,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetFilter)
export class GetFilterHandler implements IQueryHandler<GetFilter> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ asker, filterId, after }: GetFilter): Promise<FilterView> {
    await this.readModels.reached(after, filtersCollection);
    const view = await this.readModels.mustGet<FilterView>(filtersCollection, filterId, 'filter');
    return mustRead(asker, 'filters', view, 'filter', filterId);
  }
}
