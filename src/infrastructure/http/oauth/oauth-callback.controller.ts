import { Controller, Get, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CompleteAuthorization } from '../../../application/commands/index.js';
import { Open } from '../access/access.js';
import { AnswersProblems } from '../answers/described.js';
import type { HttpReply } from '../fastify-types.js';
import { problemOf } from '../problems/problem.js';
import { OAuthCallbackQuery } from '../schemas/oauth.js';
import { grantedPage, refusedPage } from './callback-page.js';

/** Where providers send browsers back to. Nobody has a token there: the `state` says who has begun what. */
@Controller('oauth')
@ApiTags('authorizing mailboxes')
@AnswersProblems()
@Open()
export class OAuthCallbackController {
  constructor(private readonly commands: CommandBus) {}

  @Get('callback')
  @ApiProduces('text/html')
  @ApiResponse({ status: 200, description: 'The account is authorized' })
  async callback(
    @Query({ schema: OAuthCallbackQuery }) query: z.infer<typeof OAuthCallbackQuery>,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const { status, html } = await this.outcome(query);
    reply.code(status).header('content-type', 'text/html; charset=utf-8').send(html);
  }

  private async outcome(query: z.infer<typeof OAuthCallbackQuery>) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    try {
      const granted = await this.commands.execute(new CompleteAuthorization(Object.fromEntries(given)));
      return { status: 200, html: grantedPage(granted) };
    } catch (error) {
      const problem = problemOf(error);
      if (!problem) throw error;
      return { status: problem.status, html: refusedPage(problem.detail) };
    }
  }
}
