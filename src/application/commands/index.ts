import { ActivateAccountHandler } from './activate-account.js';
import { ActivateUserHandler } from './activate-user.js';
import { AddCaseNoteHandler } from './add-case-note.js';
import { AssignCaseHandler } from './assign-case.js';
import { BeginAuthorizationHandler, CompleteAuthorizationHandler } from './authorize-account.js';
import { BeginDeviceAuthorizationHandler, PollDeviceAuthorizationHandler } from './authorize-by-device.js';
import { BringBackSkippedHandler } from './bring-back-skipped.js';
import {
  CancelAwayHandler,
  PlanAwayHandler,
  SetUserLimitsHandler,
  SetWorkingHoursHandler,
} from './change-availability.js';
import { ChangeCasePriorityHandler } from './change-case-priority.js';
import { ChangeCaseStatusHandler } from './change-case-status.js';
import { ChangeFilterHandler } from './change-filter.js';
import { ChangeInboxEmailsHandler } from './change-inbox-emails.js';
import { ChooseEmailCaseHandler } from './choose-email-case.js';
import { ChooseEmailParentHandler } from './choose-email-parent.js';
import { ClearAddressMarkHandler } from './clear-address-mark.js';
import { ConfigureAccountHandler } from './configure-account.js';
import { ConfigureOAuthProviderHandler } from './configure-oauth-provider.js';
import { ControlAccountSendingHandler, ControlSendingHandler } from './control-sending.js';
import { CreateTeamHandler } from './create-team.js';
import { DeactivateAccountHandler } from './deactivate-account.js';
import { DeactivateUserHandler } from './deactivate-user.js';
import { DefineCalendarHandler } from './define-calendar.js';
import { DefineFilterHandler } from './define-filter.js';
import { DefineRoleHandler } from './define-role.js';
import {
  ChangeGroupFolderHandler,
  CreateFolderHandler,
  CreateGroupFolderHandler,
  RemoveFolderHandler,
  RemoveGroupFolderHandler,
  RenameFolderHandler,
} from './email-folders.js';
import { FetchMailboxHandler } from './fetch-mailbox.js';
import { FollowRecordHandler, UnfollowRecordHandler } from './follow-record.js';
import { GiveSatisfactionHandler } from './give-satisfaction.js';
import { GrantClientCredentialsHandler } from './grant-client-credentials.js';
import { HandOverHandler } from './hand-over.js';
import { ImportCasesHandler } from './import-cases.js';
import { ImportMessagesHandler } from './import-messages.js';
import { IssueApiTokenHandler } from './issue-api-token.js';
import { ApplyMacroHandler, RemoveMacroHandler, SetMacroHandler } from './macros.js';
import { MarkAllNotificationsHandler, MarkNotificationHandler } from './mark-notifications.js';
import { MergeCaseHandler, UnmergeCaseHandler } from './merge-case.js';
import { OpenGroupAccountHandler } from './open-group-account.js';
import { OpenPersonalAccountHandler } from './open-personal-account.js';
import { ChangeQueuedEmailHandler, EmptyQueueHandler } from './queued-email.js';
import { ReadInboxFolderHandler } from './read-inbox-folder.js';
import { RebuildReadModelHandler } from './rebuild-read-model.js';
import { RegisterRecordHandler } from './register-record.js';
import { RegisterRecordsHandler } from './register-records.js';
import { RegisterUserHandler } from './register-user.js';
import { RemoveAccountHandler } from './remove-account.js';
import { RemoveCalendarHandler } from './remove-calendar.js';
import { RemoveFilterHandler } from './remove-filter.js';
import { RemoveOAuthProviderHandler } from './remove-oauth-provider.js';
import { RemoveRecordHandler } from './remove-record.js';
import { RemoveRoleHandler } from './remove-role.js';
import { RemoveTeamMemberHandler } from './remove-team-member.js';
import { RequestCaseHandler } from './request-case.js';
import { ResumeReadModelHandler } from './resume-read-model.js';
import { RetryQuarantinedHandler } from './retry-quarantined.js';
import { RevokeApiTokenHandler } from './revoke-api-token.js';
import { RevokeOAuthHandler } from './revoke-oauth.js';
import { SetAdministratorHandler } from './set-administrator.js';
import { SetNotificationPreferencesHandler } from './set-notification-preferences.js';
import { SetTeamLimitsHandler } from './set-team-limits.js';
import { SetTeamMemberHandler } from './set-team-member.js';
import { SetUserEmailAddressesHandler } from './set-user-email-addresses.js';
import { SetUserRolesHandler } from './set-user-roles.js';
import { ShowPresenceHandler } from './show-presence.js';
import { SignInHandler } from './sign-in.js';
import { SplitCaseHandler } from './split-case.js';
import { ConfigureSystemMailHandler } from './system-mail.js';
import { TagCaseHandler } from './tag-case.js';
import {
  ChangeTemplateHandler,
  DefineTemplateHandler,
  RemoveTemplateHandler,
  SetSignatureHandler,
} from './templates.js';
import { UnassignCaseHandler } from './unassign-case.js';
import { ViewCaseHandler } from './view-case.js';
import {
  ChangeWebhookHandler,
  PauseWebhookHandler,
  RegisterWebhookHandler,
  RemoveWebhookHandler,
  ReplayWebhookHandler,
  ResumeWebhookHandler,
  RotateWebhookSecretHandler,
} from './webhooks.js';
import {
  AnswerCaseHandler,
  AnswerEmailHandler,
  AttachFileHandler,
  CancelEmailHandler,
  DiscardDraftHandler,
  RemoveDraftFileHandler,
  SendDraftHandler,
  WriteDraftHandler,
  WriteEmailHandler,
} from './write-email.js';

