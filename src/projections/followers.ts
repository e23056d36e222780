import { live } from '../application/ports/document-store.js';
import type { FollowReason } from '../domain/follow/events.js';
import { type RecordRef, recordKey } from '../domain/ids.js';
import { at, projection } from './projection.js';

/** Who follows one record; its id is the record's key. */
export interface FollowersView {
  readonly record: string;
  readonly followers: readonly { readonly userId: string; readonly because: FollowReason; readonly since: string }[];
  /** Who has left by their own will, at which revision of the followers' stream. */
  readonly left: Readonly<Record<string, number>>;
  /** Of the followers' own stream; -1: nobody has decided anything. */
  readonly revision: number;
}

const noneOf = (record: RecordRef): FollowersView => ({
  record: recordKey(record),
  followers: [],
  left: {},
  revision: -1,
});

const without = ({ followers }: FollowersView, userId: string) => followers.filter((one) => one.userId !== userId);

export const followers = projection<FollowersView>(
  'followers',
  { version: 1, fields: [], indexes: [] },
  {
    RecordFollowed: ({ data: { record, userId, because }, metadata, revision }) =>
      at(recordKey(record), (view = noneOf(record)) => {
        const { [userId]: _, ...left } = view.left;
        return {
          ...view,
          followers: [...without(view, userId), { userId, because, since: metadata.at }],
          left,
          revision,
        };
      }),
    RecordUnfollowed: ({ data: { record, userId }, revision }) =>
      at(recordKey(record), (view = noneOf(record)) => ({
        ...view,
        followers: without(view, userId),
        left: { ...view.left, [userId]: revision },
        revision,
      })),
    // Decided earlier than it stands in the log: whoever has left in between stays away.
    FollowersAdded: ({ data: { record, followers: added, seen }, metadata }) =>
      at(recordKey(record), (view = noneOf(record)) => {
        const there = new Set(view.followers.map(({ userId }) => userId));
        const joined = added.filter(({ userId }) => !there.has(userId) && (view.left[userId] ?? -1) <= seen);
        const back = new Set<string>(joined.map(({ userId }) => userId));
        return {
          ...view,
          followers: [...view.followers, ...joined.map((one) => ({ ...one, since: metadata.at }))],
          left: Object.fromEntries(Object.entries(view.left).filter(([userId]) => !back.has(userId))),
        };
      }),
  },
);
export const followersCollection = live(followers.spec);
