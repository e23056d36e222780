import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { casesCollection } from '../../projections/cases.js';
import { emailsCollection } from '../../projections/emails.js';
import { type TimelineEntry, timelinesCollection } from '../../projections/timelines.js';
import type { Asker } from '../access/asker.js';
import { caseNamed, mergedInto } from './case-names.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { type WithSending, withSending } from './with-sending.js';

export type ShownEntry = WithSending<Omit<TimelineEntry, 'position'>>;

/**
 * A case's stream panel, oldest first, with those of the cases that were merged into it, and how far our answers are on
 * their way out.
 */
export class GetTimeline extends Query<PageOf<ShownEntry>> {
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

  async execute({ name, paging, after, asker }: GetTimeline): Promise<PageOf<ShownEntry>> {
    await this.readModels.reached(after, casesCollection, timelinesCollection, emailsCollection);
    const { caseId } = await caseNamed(this.readModels, name, asker);
    const merged = await mergedInto(this.readModels, caseId);
    const { items, next } = await this.readModels.find<TimelineEntry>(timelinesCollection, {
      where: { caseId: { in: [caseId, ...merged.map((one) => one.caseId)] } },
      sort: { field: 'position', direction: 'asc' },
      ...pageOf(paging),
    });
    const entries = items.map(({ position: _, ...entry }) => entry);
    return { items: await withSending(this.readModels, entries, asker), next };
  }
}
