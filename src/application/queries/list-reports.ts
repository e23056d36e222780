import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { type ReportView, reportsCollection } from '../../projections/reports.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export type ListedReport = Omit<ReportView, 'belongsTo'>;

/** What machines report of what was sent, the latest first: as far as somebody may read the messages that say so. */
export class ListReports extends Query<PageOf<ListedReport>> {
  constructor(
    readonly filter: Paging & { readonly outcome?: ReportView['outcome'] } = {},
    readonly asker?: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListReports)
export class ListReportsHandler implements IQueryHandler<ListReports> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, asker, after }: ListReports): Promise<PageOf<ListedReport>> {
    await this.readModels.reached(after, reportsCollection);
    const { outcome, ...paging } = filter;
    const { items, next } = await this.readModels.find<ReportView>(reportsCollection, {
      where: { ...(outcome === undefined ? {} : { outcome }), ...visible(asker, 'emails') },
      sort: { field: 'at', direction: 'desc' },
      ...pageOf(paging),
    });
    return { items: items.map(({ belongsTo: _, ...listed }) => listed), next };
  }
}
