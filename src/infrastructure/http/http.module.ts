import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Askers } from '../../application/access/askers.js';
import { ApplicationModule } from '../../application/application.module.js';
import type { Mailcase } from '../../application/mailcase.js';
import { AccessGuard } from './access/access.guard.js';
import { Entrances } from './access/entrances.js';
import { OidcUsers, SIGN_IN } from './access/oidc-users.js';
import { SealedCookies } from './access/sealed-cookies.js';
import { Sessions } from './access/sessions.js';
import { LOCAL_TOKEN, TokenUsers } from './access/token-users.js';
import { WrongLinks, WrongTokens } from './access/wrong-tokens.js';
import { EntityHeaders } from './answers/headers.interceptor.js';
import { AccountsController } from './controllers/accounts.controller.js';
import { AssignmentsController } from './controllers/assignments.controller.js';
import { AuditController } from './controllers/audit.controller.js';
import { AuthController } from './controllers/auth.controller.js';
import { AvailabilityController } from './controllers/availability.controller.js';
import { CalendarsController } from './controllers/calendars.controller.js';
import { CasesController } from './controllers/cases.controller.js';
import { DraftsController } from './controllers/drafts.controller.js';
import { EmailsController } from './controllers/emails.controller.js';
import { FiltersController } from './controllers/filters.controller.js';
import { FoldersController, GroupFoldersController } from './controllers/folders.controller.js';
import { FollowersController } from './controllers/followers.controller.js';
import { InboxController } from './controllers/inbox.controller.js';
import { MacrosController } from './controllers/macros.controller.js';
import { MeController } from './controllers/me.controller.js';
import { NotificationsController } from './controllers/notifications.controller.js';
import { OperationsController } from './controllers/operations.controller.js';
import { OutboxController } from './controllers/outbox.controller.js';
import { PersonalAccountsController } from './controllers/personal-accounts.controller.js';
import { PresenceController } from './controllers/presence.controller.js';
import { RecordsController } from './controllers/records.controller.js';
import { ReportsController } from './controllers/reports.controller.js';
import { RolesController } from './controllers/roles.controller.js';
import { SatisfactionController } from './controllers/satisfaction.controller.js';
import { SearchController } from './controllers/search.controller.js';
import { ServiceLevelsController } from './controllers/service-levels.controller.js';
import { SystemMailController } from './controllers/system-mail.controller.js';
import { TeamsController } from './controllers/teams.controller.js';
import { TemplatesController } from './controllers/templates.controller.js';
import { ThreadsController } from './controllers/threads.controller.js';
import { TokensController } from './controllers/tokens.controller.js';
import { UsersController } from './controllers/users.controller.js';
import { WebhooksController } from './controllers/webhooks.controller.js';
import { WritingController } from './controllers/writing.controller.js';
import { EventAudience } from './events/event-audience.js';
import { EventFeed } from './events/event-feed.js';
import { EventsController } from './events/events.controller.js';
import { HealthController } from './health/health.controller.js';
import { Metrics } from './health/metrics.js';
import { ImportsController } from './imports/imports.controller.js';
import { NotificationFeed } from './notifications/notification-feed.js';
import {
  NOTIFICATION_LISTENERS,
  NotificationStreamController,
} from './notifications/notification-stream.controller.js';
import { AccountOAuthController, PersonalAccountOAuthController } from './oauth/account-oauth.controller.js';
import { OAuthCallbackController } from './oauth/oauth-callback.controller.js';
import { OAuthProvidersController } from './oauth/oauth-providers.controller.js';
import { OAUTH_REDIRECT } from './oauth/redirect-uri.js';
import type { HttpOptions } from './options.js';
import { KnownRoutes } from './problems/known-routes.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { IdempotencyInterceptor } from './requests/idempotency.interceptor.js';
import { IdempotencyStore } from './requests/idempotency-store.js';
import { ValidationPipe } from './requests/validation.pipe.js';
import { QuestionController } from './satisfaction/question.controller.js';

/** The REST API over one Mailcase. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest's dynamic modules are made by a static method of the module.
export class HttpModule {
  static for(
    mailcase: Mailcase,
    routes: KnownRoutes,
    {
      localToken,
      signIn,
      oauthRedirectUri,
      notificationListeners = 1_000,
    }: Pick<HttpOptions, 'localToken' | 'signIn' | 'oauthRedirectUri' | 'notificationListeners'>,
  ): DynamicModule {
    return {
      module: HttpModule,
      imports: [ApplicationModule.for(mailcase)],
      controllers: [
        MeController,
        UsersController,
        RolesController,
        SystemMailController,
        TeamsController,
        TokensController,
        AuthController,
        AuditController,
        AccountsController,
        OutboxController,
        CalendarsController,
        ServiceLevelsController,
        SatisfactionController,
        QuestionController,
        CasesController,
        PresenceController,
        FollowersController,
        NotificationsController,
        NotificationStreamController,
        AssignmentsController,
        AvailabilityController,
        EmailsController,
        WritingController,
        DraftsController,
        TemplatesController,
        MacrosController,
        ThreadsController,
        SearchController,
        FiltersController,
        RecordsController,
        ReportsController,
        InboxController,
        FoldersController,
        GroupFoldersController,
        PersonalAccountsController,
        AccountOAuthController,
        PersonalAccountOAuthController,
        OAuthProvidersController,
        OAuthCallbackController,
        OperationsController,
        WebhooksController,
        ImportsController,
        EventsController,
        HealthController,
      ],
      providers: [
        { provide: KnownRoutes, useValue: routes },
        { provide: LOCAL_TOKEN, useValue: localToken ?? null },
        Askers,
        { provide: OAUTH_REDIRECT, useValue: oauthRedirectUri ?? null },
        { provide: SIGN_IN, useValue: signIn ?? null },
        TokenUsers,
        OidcUsers,
        SealedCookies,
        Sessions,
        Entrances,
        WrongTokens,
        WrongLinks,
        IdempotencyStore,
        EventAudience,
        EventFeed,
        NotificationFeed,
        { provide: NOTIFICATION_LISTENERS, useValue: notificationListeners },
        Metrics,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: ValidationPipe },
        // The first is the outermost: what it keeps has the headers that the second sets.
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: EntityHeaders },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
