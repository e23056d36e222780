import { CountNotificationsHandler } from './count-notifications.js';
import { GetAccountHandler } from './get-account.js';
import { GetAssignmentHistoryHandler } from './get-assignment-history.js';
import { GetAttachmentHandler } from './get-attachment.js';
import { GetAvailabilityHandler, GetHandOverHandler } from './get-availability.js';
import { GetCalendarHandler } from './get-calendar.js';
import { GetCaseHandler } from './get-case.js';
import { GetCaseServiceLevelHandler } from './get-case-service-level.js';
import { GetCursorsHandler } from './get-cursors.js';
import { GetEmailHandler } from './get-email.js';
import { GetEmailSourceHandler } from './get-email-source.js';
import { GetFilterHandler } from './get-filter.js';
import { GetFollowersHandler } from './get-followers.js';
import { GetLinkingHandler } from './get-linking.js';
import { GetMatchedByHandler } from './get-matched-by.js';
import { GetNotificationPreferencesHandler } from './get-notification-preferences.js';
import { GetPresenceHandler } from './get-presence.js';
import { GetQueuedEmailHandler } from './get-queued-email.js';
import { GetRecordHandler } from './get-record.js';
import { GetRecordTimelineHandler } from './get-record-timeline.js';
import { GetRoleHandler } from './get-role.js';
import { GetSatisfactionQuestionHandler } from './get-satisfaction-question.js';
import { GetSatisfactionReportHandler } from './get-satisfaction-report.js';
import { GetServiceLevelReportHandler } from './get-service-level-report.js';
import { GetSystemMailHandler } from './get-system-mail.js';
import { GetTeamHandler } from './get-team.js';
import { GetTeamAvailabilityHandler } from './get-team-availability.js';
import { GetThreadHandler } from './get-thread.js';
import { GetTimelineHandler } from './get-timeline.js';
import { GetTokenHandler } from './get-token.js';
import { GetUserHandler } from './get-user.js';
import { GetWorkloadsHandler } from './get-workloads.js';
import { ListAccountsHandler } from './list-accounts.js';
import { ListAddressMarksHandler } from './list-address-marks.js';
import { ListAuditEventsHandler } from './list-audit-events.js';
import { ListCalendarsHandler } from './list-calendars.js';
import { ListCasesHandler } from './list-cases.js';
import { ListEmailsHandler } from './list-emails.js';
import { ListFiltersHandler } from './list-filters.js';
import { CountInboxHandler, ListFoldersHandler, ListGroupFoldersHandler } from './list-folders.js';
import { ListInboxHandler } from './list-inbox.js';
import { ListJobsHandler } from './list-jobs.js';
import { ListNodesHandler } from './list-nodes.js';
import { ListNotificationsHandler } from './list-notifications.js';
import { ListProjectionsHandler } from './list-projections.js';
import { ListQuarantineHandler } from './list-quarantine.js';
import { ListRecordsHandler } from './list-records.js';
import { ListReportsHandler } from './list-reports.js';
import { ListRolesHandler } from './list-roles.js';
import { ListSentHandler } from './list-sent.js';
import { ListSkippedHandler } from './list-skipped.js';
import { ListTeamsHandler } from './list-teams.js';
import { ListThreadsHandler } from './list-threads.js';
import { ListTokensHandler } from './list-tokens.js';
import { ListUsersHandler } from './list-users.js';
import { GetMacroHandler, ListMacrosHandler, PreviewMacroHandler } from './macros.js';
import { GetOAuthProviderHandler, ListOAuthProvidersHandler } from './oauth-providers.js';
import { GetOutboxSummaryHandler, ListOutboxHandler } from './outbox.js';
import { ReadAuditedStreamHandler } from './read-audited-stream.js';
import { ReplayServiceLevelHandler } from './replay-service-level.js';
import { SearchEmailsHandler } from './search-emails.js';
import { TestAccountHandler } from './test-account.js';
import { TestConnectionHandler } from './test-connection.js';
import { TryFilterHandler } from './try-filter.js';
import {
  GetWebhookHandler,
  ListWebhookDeliveriesHandler,
  ListWebhookFailuresHandler,
  ListWebhooksHandler,
  TestWebhookHandler,
} from './webhooks.js';
import { WhyCaseHandler } from './why-case.js';
import {
  GetDraftHandler,
  GetSignatureHandler,
  GetTemplateHandler,
  ListDraftsHandler,
  ListTemplatesHandler,
  PreviewDraftHandler,
  PreviewTemplateHandler,
} from './writing.js';

