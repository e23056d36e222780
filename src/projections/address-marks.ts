import { live } from '../application/ports/document-store.js';
import type { AddressMarks } from '../domain/address/address.js';
import { addressIdOf } from '../domain/ids.js';
import { at, existing, projection } from './projection.js';

/** What is held against an address; its id is derived from the address. */
export interface AddressMarksView extends AddressMarks {
  readonly address: string;
  /** The later of both. */
  readonly markedAt: string;
  /** Who has it has written since it bounced; none: not that we knew. */
  readonly heard: string | null;
  readonly heardAt: string;
}

const markedAt = ({ bounced, complained }: AddressMarks): string =>
  [bounced?.at ?? '', complained?.at ?? ''].sort().at(-1) ?? '';

export const addressMarks = projection<AddressMarksView>(
  'address-marks',
  { version: 1, fields: ['markedAt', 'heardAt'], indexes: [['markedAt'], ['heardAt']] },
  {
    AddressBounced: ({ data }) =>
      at(addressIdOf(data.address), (view) => {
        const marks = { bounced: data, complained: view?.complained ?? null };
        return { ...marks, address: data.address, markedAt: markedAt(marks), heard: null, heardAt: '' };
      }),
    AddressComplained: ({ data }) =>
      at(addressIdOf(data.address), (view) => {
        const marks = { bounced: view?.bounced ?? null, complained: data };
        const { heard, heardAt } = view ?? { heard: null, heardAt: '' };
        return { ...marks, address: data.address, markedAt: markedAt(marks), heard, heardAt };
      }),
    AddressMarkCleared: ({ data: { address, mark } }) =>
      existing(addressIdOf(address), (view) => {
        const marks = { bounced: view.bounced, complained: view.complained, [mark]: null };
        if (!marks.bounced && !marks.complained) return undefined;
        return { ...marks, address, markedAt: markedAt(marks), heard: null, heardAt: '' };
      }),
    EmailReceived: ({ data: { emailId, from, automatic, delivery, date } }) => {
      const receivedAt = delivery.receivedAt ?? date;
      if (from === null || automatic !== null || receivedAt === null) return [];
      return existing(addressIdOf(from.address), (view) =>
        view.bounced && receivedAt > view.bounced.at ? { ...view, heard: emailId, heardAt: receivedAt } : view,
      );
    },
  },
);
export const addressMarksCollection = live(addressMarks.spec);
