import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { casesCollection } from '../../projections/cases.js';
import { type TimelineEntry, timelinesCollection } from '../../projections/timelines.js';
import type { Asker } from '../access/asker.js';
import { caseNamed } from './case-names.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** A case's stream panel, oldest first. */
export class GetTimeline extends Query<PageOf<TimelineEntry>> {
  constructor(
    /** The case's number or id. */
    readonly name: string,
    readonly paging: Paging = {},
    readonly after?: Position,
    readonly asker?: Asker,
  ) {
    super();
  }
}

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ name, paging, after, asker }: GetTimeline): Promise<PageOf<TimelineEntry>> {
    await this.readModels.reached(after, casesCollection, timelinesCollection);
    const { caseId } = await caseNamed(this.readModels, name, asker);
    return this.readModels.find<TimelineEntry>(timelinesCollection, {
      where: { caseId },
      sort: { field: 'revision', direction: 'asc' },
      ...pageOf(paging),
    });
  }
}
