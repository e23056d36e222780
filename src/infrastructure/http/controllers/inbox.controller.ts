import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  type Asked,
  ChangeInboxEmails,
  type InboxChange,
  ReadInboxFolder,
} from '../../../application/commands/index.js';
import { CountInbox, ListInbox } from '../../../application/queries/index.js';
import { ARCHIVE } from '../../../domain/inbox/places.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import {
  ChangedInboxEmails,
  InboxCounts,
  InboxEmailIds,
  InboxEmails,
  InboxFolder,
  InboxMove,
  InboxQuery,
  ReadFolder,
} from '../schemas/inbox.js';

type Ids = z.infer<typeof InboxEmailIds>;

/** The inbox of whoever asks, and of nobody else. */
@Controller('api/v1/inbox')
@ApiTags('inbox')
@ApiBearerAuth()
@AnswersProblems()
@Needs('emails', 'read')
export class InboxController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(InboxEmails)
  @TakesQueryHeaders()
  list(
    @Query({ schema: InboxQuery }) filter: z.infer<typeof InboxQuery>,
    @Who() { userId }: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new ListInbox(userId, filter, after));
  }

  @Get('counts')
  @Answers(InboxCounts)
  @TakesQueryHeaders()
  counts(@Who() { userId }: Asker, @After() after?: string) {
    return this.queries.execute(new CountInbox(userId, after));
  }

  @Post('read')
  @Answers(ChangedInboxEmails)
  @TakesKey()
  read(@Body({ schema: InboxEmailIds }) ids: Ids, @Who() asker: Asker, @By() by: Asked) {
    return this.change(ids, { kind: 'read' }, asker, by);
  }

  @Post('unread')
  @Answers(ChangedInboxEmails)
  @TakesKey()
  unread(@Body({ schema: InboxEmailIds }) ids: Ids, @Who() asker: Asker, @By() by: Asked) {
    return this.change(ids, { kind: 'unread' }, asker, by);
  }

  @Post('star')
  @Answers(ChangedInboxEmails)
  @TakesKey()
  star(@Body({ schema: InboxEmailIds }) ids: Ids, @Who() asker: Asker, @By() by: Asked) {
    return this.change(ids, { kind: 'star' }, asker, by);
  }

  @Post('unstar')
  @Answers(ChangedInboxEmails)
  @TakesKey()
  unstar(@Body({ schema: InboxEmailIds }) ids: Ids, @Who() asker: Asker, @By() by: Asked) {
    return this.change(ids, { kind: 'unstar' }, asker, by);
  }

  /** Into a folder of one's own; into one of the group for all of its members. */
  @Post('move')
  @Answers(ChangedInboxEmails)
  @TakesKey()
  move(
    @Body({ schema: InboxMove }) { folderId, ...ids }: z.infer<typeof InboxMove>,
    @Who() asker: Asker,
    @By() by: Asked,
  ) {
    return this.change(ids, { kind: 'move', folderId }, asker, by);
  }

  @Post('archive')
  @Answers(ChangedInboxEmails)
  @TakesKey()
  archive(@Body({ schema: InboxEmailIds }) ids: Ids, @Who() asker: Asker, @By() by: Asked) {
    return this.change(ids, { kind: 'move', folderId: ARCHIVE }, asker, by);
  }

  @Post('trash')
  @Answers(ChangedInboxEmails)
  @TakesKey()
  trash(@Body({ schema: InboxEmailIds }) ids: Ids, @Who() asker: Asker, @By() by: Asked) {
    return this.change(ids, { kind: 'trash' }, asker, by);
  }

  @Post('restore')
  @Answers(ChangedInboxEmails)
  @TakesKey()
  restore(@Body({ schema: InboxEmailIds }) ids: Ids, @Who() asker: Asker, @By() by: Asked) {
    return this.change(ids, { kind: 'restore' }, asker, by);
  }

  /** All that is unread in a folder, in steps: again, as long as something remains. */
  @Post('read-folder')
  @Answers(ReadFolder)
  @TakesKey()
  readFolder(
    @Body({ schema: InboxFolder }) { folderId }: z.infer<typeof InboxFolder>,
    @Who() { userId }: Asker,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ReadInboxFolder(userId, folderId, by));
  }

  private change({ emailIds }: Ids, change: InboxChange, { userId }: Asker, by: Asked) {
    return this.commands.execute(new ChangeInboxEmails(userId, emailIds, change, by));
  }
}
