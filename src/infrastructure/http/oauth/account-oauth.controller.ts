import { Body, Controller, Delete, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type Asked,
  BeginAuthorization,
  BeginDeviceAuthorization,
  GrantClientCredentials,
  PollDeviceAuthorization,
  RevokeOAuth,
} from '../../../application/commands/index.js';
import { AccountId } from '../../../domain/ids.js';
import { AdministratorsOnly, Needs } from '../access/access.js';
import { Answers, AnswersProblems, TakesKey, TakesKeyAndTag } from '../answers/described.js';
import { By } from '../requests/asked.js';
import { Unkeyed } from '../requests/idempotency.interceptor.js';
import { Changed } from '../schemas/common.js';
import {
  AuthorizationRequest,
  BegunAuthorization,
  BegunDeviceAuthorization,
  DeviceAuthorizationState,
  Granted,
} from '../schemas/oauth.js';
import { mustRedirect, OAUTH_REDIRECT } from './redirect-uri.js';

/** How group accounts are authorized. */
@Controller('api/v1/accounts/:accountId/oauth')
@ApiTags('authorizing mailboxes')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class AccountOAuthController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(OAUTH_REDIRECT) private readonly redirectUri: string | null,
  ) {}

  /** By a browser, which comes back to `/oauth/callback`. */
  @Post('authorize')
  @Answers(BegunAuthorization)
  @Unkeyed()
  authorize(
    @Param('accountId', { schema: AccountId }) accountId: AccountId,
    @Body({ schema: AuthorizationRequest }) { providerId }: z.infer<typeof AuthorizationRequest>,
    @By() by: Asked,
  ) {
    const redirectUri = mustRedirect(this.redirectUri);
    return this.commands.execute(new BeginAuthorization(accountId, providerId, redirectUri, by));
  }

  /** By a code that is typed on any device. */
  @Post('device')
  @Answers(BegunDeviceAuthorization)
  @Unkeyed()
  beginDevice(
    @Param('accountId', { schema: AccountId }) accountId: AccountId,
    @Body({ schema: AuthorizationRequest }) { providerId }: z.infer<typeof AuthorizationRequest>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new BeginDeviceAuthorization(accountId, providerId, by));
  }

  /** Whether somebody has agreed. Asked too early, it says how many seconds are left. */
  @Post('device/poll')
  @Answers(DeviceAuthorizationState)
  @Unkeyed()
  pollDevice(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new PollDeviceAuthorization(accountId, by));
  }

  /** In the service's own name: shared mailboxes of Microsoft 365. */
  @Post('client-credentials')
  @Answers(Granted)
  @TakesKey()
  clientCredentials(
    @Param('accountId', { schema: AccountId }) accountId: AccountId,
    @Body({ schema: AuthorizationRequest }) { providerId }: z.infer<typeof AuthorizationRequest>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new GrantClientCredentials(accountId, providerId, by));
  }

  /** From now on it is the password again; without one the account stands still. */
  @Delete()
  @Answers(Changed)
  @TakesKeyAndTag()
  revoke(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new RevokeOAuth(accountId, by));
  }
}

/** How users authorize their own accounts; nobody opens one in the service's own name. */
@Controller('api/v1/personal-accounts/:accountId/oauth')
@ApiTags('authorizing mailboxes')
@ApiBearerAuth()
@AnswersProblems()
export class PersonalAccountOAuthController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(OAUTH_REDIRECT) private readonly redirectUri: string | null,
  ) {}

  /** By a browser, which comes back to `/oauth/callback`. */
  @Post('authorize')
  @Answers(BegunAuthorization)
  @Unkeyed()
  @Needs('personalAccounts', 'edit')
  authorize(
    @Param('accountId', { schema: AccountId }) accountId: AccountId,
    @Body({ schema: AuthorizationRequest }) { providerId }: z.infer<typeof AuthorizationRequest>,
    @By() by: Asked,
  ) {
    const redirectUri = mustRedirect(this.redirectUri);
    return this.commands.execute(new BeginAuthorization(accountId, providerId, redirectUri, by, 'personal'));
  }

  /** By a code that is typed on any device. */
  @Post('device')
  @Answers(BegunDeviceAuthorization)
  @Unkeyed()
  @Needs('personalAccounts', 'edit')
  beginDevice(
    @Param('accountId', { schema: AccountId }) accountId: AccountId,
    @Body({ schema: AuthorizationRequest }) { providerId }: z.infer<typeof AuthorizationRequest>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new BeginDeviceAuthorization(accountId, providerId, by, 'personal'));
  }

  /** Whether somebody has agreed. Asked too early, it says how many seconds are left. */
  @Post('device/poll')
  @Answers(DeviceAuthorizationState)
  @Unkeyed()
  @Needs('personalAccounts', 'edit')
  pollDevice(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new PollDeviceAuthorization(accountId, by, 'personal'));
  }

  /** From now on it is the password again; without one the account stands still. */
  @Delete()
  @Answers(Changed)
  @TakesKeyAndTag()
  @Needs('personalAccounts', 'edit')
  revoke(@Param('accountId', { schema: AccountId }) accountId: AccountId, @By() by: Asked) {
    return this.commands.execute(new RevokeOAuth(accountId, by, 'personal'));
  }
}
