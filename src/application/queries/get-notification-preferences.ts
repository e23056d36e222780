import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import type { UserId } from '../../domain/ids.js';
import { USUAL_PREFERENCES } from '../../domain/notification/preferences.js';
import {
  type NotificationPreferencesView,
  notificationPreferencesCollection,
} from '../../projections/notifications.js';
import { ReadModels } from './read-models.js';

/** How a user wants to be told of what happens. */
export class GetNotificationPreferences extends Query<NotificationPreferencesView> {
  constructor(
    readonly userId: UserId,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetNotificationPreferences)
export class GetNotificationPreferencesHandler implements IQueryHandler<GetNotificationPreferences> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ userId, after }: GetNotificationPreferences): Promise<NotificationPreferencesView> {
    await this.readModels.reached(after, notificationPreferencesCollection);
    const set = await this.readModels.get<NotificationPreferencesView>(notificationPreferencesCollection, userId);
    return set ?? { ...USUAL_PREFERENCES, revision: -1 };
  }
}
