import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { notificationCountsCollection } from '../../projections/notifications.js';
import type { Asker } from '../access/asker.js';
import { ReadModels } from './read-models.js';
import { VisibleNotifications } from './visible-notifications.js';

export interface CountedNotifications {
  readonly unread: number;
  /** None: they were told of nothing yet. */
  readonly latest: number | null;
}

/** How much somebody has not read of what they were told, as far as they may still read it. */
export class CountNotifications extends Query<CountedNotifications> {
  constructor(
    readonly asker: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(CountNotifications)
export class CountNotificationsHandler implements IQueryHandler<CountNotifications> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly visible: VisibleNotifications,
  ) {}

  async execute({ asker, after }: CountNotifications): Promise<CountedNotifications> {
    await this.readModels.reached(after, notificationCountsCollection);
    return this.visible.unread(asker);
  }
}
