import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AddressMarks, addressMarks, clearMark } from '../../domain/address/address.js';
import type { AddressMark } from '../../domain/address/events.js';
import { addressIdOf, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** Nothing is held against an address any more. */
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
  constructor(private readonly aggregates: Aggregates) {}

  execute({ address, mark, by }: ClearAddressMark): Promise<Changed> {
    const decide = (state: AddressMarks) => clearMark(state, address, mark);
    return this.aggregates.change(addressMarks, streams.address(addressIdOf(address)), decide, by);
  }
}
