import { addressMarks } from './address-marks.js';
import { assignmentHistory } from './assignment-history.js';
import { audit } from './audit.js';
import { calendars } from './calendars.js';
import { cases } from './cases.js';
import { deadlines } from './deadlines.js';
import { draftBlobs } from './draft-blobs.js';
import { drafts } from './drafts.js';
import { emailFolders } from './email-folders.js';
import { emails } from './emails.js';
import { filters } from './filters.js';
import { followers } from './followers.js';
import { inbox, mailboxPlaces } from './inbox.js';
import { inboxCounts } from './inbox-counts.js';
import { linking } from './linking.js';
import { macros } from './macros.js';
import { mailboxes } from './mailboxes.js';
import { notificationCounts, notificationPreferences, notifications } from './notifications.js';
import { oauthProviders } from './oauth-providers.js';
import { outbox, sendingAccounts } from './outbox.js';
import { apiTokens, identities, roles, teams, users } from './people.js';
import type { Projection } from './projection.js';
import { quarantine } from './quarantine.js';
import { recordTimelines } from './record-timelines.js';
import { records } from './records.js';
import { reports } from './reports.js';
import { rota } from './rota.js';
import { satisfactionResults } from './satisfaction-results.js';
import { sent } from './sent.js';
import { sentCopies } from './sent-copies.js';
import { sentEmails } from './sent-emails.js';
import { serviceLevelDues } from './service-level-dues.js';
import { serviceLevelResults } from './service-level-results.js';
import { skipped } from './skipped.js';
import { teamWorkloads } from './team-workloads.js';
import { templates } from './templates.js';
import { threads } from './threads.js';
import { timelines } from './timelines.js';
import { webhookFailures, webhooks } from './webhooks.js';

/** All read models. */
export const readModels: readonly Projection[] = [
  users,
  teams,
  roles,
  apiTokens,
  identities,
  mailboxes,
  oauthProviders,
  emails,
  outbox,
  sentCopies,
  sendingAccounts,
  threads,
  cases,
  timelines,
  assignmentHistory,
  rota,
  deadlines,
  calendars,
  serviceLevelDues,
  serviceLevelResults,
  satisfactionResults,
  teamWorkloads,
  quarantine,
  filters,
  skipped,
  followers,
  notifications,
  notificationCounts,
  notificationPreferences,
  records,
  recordTimelines,
  linking,
  inbox,
  inboxCounts,
  mailboxPlaces,
  emailFolders,
  drafts,
  draftBlobs,
  templates,
  macros,
  sent,
  sentEmails,
  reports,
  addressMarks,
  audit,
  webhooks,
  webhookFailures,
];

/** What `rebuild` and `/health` call them. */
export const readModelNames: readonly string[] = readModels.map(({ spec }) => spec.name);
