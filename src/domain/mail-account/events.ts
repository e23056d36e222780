import { z } from 'zod';
import { liftIn } from '../assignment/explanation.js';
import { Distribution, liftRule, MAX_SKILLS, Overdue, Respects, Skill } from '../assignment/rule.js';
import { Address } from '../email/events.js';
import { type EventsOf, event, type Upcast } from '../event.js';
import {
  AccountId,
  BlobHash,
  CalendarId,
  EmailId,
  FilterId,
  FolderId,
  Instant,
  OAuthProviderId,
  TeamId,
  TemplateId,
  UserId,
} from '../ids.js';
import { Scopes } from '../oauth/events.js';
import { Texts } from '../outgoing/template-events.js';
import { SatisfactionSettings } from '../satisfaction/settings.js';
import { ServiceLevel } from '../service-level/level.js';

export { Distribution };

export const ImapSecurity = z.enum(['none', 'starttls', 'tls']);
export type ImapSecurity = z.infer<typeof ImapSecurity>;

export const SmtpMechanism = z.enum(['none', 'plain', 'login', 'cram-md5']);
export type SmtpMechanism = z.infer<typeof SmtpMechanism>;

/** What is done about a message of which nobody knows whether the server has taken it. */
export const AfterDoubt = z.enum(['send-again', 'count-as-sent']);
export type AfterDoubt = z.infer<typeof AfterDoubt>;

/** How an account came to its grant (RFC 6749, sections 4.1 and 4.4; RFC 8628). */
export const OAuthFlow = z.enum(['authorization-code', 'device-code', 'client-credentials']);
export type OAuthFlow = z.infer<typeof OAuthFlow>;

/** How a group account answers by itself (RFC 3834). Texts may hold placeholders (`outgoing/template.ts`). */
export const AutoReply = z.object({
  when: z
    .enum(['case-created', 'first-contact', 'both'])
    .describe('Messages that make a case, the first that an address writes to us, or either.'),
  subject: z.string().min(1).max(200).describe("The case's tag, `[#12]`, is put in front by itself."),
  text: z.string().min(1).max(10_000),
  templateId: TemplateId.nullable().describe(
    'Of the kind `auto-reply`: its subject, where it has one, and its text go before these; none, or one that is removed: these.',
  ),
  outOfHours: z
    .object({
      teamId: TeamId.nullable().describe('Whose working hours these are.'),
      calendarId: CalendarId.nullable().describe('Or else the calendar of service levels, with its holidays.'),
      text: z.string().min(1).max(10_000),
    })
    .nullable()
    .describe('Another text outside of the hours of a team or a calendar; none: the same.'),
  onceInHours: z.number().int().min(1).max(720).describe('In so long an address gets one answer of the account.'),
  fromName: z.string().min(1).max(200).nullable().describe("None: the account's name."),
  replyTo: z.string().min(3).max(320).nullable().describe('None: answers go to the account.'),
});
export type AutoReply = z.infer<typeof AutoReply>;

/** Version 1 knew no templates and no calendars. */
const withoutTemplate: Upcast = (data) => ({
  templateId: null,
  ...liftIn('outOfHours', (hours) => ({ calendarId: null, ...hours }))(data),
});

