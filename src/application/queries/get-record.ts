import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CrmRecordRef } from '../../domain/crm-record/link.js';
import type { Position } from '../../domain/event.js';
import { recordKey } from '../../domain/ids.js';
import { type RecordView, recordsCollection } from '../../projections/records.js';
import type { Asker } from '../access/asker.js';
import { mustRead } from '../access/reading.js';
import { ReadModels } from './read-models.js';

export class GetRecord extends Query<RecordView> {
  constructor(
    readonly record: CrmRecordRef,
    readonly asker?: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetRecord)
export class GetRecordHandler implements IQueryHandler<GetRecord> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ record, asker, after }: GetRecord): Promise<RecordView> {
    await this.readModels.reached(after, recordsCollection);
    const key = recordKey(record);
    const view = await this.readModels.mustGet<RecordView>(recordsCollection, key, 'record');
    return mustRead(asker, 'records', view, 'record', key);
  }
}
