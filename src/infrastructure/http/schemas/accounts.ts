import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { MAX_SKILLS, Overdue, Respects, Skill } from '../../../domain/assignment/rule.js';
import { CalendarId, FolderId, TeamId, TemplateId, UserId } from '../../../domain/ids.js';
import {
  AfterDoubt,
  AutoReply,
  Distribution,
  ImapSecurity,
  OAuthFlow,
  SmtpMechanism,
} from '../../../domain/mail-account/events.js';
import { Changed, instant, page, text } from './common.js';
import { SatisfactionSettings } from './satisfaction.js';
import { ServiceLevelSettings, ShownServiceLevel } from './service-levels.js';

const port = z.int().min(1).max(65_535);
const folder = z.string().min(1).max(500);

const Imap = z
  .strictObject({
    host: text(255).optional(),
    port: port.optional().describe('Default 993 with TLS, else 143'),
    security: ImapSecurity.optional().describe('Default tls'),
    userName: text(320).optional(),
    password: z.string().min(1).max(1_000).optional().describe('Goes to the vault; in no answer'),
    trustedFingerprint: z
      .string()
      .max(200)
      .nullable()
      .optional()
      .describe('SHA-256 of a certificate that no authority vouches for'),
  })
  .meta({ id: 'ImapSettings' });

const NewImap = Imap.extend({
  password: z
    .string()
    .min(1)
    .max(1_000)
    .nullable()
    .optional()
    .describe('Goes to the vault; in no answer. null: it is given later, and the account stands still until then'),
}).meta({ id: 'NewImapSettings' });

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    // What is wrong with it may hold pieces of it.
    return false;
  }
}

const PersonalSmtp = z
  .strictObject({
    host: text(255).optional(),
    port: port.optional().describe('Default 465 with TLS, 587 with STARTTLS, else 25'),
    security: ImapSecurity.optional().describe('Default tls'),
    mechanism: SmtpMechanism.optional().describe('Default plain; none: nobody logs in'),
    userName: text(320).optional().describe('Default: that of the mailbox, else the address'),
    password: z
      .string()
      .min(1)
      .max(1_000)
      .nullable()
      .optional()
      .describe('Goes to the vault; in no answer. null, and the default: that of the mailbox'),
    trustedFingerprint: z
      .string()
      .max(200)
      .nullable()
      .optional()
      .describe('SHA-256 of a certificate that no authority vouches for'),
    sentFolder: folder.nullable().optional().describe('Of the mailbox; null: the one that the server marks so'),
    storeSent: z.boolean().optional().describe('Put a copy into the sent folder; default false: the server does'),
    limitPerHour: z.int().min(1).max(1_000_000).nullable().optional().describe('Recipients; null: no limit'),
    afterDoubt: AfterDoubt.optional().describe('When nobody knows whether the server has it; default send-again'),
    dkim: z
      .strictObject({
        domain: text(255),
        selector: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/),
        privateKey: z
          .string()
          .max(20_000)
          .refine(isRsaKey, 'is no private key of RSA in PEM')
          .optional()
          .describe('RSA in PEM. Goes to the vault; in no answer'),
      })
      .nullable()
      .optional()
      .describe('Sign what is sent; null: the server does, or nobody'),
  })
  .meta({ id: 'PersonalSmtpSettings' });
const Smtp = PersonalSmtp.extend({
  shared: z.boolean().optional().describe('Whoever may by their role sends by it; default false'),
}).meta({ id: 'SmtpSettings' });

const Fetching = z
  .strictObject({
    folders: z.array(folder).min(1).max(100).optional().describe('Default INBOX'),
    since: instant.optional().describe('What is older is not fetched; default: the opening'),
    keepUnread: z.boolean().optional().describe('Default true'),
    maxSize: z.int().min(1_024).max(1_000_000_000).optional().describe('Bytes; default 64 MiB'),
    schedule: z.string().min(1).max(200).optional().describe('A cron expression in UTC; default */5 * * * *'),
  })
  .meta({ id: 'FetchingSettings' });

