import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ProjectionEngine } from '../projections/engine.js';
import { ProjectionEngines } from '../projections/engines.js';
import { AccessControl } from './access/access-control.js';
import { Administrators } from './access/administrators.js';
import { CommandCheck } from './access/command-check.js';
import { RecordAccess } from './access/record-access.js';
import { Subjects } from './access/subjects.js';
import { TokenUses } from './access/token-uses.js';
import { AccountSecrets } from './commands/account-secrets.js';
import { commandHandlers } from './commands/index.js';
import { FetchAccount } from './fetching/fetch-account.js';
import { Fetching } from './fetching/fetching.js';
import { ImportMessages } from './fetching/import-messages.js';
import { Intake } from './fetching/intake.js';
import { InboxEmails } from './inbox/inbox-emails.js';
import { Aggregates } from './log/aggregates.js';
import { EventLog } from './log/event-log.js';
import { Macros } from './macros/macros.js';
import { Mailcase } from './mailcase.js';
import { Nodes } from './nodes/nodes.js';
import { AccessTokens } from './oauth/access-tokens.js';
import { Grants } from './oauth/grants.js';
import { PendingRequests } from './oauth/pending-requests.js';
import { AnsweredEmails } from './outgoing/answered-email.js';
import { Beginnings } from './outgoing/beginnings.js';
import { Bodies } from './outgoing/bodies.js';
import { Drafts } from './outgoing/drafts.js';
import { QueueDrafts } from './outgoing/queue-drafts.js';
import { SeenMessages } from './outgoing/seen-messages.js';
import { SendingAccounts } from './outgoing/sending-accounts.js';
import { SendingSettings } from './outgoing/sending-settings.js';
import { Uploads } from './outgoing/uploads.js';
import {
  BLOBS,
  CLOCK,
  DOCUMENTS,
  HTML,
  LEASES,
  LOGGER,
  OAUTH,
  PARSER,
  SCHEDULES,
  SOURCE,
  TRANSPORT,
  VAULT,
  WEBHOOKS,
} from './parts.js';
import { Presence } from './presence/presence.js';
import { AddressWarnings } from './queries/address-warnings.js';
import { EmailBytes } from './queries/email-bytes.js';
import { queryHandlers } from './queries/index.js';
import { ReadModels } from './queries/read-models.js';
import { ThreadListing } from './queries/thread-listing.js';
import { VisibleNotifications } from './queries/visible-notifications.js';

/** The buses of commands and queries, over the parts of one Mailcase. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest's dynamic modules are made by a static method of the module.
export class ApplicationModule {
  static for(mailcase: Mailcase): DynamicModule {
    const {
      blobs,
      clock,
      documents,
      html,
      leases,
      logger,
      oauth,
      parser,
      schedules,
      source,
      transport,
      vault,
      webhooks,
    } = mailcase.adapters;
    const parts = [
      { provide: Mailcase, useValue: mailcase },
      { provide: EventLog, useValue: mailcase.log },
      { provide: Aggregates, useValue: mailcase.aggregates },
      { provide: ProjectionEngine, useValue: mailcase.projections },
      { provide: ProjectionEngines, useValue: mailcase.allReadModels },
      { provide: Intake, useValue: mailcase.intake },
      { provide: ImportMessages, useValue: mailcase.importing },
      { provide: AccessTokens, useValue: mailcase.accessTokens },
      { provide: FetchAccount, useValue: mailcase.fetchAccount },
      { provide: Fetching, useValue: mailcase.fetching },
      { provide: Nodes, useValue: mailcase.nodes },
      { provide: BLOBS, useValue: blobs },
      { provide: CLOCK, useValue: clock },
      { provide: DOCUMENTS, useValue: documents },
      { provide: HTML, useValue: html },
      { provide: QueueDrafts, useValue: mailcase.drafts },
      { provide: LEASES, useValue: leases },
      { provide: LOGGER, useValue: logger },
      { provide: OAUTH, useValue: oauth },
      { provide: PARSER, useValue: parser },
      { provide: SCHEDULES, useValue: schedules },
      { provide: SOURCE, useValue: source },
      { provide: SendingSettings, useValue: mailcase.sendingSettings },
      { provide: TRANSPORT, useValue: transport },
      { provide: VAULT, useValue: vault },
      { provide: WEBHOOKS, useValue: webhooks ?? null },
    ];
    const services = [
      ...[AccessControl, Administrators, CommandCheck, RecordAccess, Subjects, TokenUses, VisibleNotifications],
      ...[AnsweredEmails, Beginnings, Bodies, Drafts, SeenMessages, SendingAccounts, Uploads],
      ...[
        AccountSecrets,
        AddressWarnings,
        EmailBytes,
        Grants,
        InboxEmails,
        Macros,
        PendingRequests,
        Presence,
        ReadModels,
        ThreadListing,
      ],
    ];
    return {
      module: ApplicationModule,
      imports: [CqrsModule.forRoot()],
      providers: [...parts, ...services, ...commandHandlers, ...queryHandlers],
      exports: [
        CqrsModule,
        ...parts.map(({ provide }) => provide),
        AccessControl,
        ReadModels,
        ThreadListing,
        TokenUses,
      ],
    };
  }
}
