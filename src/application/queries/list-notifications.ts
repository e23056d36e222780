import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import {
  type NotificationView,
  notificationCountsCollection,
  notificationsCollection,
} from '../../projections/notifications.js';
import type { Asker } from '../access/asker.js';
import type { Filter } from '../ports/document-store.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';
import { VisibleNotifications } from './visible-notifications.js';

export type ListedNotification = NotificationView & { readonly unread: boolean };

export interface NotificationFilter extends Paging {
  /** Only what was not read. */
  readonly unread?: boolean;
  /** Behind this one, the oldest first; else the newest first. */
  readonly behind?: number;
}

/** What somebody was told of, as far as they may still read it. */
export class ListNotifications extends Query<PageOf<ListedNotification>> {
  constructor(
    readonly asker: Asker,
    readonly filter: NotificationFilter = {},
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(ListNotifications)
export class ListNotificationsHandler implements IQueryHandler<ListNotifications> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly visible: VisibleNotifications,
  ) {}

  async execute({ asker, filter, after }: ListNotifications): Promise<PageOf<ListedNotification>> {
    await this.readModels.reached(after, notificationsCollection, notificationCountsCollection);
    const { where, readUpTo } = await this.visible.of(asker);
    const { unread = false, behind } = filter;
    const range: Filter = behind !== undefined ? { seq: { gt: behind } } : unread ? { unreadAt: { gt: readUpTo } } : {};
    const sort = {
      field: unread && behind === undefined ? 'unreadAt' : 'seq',
      direction: behind === undefined ? 'desc' : 'asc',
    } as const;
    const { items, next } = await this.readModels.find<NotificationView>(notificationsCollection, {
      where: { ...where, ...range },
      sort,
      ...pageOf(filter),
    });
    return { items: items.map((view) => ({ ...view, unread: view.unreadAt > readUpTo })), next };
  }
}
