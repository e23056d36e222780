import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  type Asked,
  ChangeTemplate,
  DefineTemplate,
  RemoveTemplate,
  SetSignature,
} from '../../../application/commands/index.js';
import { GetSignature, GetTemplate, ListTemplates, PreviewTemplate } from '../../../application/queries/index.js';
import { TemplateId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed, Paging } from '../schemas/common.js';
import { defined } from '../schemas/defined.js';
import {
  NewSignature,
  Previewed,
  SavedTemplate,
  Signature,
  Template,
  TemplateSettings,
  Templates,
  TemplateValues,
} from '../schemas/writing.js';

/** Texts that are used again and again. */
@Controller('api/v1')
@ApiTags('writing')
@ApiBearerAuth()
@AnswersProblems()
@Needs('emails', 'edit')
export class TemplatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Those that one may use, by name. */
  @Get('templates')
  @Answers(Templates)
  @TakesQueryHeaders()
  list(@Who() asker: Asker, @Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListTemplates(asker, paging, after));
  }

  @Post('templates')
  @Answers(SavedTemplate, 201)
  @TakesKey()
  define(
    @Body({ schema: TemplateSettings }) settings: z.infer<typeof TemplateSettings>,
    @Who() asker: Asker,
    @By() by: Asked,
  ) {
    return this.commands.execute(new DefineTemplate(settingsOf(settings, asker), by));
  }

  @Get('templates/:templateId')
  @Answers(Template)
  @TakesQueryHeaders()
  get(
    @Param('templateId', { schema: TemplateId }) templateId: TemplateId,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetTemplate(templateId, asker, after));
  }

  /** All of it is as it is given. */
  @Put('templates/:templateId')
  @Answers(SavedTemplate)
  @TakesKeyAndTag()
  change(
    @Param('templateId', { schema: TemplateId }) templateId: TemplateId,
    @Body({ schema: TemplateSettings }) settings: z.infer<typeof TemplateSettings>,
    @Who() asker: Asker,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ChangeTemplate(templateId, settingsOf(settings, asker), by));
  }

  @Delete('templates/:templateId')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('templateId', { schema: TemplateId }) templateId: TemplateId, @By() by: Asked) {
    return this.commands.execute(new RemoveTemplate(templateId, by));
  }

  /** What it becomes with some values; the others get their defaults. Nothing changes. */
  @Post('templates/:templateId/preview')
  @Answers(Previewed)
  preview(
    @Param('templateId', { schema: TemplateId }) templateId: TemplateId,
    @Body({ schema: TemplateValues }) { values }: z.infer<typeof TemplateValues>,
    @Who() asker: Asker,
  ) {
    return this.queries.execute(new PreviewTemplate(templateId, defined(values), asker));
  }

  /** What stands below what whoever asks writes in their own name. */
  @Get('signature')
  @Answers(Signature)
  signature(@Who() asker: Asker) {
    return this.queries.execute(new GetSignature(asker));
  }

  @Put('signature')
  @Answers(Changed)
  @TakesKeyAndTag()
  sign(@Body({ schema: NewSignature }) texts: z.infer<typeof NewSignature>, @By() by: Asked) {
    return this.commands.execute(new SetSignature(texts, by));
  }
}

function settingsOf({ scope, ...settings }: z.infer<typeof TemplateSettings>, { userId }: Asker) {
  return { ...settings, scope: scope.kind === 'own' ? { ...scope, userId } : scope };
}
