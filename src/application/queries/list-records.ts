import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import type { RecordType } from '../../domain/ids.js';
import { type RecordView, recordsCollection } from '../../projections/records.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export interface RecordFilter extends Paging {
  readonly type?: RecordType;
  /** An address, in the form in which records have them. */
  readonly emailAddress?: string;
  /** Words of the name or of an address. */
  readonly text?: string;
}

export class ListRecords extends Query<PageOf<RecordView>> {
  constructor(
    readonly filter: RecordFilter = {},
    readonly asker?: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListRecords)
export class ListRecordsHandler implements IQueryHandler<ListRecords> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, asker, after }: ListRecords): Promise<PageOf<RecordView>> {
    await this.readModels.reached(after, recordsCollection);
    const { type, emailAddress, text } = filter;
    return this.readModels.find<RecordView>(recordsCollection, {
      where: {
        ...(type === undefined ? {} : { type }),
        ...(emailAddress === undefined ? {} : { emailAddresses: emailAddress }),
        ...visible(asker, 'records'),
      },
      ...(text === undefined ? {} : { text }),
      ...pageOf(filter),
    });
  }
}
