import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  type Asked,
  MarkAllNotifications,
  MarkNotification,
  SetNotificationPreferences,
} from '../../../application/commands/index.js';
import {
  CountNotifications,
  GetNotificationPreferences,
  ListNotifications,
} from '../../../application/queries/index.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { shown } from '../notifications/notice.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed } from '../schemas/common.js';
import {
  NewNotificationSettings,
  NotificationCounts,
  NotificationKey,
  NotificationQuery,
  NotificationSettings,
  Notifications,
  ReadAll,
} from '../schemas/notifications.js';

/** What one is told of, and how one wants to be told; everybody their own. */
@Controller('api/v1')
@ApiTags('notifications')
@ApiBearerAuth()
@AnswersProblems()
export class NotificationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('notifications')
  @Answers(Notifications)
  @TakesQueryHeaders()
  async list(
    @Query({ schema: NotificationQuery }) { unread, ...paging }: z.infer<typeof NotificationQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    const filter = unread === undefined ? paging : { ...paging, unread };
    const { items, next } = await this.queries.execute(new ListNotifications(asker, filter, after));
    return { items: items.map(shown), next };
  }

  @Get('notifications/count')
  @Answers(NotificationCounts)
  @TakesQueryHeaders()
  count(@Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new CountNotifications(asker, after));
  }

  @Post('notifications/read-all')
  @Answers(Changed)
  @TakesKey()
  readAll(@Body({ schema: ReadAll }) { upTo }: z.infer<typeof ReadAll>, @Who() asker: Asker, @By() by: Asked) {
    return this.commands.execute(new MarkAllNotifications(asker.userId, upTo ?? null, by));
  }

  @Post('notifications/:id/read')
  @Answers(Changed)
  @TakesKey()
  read(@Param('id', { schema: NotificationKey }) id: number, @Who() asker: Asker, @By() by: Asked) {
    return this.commands.execute(new MarkNotification(asker.userId, id, 'read', by));
  }

  @Post('notifications/:id/unread')
  @Answers(Changed)
  @TakesKey()
  unread(@Param('id', { schema: NotificationKey }) id: number, @Who() asker: Asker, @By() by: Asked) {
    return this.commands.execute(new MarkNotification(asker.userId, id, 'unread', by));
  }

  @Get('me/notification-settings')
  @Answers(NotificationSettings)
  @TakesQueryHeaders()
  settings(@Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new GetNotificationPreferences(asker.userId, after));
  }

  @Put('me/notification-settings')
  @Answers(Changed)
  @TakesKeyAndTag()
  set(
    @Body({ schema: NewNotificationSettings }) wanted: z.infer<typeof NewNotificationSettings>,
    @Who() asker: Asker,
    @By() by: Asked,
  ) {
    return this.commands.execute(new SetNotificationPreferences(asker.userId, wanted, by));
  }
}