export { type CountedNotifications, CountNotifications } from './count-notifications.js';
export { GetAccount } from './get-account.js';
export { type AssignmentFilter, GetAssignmentHistory } from './get-assignment-history.js';
export { type AttachmentContent, GetAttachment } from './get-attachment.js';
export { GetAvailability, GetHandOver } from './get-availability.js';
export { GetCalendar } from './get-calendar.js';
export { GetCase } from './get-case.js';
export { GetCaseServiceLevel } from './get-case-service-level.js';
export { type Cursor, GetCursors } from './get-cursors.js';
export { type EmailWithText, GetEmail } from './get-email.js';
export { type EmailSource, GetEmailSource } from './get-email-source.js';
export { GetFilter } from './get-filter.js';
export { GetFollowers, type ListedFollowers } from './get-followers.js';
export { GetLinking, type Linking } from './get-linking.js';
export { GetMatchedBy } from './get-matched-by.js';
export { GetNotificationPreferences } from './get-notification-preferences.js';
export { GetPresence } from './get-presence.js';
export { GetQueuedEmail, type QueuedEmail } from './get-queued-email.js';
export { GetRecord } from './get-record.js';
export { GetRecordTimeline } from './get-record-timeline.js';
export { GetRole } from './get-role.js';
export { GetSatisfactionQuestion, type SatisfactionQuestion } from './get-satisfaction-question.js';
export { GetSatisfactionReport } from './get-satisfaction-report.js';
export { GetServiceLevelReport } from './get-service-level-report.js';
export { GetSystemMail } from './get-system-mail.js';
export { GetTeam } from './get-team.js';
export { GetTeamAvailability } from './get-team-availability.js';
export { GetThread, type ThreadWithEmails } from './get-thread.js';
export { GetTimeline } from './get-timeline.js';
export { GetToken } from './get-token.js';
export { GetUser } from './get-user.js';
export { GetWorkloads, type Workload, type WorkloadOfUser } from './get-workloads.js';
export { ListAccounts } from './list-accounts.js';
export { ListAddressMarks } from './list-address-marks.js';
export { type AuditedEvent, type AuditFilter, ListAuditEvents } from './list-audit-events.js';
export { ListCalendars } from './list-calendars.js';
export { type CaseFilter, ListCases } from './list-cases.js';
export { type EmailFilter, ListEmails } from './list-emails.js';
export { ListFilters } from './list-filters.js';
export { CountInbox, type ListedFolder, ListFolders, ListGroupFolders } from './list-folders.js';
export { type InboxEmailView, type InboxFilter, ListInbox } from './list-inbox.js';
export { type Job, ListJobs } from './list-jobs.js';
export { ListNodes } from './list-nodes.js';
export { type ListedNotification, ListNotifications, type NotificationFilter } from './list-notifications.js';
export { ListProjections } from './list-projections.js';
export { ListQuarantine } from './list-quarantine.js';
export { ListRecords, type RecordFilter } from './list-records.js';
export { ListReports } from './list-reports.js';
export { ListRoles } from './list-roles.js';
export { ListSent } from './list-sent.js';
export { ListSkipped } from './list-skipped.js';
export { ListTeams } from './list-teams.js';
export { type ListedThread, ListThreads } from './list-threads.js';
export { type ListedToken, ListTokens } from './list-tokens.js';
export { ListUsers } from './list-users.js';
export { GetMacro, ListMacros, PreviewMacro } from './macros.js';
export { GetOAuthProvider, ListOAuthProviders } from './oauth-providers.js';
export { GetOutboxSummary, ListOutbox, type OutboxSummary } from './outbox.js';
export type { Paging } from './paging.js';
export { ReadAuditedStream } from './read-audited-stream.js';
export { type PageOf, ReadModels } from './read-models.js';
export { ReplayServiceLevel } from './replay-service-level.js';
export { type FoundEmail, SearchEmails } from './search-emails.js';
export { TestAccount } from './test-account.js';
export { TestConnection } from './test-connection.js';
export { type CaseLine, type ThreadLine, ThreadListing } from './thread-listing.js';
export { TryFilter } from './try-filter.js';
export { GetWebhook, ListWebhookDeliveries, ListWebhookFailures, ListWebhooks, TestWebhook } from './webhooks.js';
export type { Why, WhyCandidate } from './why.js';
export { WhyCase } from './why-case.js';
export {
  GetDraft,
  GetSignature,
  GetTemplate,
  ListDrafts,
  ListTemplates,
  PreviewDraft,
  PreviewTemplate,
} from './writing.js';

