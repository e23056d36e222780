import type { Decider } from '../decider.js';
import { Invalid } from '../errors.js';
import type { UserId } from '../ids.js';
import { NotificationKind } from './kinds.js';
import type { NotificationPreferences, PreferencesEvent } from './preferences-events.js';
import { isTimeZone } from './time-zone.js';

/** How somebody is told who has said nothing: of all in the list, by e-mail of nothing. */
export const USUAL_PREFERENCES: NotificationPreferences = {
  autoFollow: { assigned: true, replied: true, note: true, mention: true },
  list: NotificationKind.options,
  email: NotificationKind.options,
  delivery: 'off',
  digestHour: 8,
  timeZone: 'UTC',
};

/** None: nothing was said yet. */
export type Preferences = NotificationPreferences | null;

export const preferences: Decider<Preferences, PreferencesEvent> = {
  initialState: () => null,
  evolve: (_, { data: { userId: _user, ...set } }) => set,
};

/** @throws Invalid for a time zone that there is not */
export function setPreferences(
  state: Preferences,
  userId: UserId,
  wanted: NotificationPreferences,
): PreferencesEvent[] {
  if (!isTimeZone(wanted.timeZone)) {
    throw new Invalid([{ path: 'timeZone', message: 'is no time zone of the IANA database, as Europe/Ljubljana is' }]);
  }
  const { autoFollow } = wanted;
  const set = { ...wanted, autoFollow, list: inOrder(wanted.list), email: inOrder(wanted.email) };
  if (state && JSON.stringify(plain(state)) === JSON.stringify(plain(set))) return [];
  return [{ type: 'NotificationPreferencesSet', data: { ...set, userId } }];
}

const inOrder = (kinds: readonly NotificationKind[]): NotificationKind[] =>
  NotificationKind.options.filter((kind) => kinds.includes(kind));

/** The same facts in the same order, however they came. */
const plain = ({ autoFollow: { assigned, replied, note, mention }, ...rest }: NotificationPreferences) => [
  ...[assigned, replied, note, mention],
  ...[inOrder(rest.list), inOrder(rest.email), rest.delivery, rest.digestHour, rest.timeZone],
];
