import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { GiveSatisfaction } from '../../../application/commands/index.js';
import { GetSatisfactionQuestion } from '../../../application/queries/index.js';
import { NotFound } from '../../../domain/errors.js';
import { Open } from '../access/access.js';
import { WrongLinks } from '../access/wrong-tokens.js';
import { Answers, AnswersProblems } from '../answers/described.js';
import type { HttpReply, HttpRequest } from '../fastify-types.js';
import { Refused } from '../problems/problem.js';
import { Unkeyed } from '../requests/idempotency.interceptor.js';
import {
  SatisfactionAnswer,
  SatisfactionGiven,
  SatisfactionQuestion,
  SatisfactionToken,
} from '../schemas/satisfaction.js';
import { PageFilter } from './page.filter.js';
import { answeredPage, HTML_TYPE, PAGE_POLICY, questionPage, thanksPage, wantsPage } from './satisfaction-page.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Where links in messages lead: a page for browsers, JSON for programs. Nobody has a token there: the link is one. */
@Controller('satisfaction')
@ApiTags('satisfaction')
@AnswersProblems()
@UseFilters(PageFilter)
@Open()
export class QuestionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly wrong: WrongLinks,
  ) {}

  /** What is asked. Nothing is counted by it: programs that look through mail follow links as well. */
  @Get(':token')
  @ApiProduces('application/json', 'text/html')
  @Answers(SatisfactionQuestion)
  async ask(
    @Param('token', { schema: SatisfactionToken }) token: string,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const asked = await this.asked(token, request.ip);
    answer(request, reply, asked, asked.answered ? answeredPage(asked) : questionPage(asked));
  }

  /** The answer: the first one counts. */
  @Post(':token')
  @Unkeyed()
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiProduces('application/json', 'text/html')
  @Answers(SatisfactionGiven)
  async give(
    @Param('token', { schema: SatisfactionToken }) token: string,
    @Body({ schema: SatisfactionAnswer }) given: z.infer<typeof SatisfactionAnswer>,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const { caseNumber, accountName } = await this.asked(token, request.ip);
    await this.commands.execute(new GiveSatisfaction(token, given, crypto.randomUUID()));
    answer(request, reply, { caseNumber, accountName, ...given }, thanksPage({ caseNumber, accountName }));
  }

  /** Whoever tries links that are none is told to wait; a right one is never kept out. */
  private async asked(token: string, address: string) {
    try {
      return await this.queries.execute(new GetSatisfactionQuestion(token));
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      const tooMany = this.wrong.tooMany(address);
      this.wrong.note(address);
      if (!tooMany) throw error;
      const headers = { 'retry-after': String(this.wrong.window) };
      throw new Refused(429, 'too-many-wrong-links', 'Too many wrong links came from this address.', headers);
    }
  }
}

function answer(request: HttpRequest, reply: HttpReply, shown: object, page: string): void {
  reply.headers({ vary: 'accept', 'x-robots-tag': 'noindex' });
  if (wantsPage(request)) {
    reply.headers({ 'content-type': HTML_TYPE, 'content-security-policy': PAGE_POLICY }).send(page);
  } else {
    reply.header('content-type', JSON_TYPE).send(JSON.stringify(shown));
  }
}
