import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type FilterView, filtersCollection } from '../../projections/filters.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** In the order in which they are asked. */
export class ListFilters extends Query<PageOf<FilterView>> {
  constructor(
    readonly asker: Asker | undefined,
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListFilters)
export class ListFiltersHandler implements IQueryHandler<ListFilters> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ asker, paging, after }: ListFilters): Promise<PageOf<FilterView>> {
    await this.readModels.reached(after, filtersCollection);
    return this.readModels.find<FilterView>(filtersCollection, {
      where: visible(asker, 'filters'),
      sort: { field: 'place', direction: 'asc' },
      ...pageOf(paging),
    });
  }
}
