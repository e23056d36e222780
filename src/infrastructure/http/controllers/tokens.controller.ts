import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Asker } from '../../../application/access/asker.js';
import { type Asked, IssueApiToken, RevokeApiToken } from '../../../application/commands/index.js';
import { CLOCK } from '../../../application/parts.js';
import type { Clock } from '../../../application/ports/clock.js';
import { GetToken, ListTokens } from '../../../application/queries/index.js';
import { TokenId, UserId } from '../../../domain/ids.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesQueryHeaders } from '../answers/described.js';
import { Refused } from '../problems/problem.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Unrepeated } from '../requests/idempotency.interceptor.js';
import { Changed, Paging } from '../schemas/common.js';
import { IssuedToken, NewToken, Tokens } from '../schemas/people.js';

/** Milliseconds. */
const DAY = 86_400_000;
const TokenQuery = Paging.extend({ user: UserId.optional() });

/** Everybody their own; administrators everybody's. */
@Controller('api/v1/tokens')
@ApiTags('tokens')
@ApiBearerAuth()
@AnswersProblems()
export class TokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Answers(Tokens)
  @TakesQueryHeaders()
  list(
    @Query({ schema: TokenQuery }) { user, ...paging }: z.infer<typeof TokenQuery>,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    const userId = user ?? (asker.administrator ? null : asker.userId);
    if (userId !== null) mustBeOwn(asker, userId);
    return this.queries.execute(new ListTokens(userId, paging, after));
  }

  @Post()
  @Answers(IssuedToken, 201)
  @TakesKey()
  @Unrepeated()
  issue(
    @Body({ schema: NewToken }) { userId, name, scopes, ...expiry }: z.infer<typeof NewToken>,
    @Who() asker: Asker,
    @By() by: Asked,
  ) {
    mustBeOwn(asker, userId ?? asker.userId);
    const grant = { scopes: scopes ?? null, expiresAt: this.expiresAt(expiry) };
    return this.commands.execute(new IssueApiToken(userId ?? asker.userId, name, by, grant));
  }

  /** In the one form in which instants are compared. */
  private expiresAt({ expiresAt, expiresInDays }: Pick<z.infer<typeof NewToken>, 'expiresAt' | 'expiresInDays'>) {
    if (expiresAt !== undefined) return new Date(expiresAt).toISOString();
    return expiresInDays === undefined
      ? null
      : new Date(this.clock.now().getTime() + expiresInDays * DAY).toISOString();
  }

  @Delete(':tokenId')
  @Answers(Changed)
  @TakesKey()
  async revoke(@Param('tokenId', { schema: TokenId }) tokenId: TokenId, @Who() asker: Asker, @By() by: Asked) {
    if (!asker.administrator) {
      const { userId } = await this.queries.execute(new GetToken(tokenId));
      mustBeOwn(asker, userId);
    }
    return this.commands.execute(new RevokeApiToken(tokenId, by));
  }
}

function mustBeOwn({ userId, administrator }: Asker, owner: string): void {
  if (administrator || owner === userId) return;
  throw new Refused(403, 'administrators-only', "Only administrators may see or change other users' tokens.");
}
