import { live } from '../application/ports/document-store.js';
import { type RecordRef, recordKey } from '../domain/ids.js';
import type { NotificationFacts } from '../domain/notification/events.js';
import type { NotificationKind } from '../domain/notification/kinds.js';
import type { NotificationPreferences } from '../domain/notification/preferences-events.js';
import { at, existing, insert, projection } from './projection.js';

/** One thing that one user was told of. */
export interface NotificationView {
  readonly userId: string;
  /** Its revision in `notifying`: names it, and rises. */
  readonly seq: number;
  /** Above where its user has read all up to, it is unread; -1: it was read, and above AGAIN: made unread again. */
  readonly unreadAt: number;
  /** The record's key; empty: it is about none. */
  readonly record: string;
  readonly recordType: string | null;
  readonly recordId: string | null;
  readonly kind: NotificationKind;
  readonly actor: string | null;
  readonly at: string;
  readonly facts: NotificationFacts;
}

/** Above every number of a notification: what was made unread again is not read by having read all up to some other. */
export const AGAIN = 1_000_000_000_000;

/** The id of a notification's document. */
export const notificationId = (userId: string, seq: number): string => `${userId}/${String(seq).padStart(12, '0')}`;

/** The key of what is about no record. */
export const NO_RECORD = '';
const keyOf = (record: RecordRef | null): string => (record ? recordKey(record) : NO_RECORD);

export const notifications = projection<NotificationView>(
  'notifications',
  {
    version: 3,
    fields: ['userId', 'seq', 'unreadAt', 'record', 'kind'],
    indexes: [
      ['userId', 'seq', 'record', 'kind'],
      ['userId', 'unreadAt', 'record', 'kind'],
    ],
  },
  {
    NotificationsRaised: ({ data: { userIds, kind, actor, facts, happenedAt, record }, revision: seq }) =>
      userIds.map((userId) =>
        insert(notificationId(userId, seq), {
          ...{ userId, seq, unreadAt: seq, kind, actor, facts, at: happenedAt },
          ...{ record: keyOf(record), recordType: record?.type ?? null, recordId: record?.id ?? null },
        }),
      ),
    NotificationRead: ({ data: { userId, seq } }) =>
      existing(notificationId(userId, seq), (view) => ({ ...view, unreadAt: -1 })),
    NotificationUnread: ({ data: { userId, seq } }) =>
      existing(notificationId(userId, seq), (view) => ({ ...view, unreadAt: AGAIN + seq })),
    AllNotificationsRead: ({ data: { userId, again } }) =>
      again.map((seq) => existing(notificationId(userId, seq), (view) => ({ ...view, unreadAt: -1 }))),
  },
);
export const notificationsCollection = live(notifications.spec);

/** How many are counted, and of how many records it is kept that somebody was told of them: the newest. */
const MOST_COUNTED = 1_000;

/** What one user has not read; its id is the user's. */
export interface NotificationCount {
  readonly userId: string;
  /** All up to here were read, but for what was made unread again. */
  readonly readUpTo: number;
  /** The newest that they were told of; -1: none. */
  readonly latest: number;
  readonly unread: readonly {
    readonly seq: number;
    /** As `unreadAt` of the notification. */
    readonly at: number;
    readonly record: string;
    readonly kind: NotificationKind;
  }[];
  /** Keys of the records that they were told of, the newest last. */
  readonly records: readonly string[];
}

export const noNotifications = (userId: string): NotificationCount => ({
  userId,
  readUpTo: -1,
  latest: -1,
  unread: [],
  records: [],
});

export const notificationCounts = projection<NotificationCount>(
  'notification-counts',
  { version: 1, fields: [], indexes: [] },
  {
    NotificationsRaised: ({ data: { userIds, kind, record }, revision: seq }) =>
      userIds.map((userId) =>
        at(userId, (view = noNotifications(userId)) => {
          const key = keyOf(record);
          const records = [...view.records.filter((one) => one !== key), key].slice(-MOST_COUNTED);
          const unread = [...view.unread, { seq, at: seq, record: key, kind }].slice(-MOST_COUNTED);
          return { ...view, latest: seq, records, unread };
        }),
      ),
    NotificationRead: ({ data: { userId, seq } }) =>
      existing(userId, (view) => ({ ...view, unread: view.unread.filter((one) => one.seq !== seq) })),
    NotificationUnread: ({ data: { userId, seq, record, kind } }) =>
      existing(userId, (view) => {
        const others = view.unread.filter((one) => one.seq !== seq);
        const unread = [...others, { seq, at: AGAIN + seq, record: keyOf(record), kind }].slice(-MOST_COUNTED);
        return { ...view, unread };
      }),
    AllNotificationsRead: ({ data: { userId, upTo, again } }) =>
      existing(userId, (view) => ({
        ...view,
        readUpTo: Math.max(view.readUpTo, upTo),
        unread: view.unread.filter((one) => one.at > upTo && !again.includes(one.seq)),
      })),
  },
);
export const notificationCountsCollection = live(notificationCounts.spec);

/** What somebody has said of how they want to be told; its id is the user's. */
export type NotificationPreferencesView = NotificationPreferences & { readonly revision: number };

export const notificationPreferences = projection<NotificationPreferencesView>(
  'notification-preferences',
  { version: 2, fields: [], indexes: [] },
  {
    NotificationPreferencesSet: ({ data: { userId, ...set }, revision }) => at(userId, () => ({ ...set, revision })),
  },
);
export const notificationPreferencesCollection = live(notificationPreferences.spec);
