import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import { START } from '../../domain/event.js';
import type { RecordedAs, RecordedEvent } from '../../domain/events.js';
import { streams, type UserId } from '../../domain/ids.js';
import type { NotificationEvent } from '../../domain/notification/events.js';
import {
  AGAIN,
  type NotificationCount,
  type NotificationView,
  noNotifications,
  notificationCountsCollection,
  notificationId,
  notificationsCollection,
} from '../../projections/notifications.js';
import { OfOwn } from '../access/need.js';
import type { Changed } from '../log/aggregates.js';
import { EventLog } from '../log/event-log.js';
import { WrongExpectedRevision } from '../ports/event-store.js';
import { ReadModels } from '../queries/read-models.js';
import type { Asked } from './asked.js';

/** A user has seen a notification of theirs, or wants to see it again. */
@OfOwn()
export class MarkNotification extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    /** Names the notification. */
    readonly seq: number,
    readonly as: 'read' | 'unread',
    readonly by: Asked,
  ) {
    super();
  }
}

/** A user has seen all that they were told of. */
@OfOwn()
export class MarkAllNotifications extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    /** The newest that they have seen; none: that there is. */
    readonly upTo: number | null,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(MarkNotification)
export class MarkNotificationHandler implements ICommandHandler<MarkNotification> {
  constructor(
    private readonly log: EventLog,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ userId, seq, as, by }: MarkNotification): Promise<Changed> {
    const { record, kind } = (await raisedAt(this.log, seq, userId)).data;
    const [view, count] = await Promise.all([
      this.readModels.get<NotificationView>(notificationsCollection, notificationId(userId, seq)),
      this.readModels.get<NotificationCount>(notificationCountsCollection, userId),
    ]);
    const { readUpTo } = count ?? noNotifications(userId);
    const isUnread = view ? view.unreadAt > readUpTo : null;
    if (isUnread === (as === 'unread')) return (await lastOf(this.log, streams.notifications(userId))) ?? NOWHERE;
    return append(
      this.log,
      userId,
      as === 'read'
        ? { type: 'NotificationRead', data: { userId, record, seq } }
        : { type: 'NotificationUnread', data: { userId, record, kind, seq } },
      by,
    );
  }
}

@CommandHandler(MarkAllNotifications)
export class MarkAllNotificationsHandler implements ICommandHandler<MarkAllNotifications> {
  constructor(
    private readonly log: EventLog,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ userId, upTo: wanted, by }: MarkAllNotifications): Promise<Changed> {
    const count = await this.readModels.get<NotificationCount>(notificationCountsCollection, userId);
    const { latest, readUpTo, unread } = count ?? noNotifications(userId);
    // What has not come yet cannot have been seen.
    const newest = (await lastOf(this.log, streams.notifying))?.revision ?? -1;
    const upTo = Math.min(wanted ?? latest, newest);
    const again = unread.filter(({ seq, at }) => at >= AGAIN && seq <= upTo).map(({ seq }) => seq);
    if (upTo < 0 || (upTo <= readUpTo && again.length === 0)) {
      return (await lastOf(this.log, streams.notifications(userId))) ?? NOWHERE;
    }
    return append(this.log, userId, { type: 'AllNotificationsRead', data: { userId, upTo, again } }, by);
  }
}

const NOWHERE: Changed = { revision: -1, position: START };
/** How often a mark is made again when another one was faster. */
const TRIES = 10;

/** @throws NotFound for what is no notification of theirs */
async function raisedAt(log: EventLog, seq: number, userId: UserId): Promise<RecordedAs<'NotificationsRaised'>> {
  const event = await log.eventAt({ stream: streams.notifying, revision: seq });
  if (event?.type === 'NotificationsRaised' && event.data.userIds.includes(userId)) return event;
  throw new NotFound('notification', seq);
}

async function lastOf(log: EventLog, stream: string): Promise<RecordedEvent | null> {
  for await (const event of log.readStream(stream, { direction: 'backwards', limit: 1 })) return event;
  return null;
}

/** Behind whatever stands there: marking twice changes nothing, so the rest of the stream need not be read. */
async function append(log: EventLog, userId: UserId, event: NotificationEvent, by: Asked): Promise<Changed> {
  const stream = streams.notifications(userId);
  for (let attempt = 1; ; attempt++) {
    const last = await lastOf(log, stream);
    if (last?.metadata.$causationId === by.cause) return last;
    try {
      return await log.append({ stream, expectedRevision: last?.revision ?? 'no-stream', events: [event], by });
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision) || attempt === TRIES) throw error;
    }
  }
}
