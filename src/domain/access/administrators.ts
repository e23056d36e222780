import type { Decider } from '../decider.js';
import { Rejected } from '../errors.js';
import type { UserId } from '../ids.js';
import type { AdministratorEvent } from './events.js';
import { isActiveAdministrator, type User } from './user.js';

/**
 * Who was let go, each with the revision of their own stream at which that was last decided. All such decisions stand in one
 * stream and are appended at its exact revision, so that no two of them rely on each other.
 */
export type Administrators = ReadonlyMap<UserId, number>;

export const administrators: Decider<Administrators, AdministratorEvent> = {
  initialState: () => new Map(),
  evolve: (state, { data: { userId, revision } }) => new Map([...state, [userId, revision]]),
};

/** A user as their own stream tells it, read after the stream of these decisions. */
export interface Standing {
  readonly userId: UserId;
  readonly user: User;
  /** Of their stream. */
  readonly revision: number;
}

/**
 * Lets an active administrator go, be it that they are deactivated or lose the flag: what does that is appended to their own
 * stream behind `revision` and nowhere else. Who was let go counts no more, unless something else came there first.
 * @param others who may be administrators besides
 * @throws Rejected, code `last-administrator`
 */
export function releaseAdministrator(
  state: Administrators,
  leaving: { readonly userId: UserId; readonly revision: number },
  others: readonly Standing[],
): AdministratorEvent[] {
  const { userId, revision } = leaving;
  const someoneStays = others.some((one) => one.userId !== userId && stays(state, one));
  if (!someoneStays) {
    throw new Rejected('last-administrator', `User ${userId} is the last administrator; make somebody else one first.`);
  }
  return state.get(userId) === revision ? [] : [{ type: 'AdministratorReleased', data: { userId, revision } }];
}

const stays = (state: Administrators, { userId, user, revision }: Standing): boolean =>
  isActiveAdministrator(user) && (state.get(userId) ?? -1) < revision;
