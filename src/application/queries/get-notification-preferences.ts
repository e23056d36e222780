import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../domain/event.js';
import { streams, type UserId } from '../../domain/ids.js';
import { USUAL_PREFERENCES } from '../../domain/notification/preferences.js';
import { systemMail } from '../../domain/notification/system-mail.js';
import {
  type NotificationPreferencesView,
  notificationPreferencesCollection,
} from '../../projections/notifications.js';
import { Aggregates } from '../log/aggregates.js';
import { ReadModels } from './read-models.js';

export type ShownPreferences = NotificationPreferencesView & {
  /** Whether the service writes to users at all. */
  readonly emailsLeave: boolean;
};

/** How a user wants to be told of what happens. */
export class GetNotificationPreferences extends Query<ShownPreferences> {
  constructor(
    readonly userId: UserId,
    readonly after?: Position,
  ) {
    super();
  }
}

@QueryHandler(GetNotificationPreferences)
export class GetNotificationPreferencesHandler implements IQueryHandler<GetNotificationPreferences> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
  ) {}

  async execute({ userId, after }: GetNotificationPreferences): Promise<ShownPreferences> {
    await this.readModels.reached(after, notificationPreferencesCollection);
    const set = await this.readModels.get<NotificationPreferencesView>(notificationPreferencesCollection, userId);
    const { settings } = (await this.aggregates.load(systemMail, streams.systemMail)).state;
    return { ...(set ?? { ...USUAL_PREFERENCES, revision: -1 }), emailsLeave: settings !== null };
  }
}
