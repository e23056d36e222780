import type { Decider } from '../decider.js';
import { Rejected } from '../errors.js';
import type { RecordRef, UserId } from '../ids.js';
import type { FollowerEvent } from './events.js';

/** As many as are told of one thing: what tells them is one event, and has to stay small. */
export const MOST_FOLLOWERS = 1_000;

/** Those who follow a record because they said so. */
export type Followers = Readonly<Record<UserId, true>>;

export const followers: Decider<Followers, FollowerEvent> = {
  initialState: () => ({}),
  evolve(state, { type, data: { userId } }) {
    if (type === 'RecordFollowed') return { ...state, [userId]: true };
    const { [userId]: _, ...others } = state;
    return others;
  },
};

/**
 * @param shown how many follow the record by now, also because of their work
 * @throws Rejected, code `too-many-followers`
 */
export function followRecord(state: Followers, record: RecordRef, userId: UserId, shown: number): FollowerEvent[] {
  if (state[userId]) return [];
  if (Math.max(shown, Object.keys(state).length) >= MOST_FOLLOWERS)
    throw new Rejected('too-many-followers', `A record has at most ${MOST_FOLLOWERS} followers.`);
  return [{ type: 'RecordFollowed', data: { record, userId, because: 'user' } }];
}

/** @param isShown whether they follow it by now, also because of their work: this stream does not say that */
export function unfollowRecord(state: Followers, record: RecordRef, userId: UserId, isShown: boolean): FollowerEvent[] {
  return state[userId] || isShown ? [{ type: 'RecordUnfollowed', data: { record, userId } }] : [];
}
