import { Injectable } from '@nestjs/common';
import { type RecordRef, RecordRef as RecordRefSchema, recordKey } from '../../domain/ids.js';
import { NotificationKind } from '../../domain/notification/kinds.js';
import {
  NO_RECORD,
  type NotificationCount,
  type NotificationView,
  noNotifications,
  notificationCountsCollection,
} from '../../projections/notifications.js';
import { type Asker, levelOf } from '../access/asker.js';
import { RecordAccess } from '../access/record-access.js';
import type { Filter } from '../ports/document-store.js';
import { ReadModels } from './read-models.js';

/** What of their notifications somebody may still read: of records that are within their reach, and of e-mails if of any. */
@Injectable()
export class VisibleNotifications {
  constructor(
    private readonly readModels: ReadModels,
    private readonly access: RecordAccess,
  ) {}

  /** What the store is asked, and up to where all was read. */
  async of(asker: Asker): Promise<{ readonly where: Filter; readonly readUpTo: number }> {
    const count = await this.countsOf(asker);
    const { records, kinds } = await this.within(asker, count.records);
    const where: Filter = {
      userId: asker.userId,
      ...(records ? { record: { in: [...records] } } : {}),
      ...(kinds ? { kind: { in: [...kinds] } } : {}),
    };
    return { where, readUpTo: count.readUpTo };
  }

  /** How many they have not read, up to MOST_COUNTED, and the newest that they were told of. */
  async unread(asker: Asker): Promise<{ readonly unread: number; readonly latest: number | null }> {
    const count = await this.countsOf(asker);
    const { records, kinds } = await this.within(
      asker,
      count.unread.map(({ record }) => record),
    );
    const seen = count.unread.filter(
      ({ record, kind }) => (records?.has(record) ?? true) && (kinds?.has(kind) ?? true),
    );
    return { unread: seen.length, latest: count.latest < 0 ? null : count.latest };
  }

  /** Those of some notifications of theirs that they have not read and may still read. */
  async unreadAmong(asker: Asker, views: readonly NotificationView[]): Promise<readonly NotificationView[]> {
    const { readUpTo } = await this.countsOf(asker);
    const unread = views.filter(({ unreadAt }) => unreadAt > readUpTo);
    const { records, kinds } = await this.within(
      asker,
      unread.map(({ record }) => record),
    );
    return unread.filter(({ record, kind }) => (records?.has(record) ?? true) && (kinds?.has(kind) ?? true));
  }

  private async countsOf({ userId }: Asker): Promise<NotificationCount> {
    return (
      (await this.readModels.get<NotificationCount>(notificationCountsCollection, userId)) ?? noNotifications(userId)
    );
  }

  /** None: all of them. */
  private async within(asker: Asker, keys: readonly string[]) {
    const kinds: ReadonlySet<NotificationKind> | null =
      levelOf(asker, 'emails', 'read') === 'no'
        ? new Set(NotificationKind.options.filter((kind) => kind !== 'email'))
        : null;
    const all = (['cases', 'records'] as const).every((scope) => levelOf(asker, scope, 'read') === 'all');
    if (all) return { records: null, kinds };
    const readable = await this.access.readable(asker, [...new Set(keys)].flatMap(refOf));
    return { records: new Set([NO_RECORD, ...readable.map(recordKey)]), kinds };
  }
}

function refOf(key: string): RecordRef[] {
  const [type, id] = key.split('/', 2);
  const ref = RecordRefSchema.safeParse({ type, id });
  return ref.success ? [ref.data] : [];
}
