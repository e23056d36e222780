import { Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Asker } from '../../../application/access/asker.js';
import { type Asked, FollowRecord, UnfollowRecord } from '../../../application/commands/index.js';
import { GetCase, GetFollowers } from '../../../application/queries/index.js';
import { CaseId, type RecordId, type RecordRef, type RecordType, type UserId } from '../../../domain/ids.js';
import { Needs } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems, TakesKey, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { CaseKey, Changed } from '../schemas/common.js';
import { FollowerKey, Followers, RecordKey, RecordTypeKey } from '../schemas/notifications.js';

/** Who hears of what happens to a case, or to a record of the CRM. */
@Controller('api/v1')
@ApiTags('followers')
@ApiBearerAuth()
@AnswersProblems()
export class FollowersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('cases/:case/followers')
  @Needs('cases', 'read')
  @Answers(Followers)
  @TakesQueryHeaders()
  async ofCase(@Param('case', { schema: CaseKey }) name: string, @Who() asker: Asker, @After() after?: string) {
    return this.queries.execute(new GetFollowers(await this.caseNamed(name, asker, after), asker, after));
  }

  @Put('cases/:case/followers/:user')
  @Answers(Changed)
  @TakesKey()
  async followCase(
    @Param('case', { schema: CaseKey }) name: string,
    @Param('user', { schema: FollowerKey }) user: UserId | 'me',
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new FollowRecord(await this.caseNamed(name, asker, after), whoIs(user, asker), by));
  }

  @Delete('cases/:case/followers/:user')
  @Answers(Changed)
  @TakesKey()
  async unfollowCase(
    @Param('case', { schema: CaseKey }) name: string,
    @Param('user', { schema: FollowerKey }) user: UserId | 'me',
    @By() by: Asked,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.commands.execute(new UnfollowRecord(await this.caseNamed(name, asker, after), whoIs(user, asker), by));
  }

  @Get('records/:type/:id/followers')
  @Answers(Followers)
  @TakesQueryHeaders()
  ofRecord(
    @Param('type', { schema: RecordTypeKey }) type: RecordType,
    @Param('id', { schema: RecordKey }) id: RecordId,
    @Who() asker: Asker,
    @After() after?: string,
  ) {
    return this.queries.execute(new GetFollowers({ type, id }, asker, after));
  }

  @Put('records/:type/:id/followers/:user')
  @Answers(Changed)
  @TakesKey()
  followRecord(
    @Param('type', { schema: RecordTypeKey }) type: RecordType,
    @Param('id', { schema: RecordKey }) id: RecordId,
    @Param('user', { schema: FollowerKey }) user: UserId | 'me',
    @By() by: Asked,
    @Who() asker: Asker,
  ) {
    return this.commands.execute(new FollowRecord({ type, id }, whoIs(user, asker), by));
  }

  @Delete('records/:type/:id/followers/:user')
  @Answers(Changed)
  @TakesKey()
  unfollowRecord(
    @Param('type', { schema: RecordTypeKey }) type: RecordType,
    @Param('id', { schema: RecordKey }) id: RecordId,
    @Param('user', { schema: FollowerKey }) user: UserId | 'me',
    @By() by: Asked,
    @Who() asker: Asker,
  ) {
    return this.commands.execute(new UnfollowRecord({ type, id }, whoIs(user, asker), by));
  }

  /** A number is looked up; an id is taken as it is, and the case's own stream says whether it exists. */
  private async caseNamed(name: string, asker: Asker, after: string | undefined): Promise<RecordRef> {
    if (!/^\d+$/.test(name)) return { type: 'Case', id: CaseId.parse(name) };
    return { type: 'Case', id: CaseId.parse((await this.queries.execute(new GetCase(name, after, asker))).caseId) };
  }
}

const whoIs = (user: UserId | 'me', { userId }: Asker): UserId => (user === 'me' ? userId : user);
