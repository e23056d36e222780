import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CrmRecordRef } from '../../domain/crm-record/link.js';
import type { Position } from '../../domain/event.js';
import { addressIdOf, recordKey } from '../../domain/ids.js';
import { type AddressMarksView, addressMarksCollection } from '../../projections/address-marks.js';
import { type RecordView, recordsCollection } from '../../projections/records.js';
import type { Asker } from '../access/asker.js';
import { mustRead } from '../access/reading.js';
import { type ListedMarks, listed } from './list-address-marks.js';
import { ReadModels } from './read-models.js';

export interface RecordWithMarks extends RecordView {
  /** What is held against its addresses. */
  readonly addressMarks: readonly ListedMarks[];
}

export class GetRecord extends Query<RecordWithMarks> {
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

  async execute({ record, asker, after }: GetRecord): Promise<RecordWithMarks> {
    await this.readModels.reached(after, recordsCollection, addressMarksCollection);
    const key = recordKey(record);
    const view = await this.readModels.mustGet<RecordView>(recordsCollection, key, 'record');
    const { emailAddresses } = mustRead(asker, 'records', view, 'record', key);
    const ids = emailAddresses.map(addressIdOf);
    const marks = await this.readModels.many<AddressMarksView>(addressMarksCollection, ids);
    return { ...view, addressMarks: ids.flatMap((id) => marks.get(id) ?? []).map(listed) };
  }
}
