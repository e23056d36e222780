import type { RecordedAs } from '../events.js';
import type { UserId } from '../ids.js';
import { nextHour } from './digest-hour.js';
import type { NotifyingEvent } from './events.js';
import { type People, preferencesOf } from './people.js';
import { wantsEmail } from './raise.js';

/** What waits for the next digest of one user. */
export interface Digest {
  /** Revisions in `notifying`, oldest first: the last ones. */
  readonly notifications: readonly number[];
  readonly count: number;
}
export const emptyDigest: Digest = { notifications: [], count: 0 };

/** When the next digest of each who waits for one is due. ISO 8601. */
export type DigestsDue = Readonly<Record<UserId, string>>;

/** As many as one digest names. */
const MOST_NAMED = 100;

/** Those of whom a notification waits for their digest. */
export const digestedFor = (people: People, { kind, userIds }: RecordedAs<'NotificationsRaised'>['data']) =>
  userIds.filter((userId) => wantsEmail(people, userId, kind, 'digest'));

export const addToDigest = ({ notifications, count }: Digest, seq: number): Digest => ({
  notifications: [...notifications, seq].slice(-MOST_NAMED),
  count: count + 1,
});

/** Sets when the digests of these are due that have none coming yet. */
export function setDue(due: DigestsDue, people: People, userIds: readonly UserId[], at: string): DigestsDue {
  const added = userIds.flatMap((userId) => {
    const user = people.users[userId];
    if (!user || due[userId] !== undefined) return [];
    const { digestHour, timeZone } = preferencesOf(user);
    return [[userId, nextHour(at, digestHour, timeZone)] as const];
  });
  return added.length === 0 ? due : { ...due, ...Object.fromEntries(added) };
}

/** What somebody says of how they want to be told goes for what waits already; who has gone waits for nothing. */
export function changeDue(
  due: DigestsDue,
  people: People,
  event: RecordedAs<'NotificationPreferencesSet' | 'UserDeactivated'>,
): DigestsDue {
  const { userId } = event.data;
  if (due[userId] === undefined) return due;
  const others = withoutDue(due, userId);
  const stays = event.type === 'NotificationPreferencesSet' && event.data.delivery === 'digest';
  return stays ? setDue(others, people, [userId], event.metadata.at) : others;
}

export function withoutDue(due: DigestsDue, userId: UserId): DigestsDue {
  const { [userId]: _, ...others } = due;
  return others;
}

/** Whose hour has come. */
export const dueBy = (due: DigestsDue, now: string): readonly UserId[] =>
  // Its keys are ids of users.
  (Object.keys(due) as UserId[]).filter((userId) => (due[userId] ?? now) <= now).sort();

/** The digest of one whose hour has come; none: nothing waits. */
export function digestOf(due: DigestsDue, userId: UserId, { notifications, count }: Digest): NotifyingEvent[] {
  const dueAt = due[userId];
  if (dueAt === undefined || count === 0) return [];
  return [{ type: 'NotificationDigestDue', data: { userId, dueAt, notifications: [...notifications], count } }];
}
