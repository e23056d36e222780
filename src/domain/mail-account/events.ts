import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { AccountId, BlobHash, EmailId, Instant, TeamId, UserId } from '../ids.js';

/** How a new case finds its user; `none` leaves it New and unassigned. */
export const Distribution = z.enum(['none', 'direct-assignment', 'round-robin', 'less-busy']);
export type Distribution = z.infer<typeof Distribution>;

export const ImapSecurity = z.enum(['none', 'starttls', 'tls']);
export type ImapSecurity = z.infer<typeof ImapSecurity>;

export const mailAccountEvents = {
  GroupAccountOpened: event(
    z.object({
      accountId: AccountId,
      name: z.string().min(1).max(200),
      emailAddress: z.string().min(3).max(320),
    }),
  ),
  ImapConfigured: event(
    z.object({
      accountId: AccountId,
      host: z.string().min(1).max(255),
      port: z.number().int().min(1).max(65_535),
      security: ImapSecurity,
      userName: z.string().min(1).max(320),
      /** Names the password in the vault. */
      secret: z.string().min(1),
      /** A server certificate that no authority vouches for, accepted by its SHA-256 fingerprint. */
      trustedFingerprint: z.string().nullable(),
    }),
  ),
  /** Version 1 knew one folder only. */
  FetchingConfigured: event(
    z.object({
      accountId: AccountId,
      folders: z.array(z.string().min(1)).min(1),
      /** What is older is not fetched at all. */
      since: Instant,
      /** Leaves what was unread unread. */
      keepUnread: z.boolean(),
      /** Bytes; of a larger message only the header is taken. */
      maxSize: z.number().int().positive(),
      /** A cron expression: the fallback where the server cannot or does not call. */
      schedule: z.string().min(1),
    }),
    { 1: ({ folder, ...rest }) => ({ ...rest, folders: [folder] }) },
  ),
  TeamsSet: event(z.object({ accountId: AccountId, teamIds: z.array(TeamId) })),
  CaseCreationConfigured: event(
    z.object({
      accountId: AccountId,
      distribution: Distribution,
      teamId: TeamId.nullable(),
      /** For `direct-assignment`. */
      userId: UserId.nullable(),
      /** Narrows the members to those with this position in the team. */
      position: z.string().nullable(),
      /** What is older makes no cases. */
      casesSince: Instant,
    }),
  ),
  CaseCreationStopped: event(z.object({ accountId: AccountId })),
  AccountActivated: event(z.object({ accountId: AccountId })),
  AccountDeactivated: event(z.object({ accountId: AccountId })),
};
export type MailAccountEvent = EventsOf<typeof mailAccountEvents>;

export const mailboxEvents = {
  /** Moves the cursor of a folder. `lastUid` is a low-water mark: everything up to it is stored. */
  MailboxFetched: event(
    z.object({
      accountId: AccountId,
      folder: z.string(),
      uidValidity: z.string(),
      lastUid: z.number().int().nonnegative(),
      received: z.number().int().nonnegative(),
      duplicates: z.number().int().nonnegative(),
      skipped: z.number().int().nonnegative(),
      quarantined: z.number().int().nonnegative(),
    }),
  ),
  EmailQuarantined: event(
    z.object({
      accountId: AccountId,
      quarantineId: z.string(),
      folder: z.string(),
      uidValidity: z.string(),
      uid: z.string(),
      error: z.string(),
      blob: BlobHash,
      size: z.number().int().nonnegative(),
    }),
  ),
  QuarantineReleased: event(z.object({ accountId: AccountId, quarantineId: z.string(), emailId: EmailId })),
  FetchingFailed: event(
    z.object({
      accountId: AccountId,
      /** Stable: `login`, `tls`, `network`, `folder`, `store`… */
      code: z.string(),
      /** What is wrong, in words. */
      error: z.string(),
    }),
  ),
  FetchingRecovered: event(z.object({ accountId: AccountId })),
};
export type MailboxEvent = EventsOf<typeof mailboxEvents>;
