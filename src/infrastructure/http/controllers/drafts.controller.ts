import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  type Asked,
  AttachFile,
  DiscardDraft,
  RemoveDraftFile,
  SendDraft,
  WriteDraft,
} from '../../../application/commands/index.js';
import { GetDraft, ListDrafts, PreviewDraft } from '../../../application/queries/index.js';
import { DraftId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import type { HttpRequest } from '../fastify-types.js';
import { Refused } from '../problems/problem.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Unkeyed } from '../requests/idempotency.interceptor.js';
import { Changed, Paging } from '../schemas/common.js';
import { defined } from '../schemas/defined.js';
import {
  AttachedFile,
  Draft,
  DraftChanges,
  Drafts,
  PreviewedMessage,
  SavedDraft,
  Sending,
  TakenFile,
  UploadQuery,
  WrittenEmail,
} from '../schemas/writing.js';

export const BYTES = 'application/octet-stream';

/** What whoever asks is writing; nobody else sees it. */
@Controller('api/v1/drafts')
@ApiTags('writing')
@ApiBearerAuth()
@AnswersProblems()
@Needs('emails', 'edit')
export class DraftsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(Drafts)
  @TakesQueryHeaders()
  list(@Who() asker: Asker, @Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListDrafts(asker, paging, after));
  }

  @Get(':draftId')
  @Answers(Draft)
  @TakesQueryHeaders()
  get(@Param('draftId', { schema: DraftId }) draftId: DraftId, @Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new GetDraft(draftId, asker, after));
  }

  /** What would leave if it were sent now, in whose name; what would be refused is refused. Nothing changes. */
  @Get(':draftId/preview')
  @Answers(PreviewedMessage)
  preview(@Param('draftId', { schema: DraftId }) draftId: DraftId, @Who() asker: Asker) {
    return this.queries.execute(new PreviewDraft(draftId, asker));
  }

  /** Saves what is written so far; with `If-Match`, where nobody else has meanwhile. */
  @Patch(':draftId')
  @Answers(SavedDraft)
  @TakesKeyAndTag()
  write(
    @Param('draftId', { schema: DraftId }) draftId: DraftId,
    @Body({ schema: DraftChanges }) writing: z.infer<typeof DraftChanges>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new WriteDraft(draftId, defined(writing), by));
  }

  @Delete(':draftId')
  @Answers(Changed)
  @TakesKeyAndTag()
  discard(@Param('draftId', { schema: DraftId }) draftId: DraftId, @By() by: Asked) {
    return this.commands.execute(new DiscardDraft(draftId, by));
  }

  @Post(':draftId/send')
  @Answers(WrittenEmail)
  @TakesKeyAndTag()
  send(
    @Param('draftId', { schema: DraftId }) draftId: DraftId,
    @Body({ schema: Sending }) { sendAt, seen }: z.infer<typeof Sending>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new SendDraft(draftId, sendAt ?? null, by, seen));
  }

  /** A file of at most 25 MiB, as it is; the same file again is there once. */
  @Post(':draftId/files')
  @ApiConsumes(BYTES)
  @ApiBody({ description: 'The bytes of the file', schema: { type: 'string', format: 'binary' } })
  @Answers(AttachedFile, 201)
  @Unkeyed()
  upload(
    @Param('draftId', { schema: DraftId }) draftId: DraftId,
    @Query({ schema: UploadQuery }) { name, type: contentType, contentId }: z.infer<typeof UploadQuery>,
    @Req() request: HttpRequest,
    @By() by: Asked,
  ) {
    if (!isStream(request.body)) throw new Refused(415, 'unsupported-media-type', `A file comes as ${BYTES}.`);
    const file = { name, contentType, contentId: contentId ?? null, content: request.body };
    return this.commands.execute(new AttachFile(draftId, file, by));
  }

  /** A file of a message that one may read. */
  @Post(':draftId/files/taken')
  @Answers(AttachedFile, 201)
  @TakesKey()
  take(
    @Param('draftId', { schema: DraftId }) draftId: DraftId,
    @Body({ schema: TakenFile }) file: z.infer<typeof TakenFile>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new AttachFile(draftId, file, by));
  }

  @Delete(':draftId/files/:fileId')
  @Answers(Changed)
  @TakesKeyAndTag()
  removeFile(
    @Param('draftId', { schema: DraftId }) draftId: DraftId,
    @Param('fileId') fileId: string,
    @By() by: Asked,
  ) {
    return this.commands.execute(new RemoveDraftFile(draftId, fileId, by));
  }
}

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