const CaseCreation = z
  .strictObject({
    distribution: Distribution.optional(),
    teamId: TeamId.nullable().optional(),
    userId: UserId.nullable().optional().describe('For direct-assignment'),
    position: z.string().trim().min(1).max(100).nullable().optional(),
    respects: z
      .strictObject(Respects.partial().shape)
      .optional()
      .describe('What the distribution looks at besides; default nothing. What is left out stays as it is'),
    skills: z.array(Skill).max(MAX_SKILLS).optional().describe('What whoever gets its cases has to be able to do'),
    overdue: z
      .strictObject(Overdue.shape)
      .nullable()
      .optional()
      .describe('When a case goes on to the next; null: never'),
    casesSince: instant.optional().describe('What is older makes no cases; default: the opening'),
  })
  .meta({ id: 'CaseCreationSettings' });

const AutoReplySettings = z
  .strictObject({
    when: AutoReply.shape.when.optional().describe('Which messages: default case-created'),
    subject: text(200)
      .optional()
      .describe('Default `Auto: {{email.subject|your message}}`; the tag of the case is put in front'),
    text: text(10_000).optional().describe('With placeholders, `{{person.name|customer}}`'),
    templateId: TemplateId.nullable()
      .optional()
      .describe('Of the kind `auto-reply`: its subject and text go before these; null: there is none'),
    outOfHours: z
      .strictObject({
        teamId: TeamId.optional(),
        calendarId: CalendarId.optional().describe('In the place of a team'),
        text: text(10_000).optional(),
      })
      .nullable()
      .optional()
      .describe(
        'Another text outside of the working hours of a team, or of a calendar with its holidays; null: the same',
      ),
    onceInHours: z.int().min(1).max(720).optional().describe('In so long an address gets one answer; default 24'),
    fromName: text(200).nullable().optional().describe('null: the name of the account'),
    replyTo: text(320).nullable().optional().describe('null: answers go to the account'),
  })
  .meta({ id: 'AutoReplySettings' });

const Filing = z
  .strictObject({
    addAllTeamUsers: z.boolean().optional().describe('In the inboxes of all members of its teams; default true'),
    groupFolderId: FolderId.nullable().optional().describe('A folder of the group; none: the inbox'),
  })
  .meta({ id: 'FilingSettings' });

const PersonalFiling = z
  .strictObject({
    folderId: FolderId.nullable().optional().describe('The folder that its mail goes to; none: the inbox'),
    folderMap: z
      .array(z.strictObject({ folder, folderId: FolderId }))
      .max(100)
      .optional()
      .describe('IMAP folders whose mail goes elsewhere'),
    sentFolder: folder.nullable().optional().describe('The IMAP folder of what was sent: fetched as well'),
  })
  .meta({ id: 'PersonalFilingSettings' });

const Signature = z
  .strictObject({
    text: z.string().max(60_000).default('').describe('Default: made of the HTML'),
    html: z.string().max(60_000).default('').describe('Default: made of the text. It is cleaned'),
  })
  .describe('With placeholders; images may stand in it as data:');
const Sending = z
  .strictObject({
    fromName: text(200).optional().describe('With placeholders; default `{{user.name}} from {{account.name}}`'),
    replyTo: z.string().trim().max(320).nullable().optional().describe('null: the account'),
    signature: Signature.optional(),
    subjectTag: z.boolean().optional().describe('`[#123]` in the subject of what belongs to a case; default false'),
    undoSeconds: z.int().min(0).max(3_600).optional().describe('So long a message can be taken back; default 10'),
    excludeFromReply: z.array(z.string().trim().max(320)).max(100).optional().describe('Left out of a reply to all'),
  })
  .meta({ id: 'SendingSettings' });

export const NewAccount = z
  .strictObject({
    name: text(200),
    emailAddress: z.string().trim().min(3).max(320),
    imap: NewImap.nullable().optional().describe('None: it takes only what is imported'),
    smtp: Smtp.nullable().optional().describe('None: it does not send'),
    fetching: Fetching.optional(),
    teamIds: z.array(TeamId).max(100).optional(),
    caseCreation: CaseCreation.nullable().optional().describe('None: its messages make no cases'),
    autoReply: AutoReplySettings.nullable().optional().describe('None: it answers nothing by itself'),
    serviceLevel: ServiceLevelSettings.nullable().optional().describe('None: it promises nothing'),
    satisfaction: SatisfactionSettings.nullable()
      .optional()
      .describe('None: nobody is asked how content they are when their case is closed'),
    filing: Filing.optional(),
    sending: Sending.optional(),
  })
  .meta({ id: 'NewAccount' });