export type { CaseCreationInput, FetchingInput, ImapInput, PersonalFilingInput } from './account-settings.js';
export { ActivateAccount } from './activate-account.js';
export { ActivateUser } from './activate-user.js';
export { AddCaseNote, type AddedNote } from './add-case-note.js';
export type { Asked } from './asked.js';
export { AssignCase } from './assign-case.js';
export {
  BeginAuthorization,
  type BegunAuthorization,
  CompleteAuthorization,
} from './authorize-account.js';
export {
  BeginDeviceAuthorization,
  type BegunDeviceAuthorization,
  type DeviceAuthorizationState,
  PollDeviceAuthorization,
} from './authorize-by-device.js';
export { BringBackSkipped } from './bring-back-skipped.js';
export { CancelAway, PlanAway, SetUserLimits, SetWorkingHours } from './change-availability.js';
export { ChangeCasePriority } from './change-case-priority.js';
export { ChangeCaseStatus } from './change-case-status.js';
export { ChangeFilter } from './change-filter.js';
export { type ChangedInboxEmails, ChangeInboxEmails, type InboxChange } from './change-inbox-emails.js';
export { ChooseEmailCase } from './choose-email-case.js';
export { ChooseEmailParent } from './choose-email-parent.js';
export { ClearAddressMark } from './clear-address-mark.js';
export { type AccountChanges, ConfigureAccount } from './configure-account.js';
export { ConfigureOAuthProvider, type OAuthProviderInput } from './configure-oauth-provider.js';
export { ControlAccountSending, ControlSending } from './control-sending.js';
export { CreateTeam } from './create-team.js';
export { DeactivateAccount } from './deactivate-account.js';
export { DeactivateUser } from './deactivate-user.js';
export { DefineCalendar } from './define-calendar.js';
export { DefineFilter } from './define-filter.js';
export { DefineRole } from './define-role.js';
export {
  ChangeGroupFolder,
  type CreatedFolder,
  CreateFolder,
  CreateGroupFolder,
  RemoveFolder,
  RemoveGroupFolder,
  RenameFolder,
} from './email-folders.js';
export { type Fetched, FetchMailbox } from './fetch-mailbox.js';
export { FollowRecord, UnfollowRecord } from './follow-record.js';
export { GiveSatisfaction } from './give-satisfaction.js';
export { GrantClientCredentials } from './grant-client-credentials.js';
export { HandOver } from './hand-over.js';
export { type CaseLine, type CaseResult, type CaseTally, ImportCases } from './import-cases.js';
export { type Imported, ImportMessages } from './import-messages.js';
export { IssueApiToken, type IssuedApiToken } from './issue-api-token.js';
export { ApplyMacro, RemoveMacro, SetMacro } from './macros.js';
export { MarkAllNotifications, MarkNotification } from './mark-notifications.js';
export { MergeCase, type MergedCase, UnmergeCase } from './merge-case.js';
export { type GroupAccountInput, type OpenedAccount, OpenGroupAccount } from './open-group-account.js';
export { OpenPersonalAccount, type PersonalAccountInput } from './open-personal-account.js';
export { ChangeQueuedEmail, type Emptied, EmptyQueue } from './queued-email.js';
export { type ReadFolder, ReadInboxFolder } from './read-inbox-folder.js';
export { RebuildReadModel, type Rebuilt } from './rebuild-read-model.js';
export { RegisterRecord } from './register-record.js';
export { type RecordLine, type RecordResult, type RecordTally, RegisterRecords } from './register-records.js';
export { RegisterUser } from './register-user.js';
export { RemoveAccount } from './remove-account.js';
export { RemoveCalendar } from './remove-calendar.js';
export { RemoveFilter } from './remove-filter.js';
export { RemoveOAuthProvider } from './remove-oauth-provider.js';
export { RemoveRecord } from './remove-record.js';
export { RemoveRole } from './remove-role.js';
export { RemoveTeamMember } from './remove-team-member.js';
export { RequestCase, type RequestedCase } from './request-case.js';
export { ResumeReadModel } from './resume-read-model.js';
export { type Retried, RetryQuarantined } from './retry-quarantined.js';
export { RevokeApiToken } from './revoke-api-token.js';
export { RevokeOAuth } from './revoke-oauth.js';
export { SetAdministrator } from './set-administrator.js';
export { SetNotificationPreferences } from './set-notification-preferences.js';
export { SetTeamLimits } from './set-team-limits.js';
export { SetTeamMember } from './set-team-member.js';
export { SetUserEmailAddresses } from './set-user-email-addresses.js';
export { SetUserRoles } from './set-user-roles.js';
export { ShowPresence } from './show-presence.js';
export { type SignedInUser, SignIn } from './sign-in.js';
export { SplitCase } from './split-case.js';
export { ConfigureSystemMail } from './system-mail.js';
export { TagCase } from './tag-case.js';
export { ChangeTemplate, DefineTemplate, RemoveTemplate, type SavedTemplate, SetSignature } from './templates.js';
export { UnassignCase } from './unassign-case.js';
export { ViewCase } from './view-case.js';
export {
  ChangeWebhook,
  PauseWebhook,
  RegisterWebhook,
  RemoveWebhook,
  ReplayWebhook,
  ResumeWebhook,
  RotateWebhookSecret,
} from './webhooks.js';
export {
  AnswerCase,
  AnswerEmail,
  AttachFile,
  CancelEmail,
  DiscardDraft,
  RemoveDraftFile,
  SendDraft,
  WriteDraft,
  WriteEmail,
  type WrittenEmail,
  type WrittenNow,
} from './write-email.js';

