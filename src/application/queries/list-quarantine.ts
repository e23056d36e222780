import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type QuarantineView, quarantineCollection } from '../../projections/quarantine.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export class ListQuarantine extends Query<PageOf<QuarantineView>> {
  constructor(
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListQuarantine)
export class ListQuarantineHandler implements IQueryHandler<ListQuarantine> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ paging, after }: ListQuarantine): Promise<PageOf<QuarantineView>> {
    await this.readModels.reached(after, quarantineCollection);
    return this.readModels.find<QuarantineView>(quarantineCollection, {
      sort: { field: 'at', direction: 'desc' },
      ...pageOf(paging),
    });
  }
}
