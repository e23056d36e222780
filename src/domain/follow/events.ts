import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { RecordRef, UserId } from '../ids.js';

/** Why somebody follows a record: of their own will, or because of what they have to do with it. */
export const FollowReason = z.enum(['user', 'assigned', 'replied', 'note', 'mention']);
export type FollowReason = z.infer<typeof FollowReason>;

/** What people decide themselves; who follows because of their work stands in `notifying`. */
export const followerEvents = {
  RecordFollowed: event(
    'A user wants to hear of all that happens to a record.',
    z.object({ record: RecordRef, userId: UserId, because: FollowReason }),
  ),
  RecordUnfollowed: event(
    'A user does not want to hear of a record any more.',
    z.object({ record: RecordRef, userId: UserId }),
  ),
};
export type FollowerEvent = EventsOf<typeof followerEvents>;
