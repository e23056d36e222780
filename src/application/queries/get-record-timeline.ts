import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CrmRecordRef } from '../../domain/crm-record/link.js';
import type { Position } from '../../domain/event.js';
import { recordKey } from '../../domain/ids.js';
import { emailsCollection } from '../../projections/emails.js';
import { type RecordTimelineEntry, recordTimelinesCollection } from '../../projections/record-timelines.js';
import { type RecordView, recordsCollection } from '../../projections/records.js';
import type { Asker } from '../access/asker.js';
import { mustRead } from '../access/reading.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { type WithSending, withSending } from './with-sending.js';

export type ShownRecordEntry = WithSending<RecordTimelineEntry>;

/** What happened with a record, the latest first, and how far what we wrote is on its way out. */
export class GetRecordTimeline extends Query<PageOf<ShownRecordEntry>> {
  constructor(
    readonly record: CrmRecordRef,
    readonly paging: Paging = {},
    readonly asker?: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetRecordTimeline)
export class GetRecordTimelineHandler implements IQueryHandler<GetRecordTimeline> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ record, paging, asker, after }: GetRecordTimeline): Promise<PageOf<ShownRecordEntry>> {
    await this.readModels.reached(after, recordsCollection, recordTimelinesCollection, emailsCollection);
    const key = recordKey(record);
    const view = await this.readModels.mustGet<RecordView>(recordsCollection, key, 'record');
    mustRead(asker, 'records', view, 'record', key);
    const { items, next } = await this.readModels.find<RecordTimelineEntry>(recordTimelinesCollection, {
      where: { record: key },
      sort: { field: 'at', direction: 'desc' },
      ...pageOf(paging),
    });
    return { items: await withSending(this.readModels, items, asker), next };
  }
}
