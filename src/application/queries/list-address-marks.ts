import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { addressIdOf } from '../../domain/ids.js';
import { type AddressMarksView, addressMarksCollection } from '../../projections/address-marks.js';
import { type RecordView, recordsCollection } from '../../projections/records.js';
import type { Asker } from '../access/asker.js';
import { visible } from '../access/reading.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export type ListedMarks = Omit<AddressMarksView, 'heard' | 'heardAt'>;

/**
 * What is held against addresses, the latest first; or against one. Of all addresses whoever may read some records alone is
 * told of those that these have: a page may have less than it could.
 */
export class ListAddressMarks extends Query<PageOf<ListedMarks>> {
  constructor(
    readonly filter: Paging & { readonly address?: string } = {},
    readonly asker?: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListAddressMarks)
export class ListAddressMarksHandler implements IQueryHandler<ListAddressMarks> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, asker, after }: ListAddressMarks): Promise<PageOf<ListedMarks>> {
    await this.readModels.reached(after, addressMarksCollection, recordsCollection);
    const { address, ...paging } = filter;
    if (address !== undefined) {
      const view = await this.readModels.get<AddressMarksView>(addressMarksCollection, addressIdOf(address));
      return { items: view ? [listed(view)] : [], next: null };
    }
    const sort = { field: 'markedAt', direction: 'desc' } as const;
    const { items, next } = await this.readModels.find<AddressMarksView>(addressMarksCollection, {
      sort,
      ...pageOf(paging),
    });
    return { items: (await this.known(items, asker)).map(listed), next };
  }

  private async known(marks: readonly AddressMarksView[], asker: Asker | undefined) {
    const reach = visible(asker, 'records');
    if (Object.keys(reach).length === 0 || marks.length === 0) return marks;
    const addresses = new Set<string>();
    const where = { emailAddresses: { in: marks.map(({ address }) => address) }, ...reach };
    for await (const page of this.readModels.pages<RecordView>(recordsCollection, { where })) {
      for (const { emailAddresses } of page) for (const one of emailAddresses) addresses.add(one);
    }
    return marks.filter(({ address }) => addresses.has(address));
  }
}

export const listed = ({ heard: _, heardAt: __, ...marks }: AddressMarksView): ListedMarks => marks;