export const mailAccountEvents = {
  GroupAccountOpened: event(
    'A shared mailbox was registered.',
    z.object({
      accountId: AccountId,
      name: z.string().min(1).max(200),
      emailAddress: z.string().min(3).max(320),
    }),
  ),
  PersonalAccountOpened: event(
    "A user's own mailbox was registered.",
    z.object({
      accountId: AccountId,
      userId: UserId,
      name: z.string().min(1).max(200).meta({ personal: 'userId' }),
      emailAddress: z.string().min(3).max(320).meta({ personal: 'userId' }),
    }),
  ),
  ImapConfigured: event(
    'Where the mailbox is and how it is logged in to; the password is in the vault.',
    z.object({
      accountId: AccountId,
      host: z.string().min(1).max(255),
      port: z.number().int().min(1).max(65_535),
      security: ImapSecurity,
      userName: z.string().min(1).max(320),
      secret: z
        .string()
        .min(1)
        .nullable()
        .meta({ secret: 'where the password is' })
        .describe('Names the password in the vault; none: nobody has given it yet.'),
      trustedFingerprint: z
        .string()
        .nullable()
        .describe('A server certificate that no authority vouches for, accepted by its SHA-256 fingerprint.'),
    }),
    // In version 1 every mailbox had its password from the start.
    { 1: (data) => data },
  ),
  OAuthGranted: event(
    'The servers of the account are logged in to by OAuth2 from now on; the tokens are in the vault.',
    z.object({
      accountId: AccountId,
      providerId: OAuthProviderId,
      flow: OAuthFlow,
      secret: z.string().min(1).meta({ secret: 'where the tokens are' }).describe('Names the tokens in the vault.'),
      scopes: Scopes,
      grantedBy: z
        .string()
        .max(320)
        .nullable()
        .meta({ personal: 'grantedBy' })
        .describe('Who has signed in at the provider, where it says so.'),
    }),
  ),
  OAuthGrantRefused: event(
    'The provider takes the grant no more: somebody has to authorize the account again.',
    z.object({
      accountId: AccountId,
      secret: z.string().min(1).meta({ secret: 'where the tokens are' }).describe('Of the grant that is meant.'),
      error: z.string().max(1_000).describe('What the provider says.'),
    }),
  ),
  OAuthRevoked: event(
    'The account is not logged in to by OAuth2 any more, and its tokens are gone.',
    z.object({ accountId: AccountId }),
  ),
  SmtpConfigured: event(
    'How the account sends: by which server, how that is logged in to, and what is done with the copies.',
    z.object({
      accountId: AccountId,
      host: z.string().min(1).max(255),
      port: z.number().int().min(1).max(65_535),
      security: ImapSecurity,
      mechanism: SmtpMechanism.describe(
        '`none`: nobody logs in. An account with a grant of OAuth2 uses that instead of a password.',
      ),
      userName: z.string().min(1).max(320),
      secret: z
        .string()
        .min(1)
        .nullable()
        .meta({ secret: 'where the password is' })
        .describe('Names the password in the vault; none: that of the mailbox.'),
      shared: z.boolean().describe('Whoever may by their role sends by it, from a group account.'),
      trustedFingerprint: z
        .string()
        .nullable()
        .describe('A server certificate that no authority vouches for, accepted by its SHA-256 fingerprint.'),
      sentFolder: z
        .string()
        .min(1)
        .max(500)
        .nullable()
        .describe('The IMAP folder of what was sent; none: the one that the server itself marks so (RFC 6154).'),
      storeSent: z.boolean().describe('We put a copy there. Not, where the server does so by itself.'),
      limitPerHour: z
        .number()
        .int()
        .positive()
        .nullable()
        .describe('Recipients in any hour; none: as many as there are.'),
      afterDoubt: AfterDoubt,
      dkim: z
        .object({
          domain: z.string().min(1).max(255),
          selector: z.string().min(1).max(63),
          secret: z
            .string()
            .min(1)
            .meta({ secret: 'where the key is' })
            .describe('Names the private key in the vault.'),
        })
        .nullable()
        .describe('We sign what is sent (RFC 6376); none: the server does, or nobody.'),
    }),
  ),
  SmtpRemoved: event('The account does not send any more.', z.object({ accountId: AccountId })),
  FetchingConfigured: event(
    'What is fetched from the mailbox, and how often it is looked at.',
    z.object({
      accountId: AccountId,
      folders: z.array(z.string().min(1)).min(1),
      since: Instant.describe('What is older is not fetched at all.'),
      keepUnread: z.boolean().describe('Leaves what was unread unread.'),
      maxSize: z.number().int().positive().describe('Bytes; of a larger message only the header is taken.'),
      schedule: z.string().min(1).describe('A cron expression: the fallback where the server cannot or does not call.'),
    }),
    // Version 1 knew one folder only.
    { 1: ({ folder, ...rest }) => ({ ...rest, folders: [folder] }) },
  ),
  TeamsSet: event(
    'The teams that the mail of an account belongs to.',
    z.object({ accountId: AccountId, teamIds: z.array(TeamId) }),
  ),
  FilingConfigured: event(
    'In whose inboxes the mail of a group account stands, and in which folder.',
    z.object({
      accountId: AccountId,
      addAllTeamUsers: z.boolean().describe('In those of all members of its teams; else in none.'),
      groupFolderId: FolderId.nullable().describe('None: the inbox.'),
    }),
  ),
  PersonalFilingConfigured: event(
    "In which of their folders the mail of a user's own account stands.",
    z.object({
      accountId: AccountId,
      folderId: FolderId.nullable().describe('None: the inbox.'),
      folderMap: z
        .array(z.object({ folder: z.string().min(1).max(500), folderId: FolderId }))
        .max(100)
        .describe('IMAP folders whose mail goes elsewhere.'),
      sentFolder: z
        .string()
        .min(1)
        .max(500)
        .nullable()
        .describe('The IMAP folder of what they have sent: fetched as well, as their own mail.'),
    }),
  ),
  SendingConfigured: event(
    'How messages leave in the name of an account.',
    z.object({
      accountId: AccountId,
      fromName: z
        .string()
        .min(1)
        .max(200)
        .describe(
          "The display name of a group's messages, with placeholders; of a user's own account it is their name.",
        ),
      replyTo: z.string().max(320).nullable().describe('Where answers go; none: to the account.'),
      signature: Texts.describe('Below what is written; both empty: nothing.'),
      subjectTag: z.boolean().describe('`[#123]` stands in the subject of what belongs to a case.'),
      undoSeconds: z.number().int().min(0).max(3_600).describe('So long a message can be taken back.'),
      excludeFromReply: z.array(z.string().max(320)).max(100).describe('Left out of a reply to all.'),
    }),
  ),
  CaseCreationConfigured: event(
    'Mail to the account makes cases, and this is how they find their users.',
    z.object({
      accountId: AccountId,
      distribution: Distribution,
      teamId: TeamId.nullable(),
      userId: UserId.nullable().describe('For `direct-assignment`.'),
      position: z.string().nullable().describe('Narrows the members to those with this position in the team.'),
      respects: Respects,
      skills: z.array(Skill).max(MAX_SKILLS).describe('What whoever gets its cases has to be able to do.'),
      overdue: Overdue.nullable().describe('When a case goes on to the next; none: never.'),
      casesSince: Instant.describe('What is older makes no cases.'),
    }),
    // Version 1 knew neither availability nor skills.
    { 1: liftRule },
  ),
  CaseCreationStopped: event('Mail to the account makes no cases any more.', z.object({ accountId: AccountId })),
  AutoReplyConfigured: event(
    'The account answers certain messages by itself.',
    AutoReply.extend({ accountId: AccountId }),
    { 1: withoutTemplate },
  ),
  AutoReplyStopped: event('The account answers nothing by itself any more.', z.object({ accountId: AccountId })),
  ServiceLevelConfigured: event(
    'What is promised to those who write to the account; for cases that come to be from now on.',
    ServiceLevel.extend({ accountId: AccountId }),
  ),
  ServiceLevelStopped: event(
    'Nothing is promised any more; cases that have begun go on by what was promised.',
    z.object({ accountId: AccountId }),
  ),
  SatisfactionConfigured: event(
    'Whoever wrote what made a case is asked how content they are when it is closed from now on.',
    SatisfactionSettings.extend({ accountId: AccountId }),
  ),
  SatisfactionStopped: event('Nobody is asked any more.', z.object({ accountId: AccountId })),
  AccountActivated: event('The mailbox is watched.', z.object({ accountId: AccountId })),
  AccountDeactivated: event('The mailbox is not watched, and makes no cases.', z.object({ accountId: AccountId })),
  AccountRemoved: event(
    "A user's own account is fetched no more, and its secrets are gone; its mail stays.",
    z.object({ accountId: AccountId }),
  ),
};
export type MailAccountEvent = EventsOf<typeof mailAccountEvents>;

