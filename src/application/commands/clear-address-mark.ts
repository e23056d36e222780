import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AddressMarks, addressMarks, clearMark } from '../../domain/address/address.js';
import type { AddressMark } from '../../domain/address/events.js';
import { addressIdOf, streams } from '../../domain/ids.js';
import { type RecordView, recordsCollection } from '../../projections/records.js';
import { type Asker, levelOf } from '../access/asker.js';
import { Requires } from '../access/need.js';
import { notAllowed } from '../access/reading.js';
import { RecordAccess } from '../access/record-access.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

/** Nothing is held against an address any more. Whoever may not edit all records has to be able to edit one of that address. */
@Requires('records', 'edit')
export class ClearAddressMark extends Command<Changed> {
  constructor(
    readonly address: string,
    readonly mark: AddressMark,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(ClearAddressMark)
export class ClearAddressMarkHandler implements ICommandHandler<ClearAddressMark> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly records: RecordAccess,
  ) {}

  async execute({ address, mark, by }: ClearAddressMark): Promise<Changed> {
    await this.mustBeTheirs(address, by.asker);
    const decide = (state: AddressMarks) => clearMark(state, address, mark);
    return this.aggregates.change(addressMarks, streams.address(addressIdOf(address)), decide, by);
  }

  /** @throws Rejected */
  private async mustBeTheirs(address: string, asker: Asker | undefined): Promise<void> {
    if (!asker || levelOf(asker, 'records', 'edit') === 'all') return;
    const where = { emailAddresses: address.toLowerCase() };
    for await (const page of this.readModels.pages<RecordView>(recordsCollection, { where })) {
      for (const { type, id } of page) {
        if (await this.records.may(asker, 'edit', { type, id })) return;
      }
    }
    throw notAllowed('records', 'edit');
  }
}