export const AccountChanges = z
  .strictObject({
    imap: Imap.optional(),
    smtp: Smtp.nullable().optional().describe('null: it sends no more'),
    fetching: Fetching.optional(),
    teamIds: z.array(TeamId).max(100).optional(),
    caseCreation: CaseCreation.nullable().optional().describe('null: its messages make no cases any more'),
    autoReply: AutoReplySettings.nullable().optional().describe('null: it answers nothing by itself any more'),
    serviceLevel: ServiceLevelSettings.nullable().optional().describe('null: it promises nothing any more'),
    satisfaction: SatisfactionSettings.nullable().optional().describe('null: nobody is asked any more'),
    filing: Filing.optional(),
    sending: Sending.optional(),
  })
  .meta({ id: 'AccountChanges', description: 'What is left out stays as it is' });
export const NewPersonalAccount = z
  .strictObject({
    userId: UserId.optional().describe('Whose; default: whoever asks'),
    name: text(200),
    emailAddress: z.string().trim().min(3).max(320),
    imap: NewImap,
    smtp: PersonalSmtp.nullable().optional().describe('None: it does not send'),
    fetching: Fetching.optional(),
    filing: PersonalFiling.optional(),
  })
  .meta({ id: 'NewPersonalAccount' });
export const PersonalAccountChanges = z
  .strictObject({
    imap: Imap.optional(),
    smtp: PersonalSmtp.nullable().optional().describe('null: it sends no more'),
    fetching: Fetching.optional(),
    filing: PersonalFiling.optional(),
    sending: Sending.optional(),
  })
  .meta({ id: 'PersonalAccountChanges', description: 'What is left out stays as it is' });
export const OpenedAccount = Changed.extend({ accountId: z.string() }).meta({ id: 'OpenedAccount' });

const account = {
  accountId: z.string(),
  name: z.string(),
  emailAddress: z.string(),
  status: z.enum(['active', 'inactive']),
  imap: z
    .object({
      host: z.string(),
      port: z.int(),
      security: ImapSecurity,
      userName: z.string(),
      trustedFingerprint: z.string().nullable(),
      hasPassword: z.boolean().describe('Not: the account stands still until somebody gives it'),
    })
    .nullable(),
  oauth: z
    .object({
      providerId: z.string(),
      flow: OAuthFlow,
      scopes: z.array(z.string()),
      grantedBy: z.string().nullable().describe('Who has signed in at the provider, where it says so'),
      grantedAt: instant,
      refused: z
        .object({ error: z.string(), since: instant })
        .nullable()
        .describe('The provider takes it no more: the account has to be authorized again'),
      authorize: z.string().describe('Where it is authorized again: POST'),
    })
    .nullable()
    .describe('By which it is logged in to; null: by its password'),
  smtp: z
    .object({
      host: z.string(),
      port: z.int(),
      security: ImapSecurity,
      mechanism: SmtpMechanism,
      userName: z.string(),
      hasPassword: z.boolean().describe('One of its own; else that of the mailbox'),
      shared: z.boolean(),
      trustedFingerprint: z.string().nullable(),
      sentFolder: z.string().nullable(),
      storeSent: z.boolean(),
      limitPerHour: z.int().nullable(),
      afterDoubt: AfterDoubt,
      dkim: z.object({ domain: z.string(), selector: z.string() }).nullable(),
    })
    .nullable()
    .describe('null: it does not send'),
  fetching: z
    .object({
      folders: z.array(z.string()),
      since: instant,
      keepUnread: z.boolean(),
      maxSize: z.int(),
      schedule: z.string(),
    })
    .nullable(),
  sending: z.object({
    fromName: z.string(),
    replyTo: z.string().nullable(),
    signature: z.object({ text: z.string(), html: z.string() }),
    subjectTag: z.boolean(),
    undoSeconds: z.int(),
    excludeFromReply: z.array(z.string()),
  }),
  cursors: z
    .record(z.string(), z.object({ uidValidity: z.string(), lastUid: z.int() }))
    .describe('How far each folder was read'),
  received: z.int(),
  duplicates: z.int(),
  quarantined: z.int(),
  skipped: z.int().describe('Kept out by filters'),
  lastFetchedAt: instant.nullable(),
  failing: z.object({ code: z.string(), error: z.string(), since: instant }).nullable(),
  outgoing: z
    .object({
      paused: z.boolean().describe('Somebody has said that nothing leaves'),
      suspended: z
        .object({ code: z.string(), error: z.string(), since: instant })
        .nullable()
        .describe('Its server lets it send nothing; its queue waits'),
      advice: z.string().nullable().describe('How it goes on; null: nothing keeps it'),
      resume: z
        .string()
        .nullable()
        .describe('Where an administrator has it go on at once: POST; null: nothing keeps it'),
      lastSentAt: instant.nullable(),
    })
    .describe('Whether anything leaves from it'),
  revision: z.int(),
};
export const Account = z
  .object({
    ...account,
    teamIds: z.array(z.string()),
    caseCreation: z
      .object({
        distribution: Distribution,
        teamId: z.string().nullable(),
        userId: z.string().nullable(),
        position: z.string().nullable(),
        respects: Respects,
        skills: z.array(z.string()),
        overdue: Overdue.nullable(),
        casesSince: instant,
      })
      .nullable(),
    autoReply: AutoReply.nullable().describe('None: it answers nothing by itself'),
    serviceLevel: ShownServiceLevel.nullable().describe('What it promises; null: nothing'),
    satisfaction: z
      .object({ templateId: z.string().nullable(), days: z.int() })
      .nullable()
      .describe('How those are asked whose case is closed; null: nobody is'),
    filing: z.object({ addAllTeamUsers: z.boolean(), groupFolderId: z.string().nullable() }),
  })
  .meta({ id: 'Account' });