/** Everything that can be asked, each by its handler. */
export const queryHandlers = [
  GetAccountHandler,
  GetAssignmentHistoryHandler,
  GetAttachmentHandler,
  GetCaseHandler,
  GetPresenceHandler,
  GetCursorsHandler,
  GetEmailSourceHandler,
  GetEmailHandler,
  CountNotificationsHandler,
  GetFollowersHandler,
  GetNotificationPreferencesHandler,
  GetSystemMailHandler,
  ListNotificationsHandler,
  GetTeamHandler,
  GetThreadHandler,
  GetTimelineHandler,
  GetTokenHandler,
  GetUserHandler,
  GetWorkloadsHandler,
  ListAccountsHandler,
  ListAuditEventsHandler,
  ReadAuditedStreamHandler,
  ListCasesHandler,
  ListEmailsHandler,
  CountInboxHandler,
  ListFoldersHandler,
  ListGroupFoldersHandler,
  ListInboxHandler,
  ListJobsHandler,
  ListNodesHandler,
  ListProjectionsHandler,
  ListAddressMarksHandler,
  ListReportsHandler,
  ListQuarantineHandler,
  ListOutboxHandler,
  ListSentHandler,
  GetOutboxSummaryHandler,
  ListTeamsHandler,
  ListThreadsHandler,
  ListTokensHandler,
  ListUsersHandler,
  SearchEmailsHandler,
  TestAccountHandler,
  TestConnectionHandler,
  WhyCaseHandler,
  GetLinkingHandler,
  GetQueuedEmailHandler,
  GetRecordHandler,
  GetRecordTimelineHandler,
  ListRecordsHandler,
  GetOAuthProviderHandler,
  ListOAuthProvidersHandler,
  GetRoleHandler,
  ListRolesHandler,
  GetFilterHandler,
  GetMatchedByHandler,
  ListFiltersHandler,
  ListSkippedHandler,
  TryFilterHandler,
  GetAvailabilityHandler,
  GetHandOverHandler,
  GetTeamAvailabilityHandler,
  GetDraftHandler,
  GetSignatureHandler,
  GetTemplateHandler,
  ListDraftsHandler,
  PreviewDraftHandler,
  ListTemplatesHandler,
  PreviewTemplateHandler,
  GetWebhookHandler,
  ListWebhookDeliveriesHandler,
  ListWebhookFailuresHandler,
  ListWebhooksHandler,
  TestWebhookHandler,
  GetCalendarHandler,
  ListCalendarsHandler,
  GetMacroHandler,
  ListMacrosHandler,
  PreviewMacroHandler,
  GetCaseServiceLevelHandler,
  GetServiceLevelReportHandler,
  GetSatisfactionQuestionHandler,
  GetSatisfactionReportHandler,
  ReplayServiceLevelHandler,
];
