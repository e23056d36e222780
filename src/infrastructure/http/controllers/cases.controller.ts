import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import {
  AddCaseNote,
  type Asked,
  AssignCase,
  ChangeCasePriority,
  ChangeCaseStatus,
  MergeCase,
  RequestCase,
  SplitCase,
  TagCase,
  UnassignCase,
  UnmergeCase,
  ViewCase,
} from '../../../application/commands/index.js';
import { GetAssignmentHistory, GetCase, GetTimeline, ListCases, WhyCase } from '../../../application/queries/index.js';
import { CaseId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import type { HttpReply } from '../fastify-types.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import {
  AddedNote,
  Assigning,
  Assignments,
  CaseQuery,
  Cases,
  MergedCase,
  Merging,
  NewCase,
  NewNote,
  NewPriority,
  NewStatus,
  NewTags,
  RequestedCase,
  Splitting,
  Timeline,
  Unassigning,
  WholeCase,
  Why,
} from '../schemas/cases.js';
import { CaseKey, Changed, Paging } from '../schemas/common.js';

@Controller('api/v1/cases')
@ApiTags('cases')
@ApiBearerAuth()
@AnswersProblems()
export class CasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Needs('cases', 'read')
  @Get()
  @Answers(Cases)
  @TakesQueryHeaders()
  list(@Query({ schema: CaseQuery }) query: z.infer<typeof CaseQuery>, @Who() asker: Asker, @After() after?: string) {
    const { team, assignee, ...filter } = query;
    const whose = assignee === 'none' ? null : assignee;
    return this.queries.execute(
      new ListCases(
        {
          ...filter,
          ...(team === undefined ? {} : { teamId: team }),
          ...(whose === undefined ? {} : { assignee: whose }),
        },
        after,
        asker,
      ),
    );
  }

  @Needs('cases', 'read')
  @Get(':case')
  @Answers(WholeCase)
  @TakesQueryHeaders()
  get(@Param('case', { schema: CaseKey }) name: string, @Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new GetCase(name, after, asker));
  }

  @Needs('cases', 'read')
  @Get(':case/timeline')
  @Answers(Timeline)
  @TakesQueryHeaders()
  timeline(
    @Param('case', { schema: CaseKey }) name: string,
    @Query({ schema: Paging }) paging: z.infer<typeof Paging>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetTimeline(name, paging, after, asker));
  }

  @Needs('cases', 'read')
  @Get(':case/assignments')
  @Answers(Assignments)
  @TakesQueryHeaders()
  assignments(
    @Param('case', { schema: CaseKey }) name: string,
    @Query({ schema: Paging }) paging: z.infer<typeof Paging>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetAssignmentHistory({ ...paging, case: name }, after, asker));
  }

  @Needs('cases', 'read')
  @Get(':case/why')
  @Answers(Why)
  @TakesQueryHeaders()
  why(@Param('case', { schema: CaseKey }) name: string, @Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new WhyCase(name, after, asker));
  }

  @Needs('cases', 'edit')
  @Post()
  @Answers(RequestedCase, 201)
  @TakesKey()
  async request(
    @Body({ schema: NewCase }) request: z.infer<typeof NewCase>,
    @By() by: Asked,
    @Res({ passthrough: true }) reply: HttpReply,
  ) {
    const requested = await this.commands.execute(new RequestCase(request, by));
    reply.header('location', `/api/v1/cases/${requested.caseId}`);
    return requested;
  }

  @Needs('cases', 'assign')
  @Post(':case/assign')
  @Answers(Changed)
  @TakesKeyAndTag()
  async assign(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: Assigning }) { userId, teamId }: z.infer<typeof Assigning>,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new AssignCase(await this.caseId(name, asker, after), userId, teamId, by));
  }

  @Needs('cases', 'assign')
  @Post(':case/unassign')
  @Answers(Changed)
  @TakesKeyAndTag()
  async unassign(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: Unassigning }) { redistribute }: z.infer<typeof Unassigning>,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new UnassignCase(await this.caseId(name, asker, after), redistribute, by));
  }

  @Needs('cases', 'edit')
  @Post(':case/status')
  @Answers(Changed)
  @TakesKeyAndTag()
  async changeStatus(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: NewStatus }) { status, duplicateOf }: z.infer<typeof NewStatus>,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new ChangeCaseStatus(await this.caseId(name, asker, after), status, duplicateOf, by));
  }

  /** Whoever asks has the case on their screen. */
  @Post(':case/opened')
  @Answers(Changed)
  @TakesKey()
  @Needs('cases', 'read')
  async opened(
    @Param('case', { schema: CaseKey }) name: string,
    @Who() asker: Asker,
    @By() by: Asked,
    @After() after?: string,
  ) {
    return this.commands.execute(new ViewCase(await this.caseId(name, asker, after), asker.userId, by));
  }

  @Needs('cases', 'edit')
  @Post(':case/priority')
  @Answers(Changed)
  @TakesKeyAndTag()
  async changePriority(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: NewPriority }) { priority }: z.infer<typeof NewPriority>,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new ChangeCasePriority(await this.caseId(name, asker, after), priority, by));
  }

  @Needs('cases', 'edit')
  @Post(':case/tags')
  @Answers(Changed)
  @TakesKeyAndTag()
  async tag(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: NewTags }) tagging: z.infer<typeof NewTags>,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new TagCase(await this.caseId(name, asker, after), tagging, by));
  }

  @Needs('cases', 'edit')
  @Post(':case/notes')
  @Answers(AddedNote, 201)
  @TakesKeyAndTag()
  async addNote(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: NewNote }) { text }: z.infer<typeof NewNote>,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new AddCaseNote(await this.caseId(name, asker, after), text, by));
  }

  /** The case keeps its number, which leads to the other one; it can be undone for a time. */
  @Needs('cases', 'edit')
  @Post(':case/merge')
  @Answers(MergedCase)
  @TakesKeyAndTag()
  async merge(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: Merging }) { into }: z.infer<typeof Merging>,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    const caseId = await this.caseId(name, asker, after, true);
    return this.commands.execute(new MergeCase(caseId, await this.caseId(into, asker, after), by));
  }

  @Needs('cases', 'edit')
  @Post(':case/unmerge')
  @Answers(Changed)
  @TakesKeyAndTag()
  async unmerge(
    @Param('case', { schema: CaseKey }) name: string,
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new UnmergeCase(await this.caseId(name, asker, after, true), by));
  }

  /** The e-mails make a new case; what answers them follows. */
  @Needs('cases', 'edit')
  @Post(':case/split')
  @Answers(RequestedCase, 201)
  @TakesKeyAndTag()
  async split(
    @Param('case', { schema: CaseKey }) name: string,
    @Body({ schema: Splitting }) { emails, subject, userId }: z.infer<typeof Splitting>,
    @By() by: Asked,
    @Who() asker: Asker,
    @Res({ passthrough: true }) reply: HttpReply,
    @After() after?: string,
  ) {
    const from = await this.caseId(name, asker, after);
    const made = await this.commands.execute(new SplitCase(from, emails, subject, userId, by));
    reply.header('location', `/api/v1/cases/${made.caseId}`);
    return made;
  }

  /** A number is looked up; an id is taken as it is, and the case's own stream says whether it exists. */
  private async caseId(name: string, asker: Asker, after: string | undefined, itself = false): Promise<CaseId> {
    if (!/^\d+$/.test(name)) return CaseId.parse(name);
    return CaseId.parse((await this.queries.execute(new GetCase(name, after, asker, itself))).caseId);
  }
}
