import { Injectable } from '@nestjs/common';
import { addressMarks, mayBeWrittenAutomatically } from '../../domain/address/address.js';
import { addressIdOf, streams } from '../../domain/ids.js';
import { type AddressMarksView, addressMarksCollection } from '../../projections/address-marks.js';
import { Aggregates } from '../log/aggregates.js';
import { ReadModels } from './read-models.js';

/** What somebody who writes to an address should know. */
export interface AddressWarning {
  readonly address: string;
  /** `bounced`: nothing can be delivered there; `complained`: its owner complains of our mail. */
  readonly code: 'bounced' | 'complained';
  /** When that was reported. ISO 8601. */
  readonly since: string;
  /** For people. */
  readonly words: string;
}

/** What is held against those who are written to. */
@Injectable()
export class AddressWarnings {
  constructor(
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
  ) {}

  /** For whoever writes by hand: in the order of the addresses, which are in lower case. */
  async of(addresses: readonly string[]): Promise<readonly AddressWarning[]> {
    const different = [...new Set(addresses)];
    const marks = await this.readModels.many<AddressMarksView>(addressMarksCollection, different.map(addressIdOf));
    return different.flatMap((address) => {
      const { bounced = null, complained = null } = marks.get(addressIdOf(address)) ?? {};
      return [
        ...(bounced ? [warning(address, 'bounced', bounced.at, bounced.status)] : []),
        ...(complained ? [warning(address, 'complained', complained.at, null)] : []),
      ];
    });
  }

  /** For the service itself, as the log stands: whoever complained gets nothing automatic. */
  async mayBeWrittenAutomatically(address: string): Promise<boolean> {
    const { state } = await this.aggregates.load(addressMarks, streams.address(addressIdOf(address)));
    return mayBeWrittenAutomatically(state);
  }
}

function warning(address: string, code: AddressWarning['code'], since: string, status: string | null): AddressWarning {
  const day = since.slice(0, 10);
  const words =
    code === 'bounced'
      ? `Nothing could be delivered to ${address} on ${day}${status === null ? '' : ` (${status})`}.`
      : `Whoever has ${address} complained of our mail on ${day}.`;
  return { address, code, since, words };
}
