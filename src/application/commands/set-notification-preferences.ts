import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams, type UserId } from '../../domain/ids.js';
import { type Preferences, preferences, setPreferences } from '../../domain/notification/preferences.js';
import type { NotificationPreferences } from '../../domain/notification/preferences-events.js';
import { OfOwn } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';

/** How a user wants to be told of what happens; everybody's own. */
@OfOwn()
export class SetNotificationPreferences extends Command<Changed> {
  constructor(
    readonly userId: UserId,
    readonly wanted: NotificationPreferences,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(SetNotificationPreferences)
export class SetNotificationPreferencesHandler implements ICommandHandler<SetNotificationPreferences> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ userId, wanted, by }: SetNotificationPreferences): Promise<Changed> {
    const decide = (state: Preferences) => setPreferences(state, userId, wanted);
    return this.aggregates.change(preferences, streams.preferences(userId), decide, by, by.expectedRevision);
  }
}
