import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { addressIdOf } from '../../domain/ids.js';
import { type AddressMarksView, addressMarksCollection } from '../../projections/address-marks.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

export type ListedMarks = Omit<AddressMarksView, 'heard' | 'heardAt'>;

/** What is held against addresses, the latest first; or against one. */
export class ListAddressMarks extends Query<PageOf<ListedMarks>> {
  constructor(
    readonly filter: Paging & { readonly address?: string } = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListAddressMarks)
export class ListAddressMarksHandler implements IQueryHandler<ListAddressMarks> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, after }: ListAddressMarks): Promise<PageOf<ListedMarks>> {
    await this.readModels.reached(after, addressMarksCollection);
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
    return { items: items.map(listed), next };
  }
}

export const listed = ({ heard: _, heardAt: __, ...marks }: AddressMarksView): ListedMarks => marks;
