import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { ApplyMacro, type Asked, RemoveMacro, SetMacro } from '../../../application/commands/index.js';
import { GetMacro, ListMacros, PreviewMacro } from '../../../application/queries/index.js';
import { MacroId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed, Paging } from '../schemas/common.js';
import { AppliedMacro, ListedMacros, Macro, MacroCases, MacroPreview, MacroSettings } from '../schemas/macros.js';

/** Steps that are done to many cases at once. */
@Controller('api/v1/macros')
@ApiTags('cases')
@ApiBearerAuth()
@AnswersProblems()
@Needs('cases', 'edit')
export class MacrosController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Those that one may use, by name. */
  @Get()
  @Answers(ListedMacros)
  @TakesQueryHeaders()
  list(@Who() asker: Asker, @Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    return this.queries.execute(new ListMacros(asker, paging, after));
  }

  @Get(':macroId')
  @Answers(Macro)
  @TakesQueryHeaders()
  get(@Param('macroId', { schema: MacroId }) macroId: MacroId, @Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new GetMacro(macroId, asker, after));
  }

  /** All of it is as it is given; it is made where there is none. */
  @Put(':macroId')
  @Answers(Changed)
  @TakesKeyAndTag()
  set(
    @Param('macroId', { schema: MacroId }) macroId: MacroId,
    @Body({ schema: MacroSettings }) { name, scope, steps }: z.infer<typeof MacroSettings>,
    @Who() { userId }: Asker,
    @By() by: Asked,
  ) {
    const whose = scope.kind === 'own' ? { ...scope, userId } : scope;
    return this.commands.execute(new SetMacro({ macroId, name, scope: whose, steps }, by));
  }

  @Delete(':macroId')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('macroId', { schema: MacroId }) macroId: MacroId, @By() by: Asked) {
    return this.commands.execute(new RemoveMacro(macroId, by));
  }

  /** What it would do to each case, and what would be refused. Nothing changes. */
  @Post(':macroId/preview')
  @Answers(MacroPreview)
  @TakesQueryHeaders()
  preview(
    @Param('macroId', { schema: MacroId }) macroId: MacroId,
    @Body({ schema: MacroCases }) { cases }: z.infer<typeof MacroCases>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new PreviewMacro(macroId, cases, asker, after));
  }

  /** One result for each case; under the same key nothing is done twice, and by the steps of the first time. */
  @Post(':macroId/apply')
  @Answers(AppliedMacro)
  @TakesKeyAndTag()
  @TakesQueryHeaders()
  apply(
    @Param('macroId', { schema: MacroId }) macroId: MacroId,
    @Body({ schema: MacroCases }) { cases }: z.infer<typeof MacroCases>,
    @By() by: Asked,
    @After() after?: string,
  ) {
    return this.commands.execute(new ApplyMacro(macroId, cases, by, after));
  }
}