export const mailboxEvents = {
  MailboxFetched: event(
    'Moves the cursor of a folder. `lastUid` is a low-water mark: everything up to it is stored.',
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
    'A message could not be read, or its schema refused it; it waits with its bytes and its error.',
    z.object({
      accountId: AccountId,
      quarantineId: z.string(),
      folder: z.string(),
      uidValidity: z.string(),
      uid: z.string(),
      receivedAt: Instant.nullable().describe(
        'As of a delivery: a retry makes a case only where it would have made one.',
      ),
      seen: z.boolean().describe('`\\Seen` when we came.'),
      headerOnly: z.boolean().describe('The bytes are those of the header alone.'),
      error: z.string(),
      blob: BlobHash,
      size: z.number().int().nonnegative(),
    }),
    // Version 1 did not say how it had come.
    { 1: (data) => ({ receivedAt: null, seen: false, headerOnly: false, ...data }) },
  ),
  QuarantineReleased: event(
    'A message that was quarantined became an e-mail after all.',
    z.object({ accountId: AccountId, quarantineId: z.string(), emailId: EmailId }),
  ),
  EmailSkipped: event(
    'A filter kept a message out. Its bytes stay for a while, so that it can be brought back.',
    z.object({
      accountId: AccountId,
      owner: UserId.nullable().describe("Whose own account it is; none: a group's."),
      skippedId: z.string(),
      emailId: EmailId.describe('The e-mail that it would be, and is when it is brought back.'),
      messageId: z.string().nullable(),
      from: Address.nullable().meta({ personal: 'from' }),
      subject: z.string().max(200).meta({ personal: 'from' }),
      filterId: FilterId,
      filterName: z.string(),
      because: z.string().max(300).describe('What of the message the filter met, in words.'),
      folder: z.string(),
      uidValidity: z.string(),
      uid: z.string(),
      receivedAt: Instant.nullable(),
      seen: z.boolean(),
      headerOnly: z.boolean().describe('The bytes are those of the header alone.'),
      blob: BlobHash,
      size: z.number().int().nonnegative(),
      until: Instant.describe('Until then it can be brought back.'),
    }),
  ),
  SkippedBroughtBack: event(
    'A message that a filter had kept out came in after all.',
    z.object({ accountId: AccountId, skippedId: z.string(), emailId: EmailId }),
  ),
  SkippedExpired: event(
    'A message that a filter kept out can be brought back no more.',
    z.object({
      accountId: AccountId,
      skippedId: z.string(),
      blob: BlobHash,
      removed: z.boolean().describe('Whether its bytes are gone; not, where something else names them.'),
    }),
  ),
  ReadStateStored: event(
    'The server was told what a user has read, and what not.',
    z.object({
      accountId: AccountId,
      emails: z.array(z.object({ userId: UserId, emailId: EmailId, seen: z.boolean() })).max(500),
    }),
  ),
  FetchingFailed: event(
    'The mailbox worked and does not work any more.',
    z.object({
      accountId: AccountId,
      code: z.string().describe('Stable: `login`, `grant-revoked`, `tls`, `network`, `folder`, `store`…'),
      error: z.string().describe('What is wrong, in words.'),
    }),
  ),
  FetchingRecovered: event('The mailbox works again.', z.object({ accountId: AccountId })),
};
export type MailboxEvent = EventsOf<typeof mailboxEvents>;