export const Accounts = page('Accounts', Account);
export const PersonalAccount = z
  .object({
    ...account,
    userId: z.string().describe('Whose it is'),
    paused: z.boolean().describe('Its user is not active: until they are again, it is not fetched'),
    filing: z.object({
      folderId: z.string().nullable(),
      folderMap: z.array(z.object({ folder: z.string(), folderId: z.string() })),
      sentFolder: z.string().nullable(),
    }),
  })
  .meta({ id: 'PersonalAccount' });
export const PersonalAccounts = page('PersonalAccounts', PersonalAccount);

export const ConnectionSettings = z
  .strictObject({
    host: text(255),
    port: port.optional(),
    security: ImapSecurity.default('tls'),
    userName: text(320),
    password: z.string().min(1).max(1_000),
    trustedFingerprint: z.string().max(200).nullable().default(null),
    folders: z.array(folder).min(1).max(100).optional(),
  })
  .meta({ id: 'ConnectionSettings' });
const testedFolders = z.array(z.object({ name: z.string(), messages: z.int().nullable(), ok: z.boolean() }));
export const ConnectionTest = z
  .object({
    ok: z.boolean(),
    capabilities: z.object({ idle: z.boolean(), condstore: z.boolean() }).optional(),
    folders: testedFolders.optional().describe('Once the login worked'),
    step: z.string().optional().describe('What stopped it: host, network, tls, login, folder…'),
    message: z.string().optional().describe('What is wrong, in words'),
  })
  .meta({ id: 'ConnectionTest' });
const tested = {
  ok: z.boolean(),
  step: z.string().optional().describe('What stopped it: host, network, tls, login, folder…'),
  message: z.string().optional().describe('What is wrong, in words'),
  advice: z.string().optional().describe('What can be done about it, in words'),
};
export const AccountTest = z
  .object({
    ok: z.boolean().describe('All that was tried works'),
    imap: ConnectionTest.extend(tested).nullable().describe('Its mailbox; null: it has none'),
    smtp: z.object(tested).nullable().describe('Its server to send by; nothing was sent. null: it does not send'),
  })
  .meta({ id: 'AccountTest' });
export const Fetched = z
  .object({
    received: z.int(),
    duplicates: z.int(),
    skipped: z.int(),
    quarantined: z.int(),
    position: z.string(),
  })
  .meta({ id: 'Fetched' });
