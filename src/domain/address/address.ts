import type { Decider } from '../decider.js';
import { NotFound } from '../errors.js';
import type { EmailId } from '../ids.js';
import type { AddressEvent, AddressMark } from './events.js';

type Data<Type extends AddressEvent['type']> = Extract<AddressEvent, { type: Type }>['data'];

/** What is held against an e-mail address, whoever has it. */
export interface AddressMarks {
  readonly bounced: Data<'AddressBounced'> | null;
  readonly complained: Data<'AddressComplained'> | null;
}

export const addressMarks: Decider<AddressMarks, AddressEvent> = {
  initialState: () => ({ bounced: null, complained: null }),
  evolve(state, { type, data }) {
    switch (type) {
      case 'AddressBounced':
        return { ...state, bounced: data };
      case 'AddressComplained':
        return { ...state, complained: data };
      case 'AddressMarkCleared':
        return { ...state, [data.mark]: null };
      default:
        return state;
    }
  },
};

/** Nothing can be delivered there. While that is known it is nothing new. */
export const markBounced = (state: AddressMarks, data: Data<'AddressBounced'>): AddressEvent[] =>
  state.bounced ? [] : [{ type: 'AddressBounced', data }];

/** Whoever has it complains. While that is known it is nothing new. */
export const markComplained = (state: AddressMarks, data: Data<'AddressComplained'>): AddressEvent[] =>
  state.complained ? [] : [{ type: 'AddressComplained', data }];

/** A user says that it is good again. @throws NotFound where that is not held against it */
export function clearMark(state: AddressMarks, address: string, mark: AddressMark): AddressEvent[] {
  if (!state[mark]) throw new NotFound('mark', `${mark} of ${address}`);
  return [{ type: 'AddressMarkCleared', data: { address, mark, reason: 'user', emailId: null } }];
}

/**
 * A person wrote from there: who can write has it again. A complaint stays, since it was a word of theirs too.
 * @param at when that came, ISO 8601; what came before the bounce says nothing
 */
export function hearFrom(state: AddressMarks, emailId: EmailId, at: string): AddressEvent[] {
  const { bounced } = state;
  if (!bounced || at <= bounced.at) return [];
  const data = { address: bounced.address, mark: 'bounced', reason: 'mail-received', emailId } as const;
  return [{ type: 'AddressMarkCleared', data }];
}

/** The worse of what is held against an address; none: nothing is. */
export const markOf = ({ bounced, complained }: AddressMarks): AddressMark | null =>
  complained ? 'complained' : bounced ? 'bounced' : null;

/** Whether the service itself may write there: not where somebody complained. */
export const mayBeWrittenAutomatically = ({ complained }: AddressMarks): boolean => complained === null;
