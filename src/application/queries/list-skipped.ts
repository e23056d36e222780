import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ofUser } from '../../domain/access/audience.js';
import type { Position } from '../../domain/event.js';
import { type SkippedView, skippedCollection } from '../../projections/skipped.js';
import type { Asker } from '../access/asker.js';
import type { Filter } from '../ports/document-store.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** What filters kept out, the latest first: all of it for administrators, for a user what came to their own accounts. */
export class ListSkipped extends Query<PageOf<SkippedView>> {
  constructor(
    readonly asker: Asker | undefined,
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListSkipped)
export class ListSkippedHandler implements IQueryHandler<ListSkipped> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ asker, paging, after }: ListSkipped): Promise<PageOf<SkippedView>> {
    await this.readModels.reached(after, skippedCollection);
    const where: Filter = !asker || asker.administrator ? {} : { belongsTo: ofUser(asker.userId) };
    return this.readModels.find<SkippedView>(skippedCollection, {
      where,
      sort: { field: 'at', direction: 'desc' },
      ...pageOf(paging),
    });
  }
}
