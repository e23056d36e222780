import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  type Asked,
  ChangeGroupFolder,
  CreateFolder,
  CreateGroupFolder,
  RemoveFolder,
  RemoveGroupFolder,
  RenameFolder,
} from '../../../application/commands/index.js';
import { ListFolders, ListGroupFolders } from '../../../application/queries/index.js';
import { FolderId } from '../../../domain/ids.js';
import { AdministratorsOnly, Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed } from '../schemas/common.js';
import {
  CreatedFolder,
  FolderName,
  Folders,
  GroupFolderChanges,
  GroupFolders,
  NewFolder,
  NewGroupFolder,
} from '../schemas/inbox.js';

/** The folders of whoever asks. */
@Controller('api/v1/folders')
@ApiTags('inbox')
@ApiBearerAuth()
@AnswersProblems()
@Needs('emails', 'read')
export class FoldersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Folders)
  @TakesQueryHeaders()
  async list(@Who() { userId }: Asker, @After() after?: string) {
    return { items: await this.queries.execute(new ListFolders(userId, after)) };
  }

  @Post()
  @Answers(CreatedFolder, 201)
  @TakesKey()
  create(
    @Body({ schema: NewFolder }) { name, folderId, userId }: z.infer<typeof NewFolder>,
    @Who() asker: Asker,
    @By() by: Asked,
  ) {
    return this.commands.execute(new CreateFolder(userId ?? asker.userId, name, by, folderId));
  }

  @Patch(':folderId')
  @Answers(Changed)
  @TakesKeyAndTag()
  rename(
    @Param('folderId', { schema: FolderId }) folderId: FolderId,
    @Body({ schema: FolderName }) { name }: z.infer<typeof FolderName>,
    @Who() { userId }: Asker,
    @By() by: Asked,
  ) {
    return this.commands.execute(new RenameFolder(folderId, userId, name, by));
  }

  /** What is in it goes back to the inbox. */
  @Delete(':folderId')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('folderId', { schema: FolderId }) folderId: FolderId, @Who() { userId }: Asker, @By() by: Asked) {
    return this.commands.execute(new RemoveFolder(folderId, userId, by));
  }
}

/** Folders that teams share. */
@Controller('api/v1/group-folders')
@ApiTags('inbox')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class GroupFoldersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(GroupFolders)
  @TakesQueryHeaders()
  async list(@After() after?: string) {
    return { items: await this.queries.execute(new ListGroupFolders(after)) };
  }

  @Post()
  @Answers(CreatedFolder, 201)
  @TakesKey()
  create(
    @Body({ schema: NewGroupFolder }) { name, teamIds, folderId }: z.infer<typeof NewGroupFolder>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new CreateGroupFolder(name, teamIds, by, folderId));
  }

  @Patch(':folderId')
  @Answers(Changed)
  @TakesKeyAndTag()
  change(
    @Param('folderId', { schema: FolderId }) folderId: FolderId,
    @Body({ schema: GroupFolderChanges }) changes: z.infer<typeof GroupFolderChanges>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ChangeGroupFolder(folderId, changes, by));
  }

  /** What is in it goes back to the inboxes. */
  @Delete(':folderId')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('folderId', { schema: FolderId }) folderId: FolderId, @By() by: Asked) {
    return this.commands.execute(new RemoveGroupFolder(folderId, by));
  }
}
