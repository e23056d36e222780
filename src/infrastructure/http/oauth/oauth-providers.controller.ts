import { Body, Controller, Delete, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Asked, ConfigureOAuthProvider, RemoveOAuthProvider } from '../../../application/commands/index.js';
import { GetOAuthProvider, ListOAuthProviders } from '../../../application/queries/index.js';
import { OAuthProviderId } from '../../../domain/ids.js';
import { AdministratorsOnly, Anybody } from '../access/access.js';
import { Answers, AnswersProblems, TakesKeyAndTag, TakesQueryHeaders } from '../answers/described.js';
import { After } from '../requests/after-position.js';
import { By } from '../requests/asked.js';
import { Changed, Paging } from '../schemas/common.js';
import { OAuthProvider, OAuthProviderInput, OAuthProviders } from '../schemas/oauth.js';
import { OAUTH_REDIRECT } from './redirect-uri.js';

/** Where mailboxes can be authorized. */
@Controller('api/v1/oauth-providers')
@ApiTags('authorizing mailboxes')
@ApiBearerAuth()
@AnswersProblems()
@AdministratorsOnly()
export class OAuthProvidersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(OAUTH_REDIRECT) private readonly redirectUri: string | null,
  ) {}

  /** What everybody may choose from. */
  @Get()
  @Answers(OAuthProviders)
  @TakesQueryHeaders()
  @Anybody()
  async list(@Query({ schema: Paging }) paging: z.infer<typeof Paging>, @After() after?: string) {
    const { items, next } = await this.queries.execute(new ListOAuthProviders(paging, after));
    const shown = items.map(({ providerId, name, authorizationEndpoint, deviceEndpoint, clientCredentialsScopes }) => ({
      ...{ providerId, name, browser: authorizationEndpoint !== null, device: deviceEndpoint !== null },
      clientCredentials: clientCredentialsScopes.length > 0,
    }));
    return { items: shown, next };
  }

  @Get(':providerId')
  @Answers(OAuthProvider)
  @TakesQueryHeaders()
  async get(@Param('providerId') providerId: string, @After() after?: string) {
    const view = await this.queries.execute(new GetOAuthProvider(providerId, after));
    return { ...view, redirectUri: this.redirectUri };
  }

  @Put(':providerId')
  @Answers(Changed)
  @TakesKeyAndTag()
  configure(
    @Param('providerId', { schema: OAuthProviderId }) providerId: OAuthProviderId,
    @Body({ schema: OAuthProviderInput }) input: z.infer<typeof OAuthProviderInput>,
    @By() by: Asked,
  ) {
    return this.commands.execute(new ConfigureOAuthProvider(providerId, input, by));
  }

  @Delete(':providerId')
  @Answers(Changed)
  @TakesKeyAndTag()
  remove(@Param('providerId', { schema: OAuthProviderId }) providerId: OAuthProviderId, @By() by: Asked) {
    return this.commands.execute(new RemoveOAuthProvider(providerId, by));
  }
}