/** Everything that can be asked for, each by its handler. */
export const commandHandlers = [
  ActivateAccountHandler,
  ActivateUserHandler,
  AddCaseNoteHandler,
  AssignCaseHandler,
  ChangeCasePriorityHandler,
  TagCaseHandler,
  ChangeCaseStatusHandler,
  ChangeInboxEmailsHandler,
  ChangeGroupFolderHandler,
  CreateFolderHandler,
  CreateGroupFolderHandler,
  RemoveFolderHandler,
  RemoveGroupFolderHandler,
  RenameFolderHandler,
  OpenPersonalAccountHandler,
  ReadInboxFolderHandler,
  RemoveAccountHandler,
  ConfigureAccountHandler,
  ConfigureSystemMailHandler,
  CreateTeamHandler,
  DeactivateAccountHandler,
  DeactivateUserHandler,
  FetchMailboxHandler,
  FollowRecordHandler,
  ImportCasesHandler,
  ImportMessagesHandler,
  MarkAllNotificationsHandler,
  MarkNotificationHandler,
  SetNotificationPreferencesHandler,
  UnfollowRecordHandler,
  IssueApiTokenHandler,
  OpenGroupAccountHandler,
  RebuildReadModelHandler,
  RegisterUserHandler,
  RemoveTeamMemberHandler,
  RequestCaseHandler,
  ResumeReadModelHandler,
  RetryQuarantinedHandler,
  ControlSendingHandler,
  ControlAccountSendingHandler,
  ChangeQueuedEmailHandler,
  EmptyQueueHandler,
  RevokeApiTokenHandler,
  SetTeamMemberHandler,
  SetUserEmailAddressesHandler,
  SignInHandler,
  UnassignCaseHandler,
  RegisterRecordHandler,
  RegisterRecordsHandler,
  ClearAddressMarkHandler,
  RemoveRecordHandler,
  ChooseEmailCaseHandler,
  ChooseEmailParentHandler,
  DefineRoleHandler,
  RemoveRoleHandler,
  SetUserRolesHandler,
  SetAdministratorHandler,
  BeginAuthorizationHandler,
  BeginDeviceAuthorizationHandler,
  CompleteAuthorizationHandler,
  ConfigureOAuthProviderHandler,
  GiveSatisfactionHandler,
  GrantClientCredentialsHandler,
  PollDeviceAuthorizationHandler,
  RemoveOAuthProviderHandler,
  RevokeOAuthHandler,
  BringBackSkippedHandler,
  ChangeFilterHandler,
  DefineFilterHandler,
  RemoveFilterHandler,
  CancelAwayHandler,
  PlanAwayHandler,
  SetUserLimitsHandler,
  SetWorkingHoursHandler,
  HandOverHandler,
  SetTeamLimitsHandler,
  ViewCaseHandler,
  ShowPresenceHandler,
  AnswerCaseHandler,
  AnswerEmailHandler,
  AttachFileHandler,
  CancelEmailHandler,
  DiscardDraftHandler,
  RemoveDraftFileHandler,
  SendDraftHandler,
  WriteDraftHandler,
  WriteEmailHandler,
  ChangeTemplateHandler,
  DefineTemplateHandler,
  RemoveTemplateHandler,
  SetSignatureHandler,
  MergeCaseHandler,
  UnmergeCaseHandler,
  SplitCaseHandler,
  ChangeWebhookHandler,
  PauseWebhookHandler,
  RegisterWebhookHandler,
  RemoveWebhookHandler,
  ReplayWebhookHandler,
  ResumeWebhookHandler,
  RotateWebhookSecretHandler,
  DefineCalendarHandler,
  RemoveCalendarHandler,
  ApplyMacroHandler,
  RemoveMacroHandler,
  SetMacroHandler,
];
