import type { Respects } from '../../../domain/assignment/rule.js';
import type { CasePriority } from '../../../domain/case/events.js';
import type {
  AfterDoubt,
  AutoReply,
  Distribution,
  ImapSecurity,
  SmtpMechanism,
} from '../../../domain/mail-account/events.js';
import { UsageError } from '../exit.js';

/** What a distribution may look at. */
export const RESPECTED = ['availability', 'capacity', 'rate', 'skills'] as const satisfies (keyof Respects)[];

/** Settings of an account as options give them; what begins with `no` makes them false. */
export interface AccountOptions {
  readonly imapHost?: string;
  readonly imapPort?: number;
  readonly security?: ImapSecurity;
  readonly user?: string;
  readonly passwordStdin?: true;
  readonly fingerprint?: string;
  readonly smtp?: boolean;
  readonly smtpHost?: string;
  readonly smtpPort?: number;
  readonly smtpSecurity?: ImapSecurity;
  readonly smtpLogin?: SmtpMechanism;
  readonly smtpUser?: string;
  readonly smtpPasswordStdin?: true;
  readonly mailboxPassword?: true;
  readonly smtpFingerprint?: string;
  readonly shared?: boolean;
  readonly storeSent?: boolean;
  readonly sentFolder?: string | false;
  readonly limitPerHour?: number | false;
  readonly afterDoubt?: AfterDoubt;
  readonly dkim?: boolean;
  readonly dkimDomain?: string;
  readonly dkimSelector?: string;
  readonly dkimKeyFile?: string;
  readonly folders?: readonly string[];
  readonly since?: string;
  readonly maxSize?: number;
  readonly schedule?: string;
  readonly markRead?: boolean;
  readonly team?: string;
  readonly teamInboxes?: boolean;
  readonly groupFolder?: string | false;
  readonly distribution?: Distribution;
  readonly assignTo?: string;
  readonly position?: string;
  readonly respects?: readonly (typeof RESPECTED)[number][] | false;
  readonly skills?: readonly string[] | false;
  readonly notOpened?: number;
  readonly notAnswered?: number;
  readonly overdue?: boolean;
  readonly casesSince?: string;
  readonly cases?: boolean;
  readonly autoReply?: AutoReply['when'] | false;
  readonly autoReplyText?: string;
  readonly autoReplySubject?: string;
  readonly autoReplyAfterHours?: string | false;
  readonly autoReplyTeam?: string;
  readonly autoReplyCalendar?: string;
  readonly autoReplyTemplate?: string | false;
  readonly autoReplyEvery?: number;
  readonly autoReplyFrom?: string | false;
  readonly autoReplyTo?: string | false;
  readonly fromName?: string;
  readonly replyTo?: string | false;
  readonly signature?: string | false;
  readonly signatureHtml?: string;
  readonly subjectTag?: boolean;
  readonly undo?: number;
  readonly leaveOut?: readonly string[] | false;
  readonly calendar?: string | false;
  readonly firstResponse?: number | false;
  readonly solution?: number | false;
  readonly levelFor?: readonly PriorityLevel[] | false;
  readonly pausedBy?: readonly string[] | false;
  readonly warnAt?: number | false;
  readonly tellUsers?: readonly string[] | false;
  readonly tellTeams?: readonly string[] | false;
  readonly tellAssignee?: boolean;
  readonly raiseTo?: CasePriority | false;
  readonly redistributeMissed?: boolean;
  readonly serviceLevel?: boolean;
  readonly askSatisfaction?: boolean;
  readonly satisfactionTemplate?: string | false;
  readonly satisfactionDays?: number;
}

/** What is promised to cases of one priority. */
export interface PriorityLevel {
  readonly priority: CasePriority;
  readonly firstResponseMinutes: number | null;
  readonly solutionMinutes: number | null;
}

/** What the options say of the server, but for the password. */
export const imapOf = (options: AccountOptions) =>
  defined({
    host: options.imapHost,
    port: options.imapPort,
    security: options.security,
    userName: options.user,
    trustedFingerprint: options.fingerprint,
  });

/** What the options say of how it sends, but for the password and the key; null: it does not. */
export function smtpOf(options: AccountOptions) {
  const { dkimDomain: domain, dkimSelector: selector } = options;
  const signs = domain !== undefined || selector !== undefined || options.dkimKeyFile !== undefined;
  if (signs && (domain === undefined || selector === undefined)) {
    throw new UsageError('--dkim-domain and --dkim-selector belong together.');
  }
  if (signs && options.dkim === false) throw new UsageError('--no-dkim and settings of DKIM exclude each other.');
  const smtp = defined({
    host: options.smtpHost,
    port: options.smtpPort,
    security: options.smtpSecurity,
    mechanism: options.smtpLogin,
    userName: options.smtpUser,
    password: options.mailboxPassword === true ? null : undefined,
    trustedFingerprint: options.smtpFingerprint,
    shared: options.shared,
    storeSent: options.storeSent,
    sentFolder: options.sentFolder === false ? null : options.sentFolder,
    limitPerHour: options.limitPerHour === false ? null : options.limitPerHour,
    afterDoubt: options.afterDoubt,
    dkim: options.dkim === false ? null : signs ? { domain, selector } : undefined,
  });
  const given = Object.keys(smtp).length > 0;
  if (options.smtp === false && given) throw new UsageError('--no-smtp and settings of sending exclude each other.');
  return options.smtp === false ? null : given ? smtp : undefined;
}

/** What the options say of all else, as the API takes it; what is not given is not there. */
export function settingsOf(options: AccountOptions) {
  const fetching = defined({
    folders: options.folders,
    since: options.since,
    maxSize: options.maxSize,
    schedule: options.schedule,
    keepUnread: options.markRead === undefined ? undefined : !options.markRead,
  });
  const filing = defined({
    addAllTeamUsers: options.teamInboxes,
    groupFolderId: options.groupFolder === false ? null : options.groupFolder,
  });
  const creation = defined({
    distribution: options.distribution,
    teamId: options.team,
    userId: options.assignTo,
    position: options.position,
    respects: respectsOf(options),
    skills: options.skills === false ? [] : options.skills,
    overdue: overdueOf(options),
    casesSince: options.casesSince,
  });
  const autoReply = autoReplyOf(options);
  const sending = defined({
    fromName: options.fromName,
    replyTo: options.replyTo === false ? null : options.replyTo,
    signature: signatureOf(options),
    subjectTag: options.subjectTag,
    undoSeconds: options.undo,
    excludeFromReply: options.leaveOut === false ? [] : options.leaveOut,
  });
  const makesCases = Object.keys(creation).length > 0;
  if (options.cases === false && makesCases)
    throw new UsageError('--no-cases and settings of cases exclude each other.');
  const level = levelOf(options);
  const promises = Object.keys(level).length > 0;
  if (options.serviceLevel === false && promises)
    throw new UsageError('--no-service-level and settings of a service level exclude each other.');
  return defined({
    satisfaction: satisfactionOf(options),
    serviceLevel: options.serviceLevel === false ? null : promises ? level : undefined,
    fetching: Object.keys(fetching).length > 0 ? fetching : undefined,
    teamIds: options.team === undefined ? undefined : [options.team],
    filing: Object.keys(filing).length > 0 ? filing : undefined,
    sending: Object.keys(sending).length > 0 ? sending : undefined,
    caseCreation: options.cases === false ? null : makesCases ? creation : undefined,
    autoReply,
  });
}

/** None: it is not spoken of; null: it answers nothing by itself any more. */
function autoReplyOf(options: AccountOptions) {
  const { autoReply: when, autoReplyAfterHours: other } = options;
  const { autoReplyTeam: teamId, autoReplyCalendar: calendarId, autoReplyTemplate: template } = options;
  if (other === false && teamId !== undefined)
    throw new UsageError('--no-auto-reply-after-hours and --auto-reply-team exclude each other.');
  if (other === false && calendarId !== undefined)
    throw new UsageError('--no-auto-reply-after-hours and --auto-reply-calendar exclude each other.');
  const outOfHours = defined({ text: other === false ? undefined : other, teamId, calendarId });
  const settings = defined({
    when: when === false ? undefined : when,
    text: options.autoReplyText,
    templateId: template === false ? null : template,
    subject: options.autoReplySubject,
    outOfHours: other === false ? null : Object.keys(outOfHours).length > 0 ? outOfHours : undefined,
    onceInHours: options.autoReplyEvery,
    fromName: options.autoReplyFrom === false ? null : options.autoReplyFrom,
    replyTo: options.autoReplyTo === false ? null : options.autoReplyTo,
  });
  const hasSettings = Object.keys(settings).length > 0;
  if (when === false && hasSettings)
    throw new UsageError('--no-auto-reply and settings of automatic answers exclude each other.');
  return when === false ? null : hasSettings ? settings : undefined;
}

/** None: it is not spoken of; null: nobody is asked any more. */
function satisfactionOf({
  askSatisfaction: asks,
  satisfactionTemplate: templateId,
  satisfactionDays: days,
}: AccountOptions) {
  const settings = defined({ templateId: templateId === false ? null : templateId, days });
  const hasSettings = Object.keys(settings).length > 0;
  if (asks === false && hasSettings)
    throw new UsageError('--no-ask-satisfaction and settings of asking exclude each other.');
  return asks === false ? null : asks || hasSettings ? settings : undefined;
}

function signatureOf({ signature, signatureHtml: html }: AccountOptions) {
  if (signature === undefined && html === undefined) return undefined;
  return defined({ text: signature || undefined, html });
}

/** What the options say of a service level, as the API takes it. */
export function levelOf(options: Omit<AccountOptions, 'serviceLevel'>) {
  const escalation = defined({
    userIds: options.tellUsers === false ? [] : options.tellUsers,
    teamIds: options.tellTeams === false ? [] : options.tellTeams,
    assignee: options.tellAssignee,
    raiseTo: options.raiseTo === false ? null : options.raiseTo,
    redistribute: options.redistributeMissed,
  });
  return defined({
    calendarId: options.calendar === false ? null : options.calendar,
    firstResponseMinutes: options.firstResponse === false ? null : options.firstResponse,
    solutionMinutes: options.solution === false ? null : options.solution,
    byPriority: options.levelFor === false ? [] : options.levelFor,
    pausedBy: options.pausedBy === false ? [] : options.pausedBy,
    warnAtPercent: options.warnAt === false ? null : options.warnAt,
    escalation: Object.keys(escalation).length > 0 ? escalation : undefined,
  });
}

/** Exactly what is named: the others are not looked at. */
function respectsOf({ respects }: AccountOptions): Respects | undefined {
  if (respects === undefined) return undefined;
  const has = (what: keyof Respects): boolean => respects !== false && respects.includes(what);
  return {
    availability: has('availability'),
    capacity: has('capacity'),
    rate: has('rate'),
    skills: has('skills'),
  };
}

function overdueOf({ notOpened, notAnswered, overdue }: AccountOptions) {
  const given = [notOpened !== undefined, notAnswered !== undefined, overdue === false].filter(Boolean);
  if (given.length > 1) throw new UsageError('--not-opened, --not-answered and --no-overdue exclude each other.');
  if (notOpened !== undefined) return { minutes: notOpened, what: 'not-opened' };
  if (notAnswered !== undefined) return { minutes: notAnswered, what: 'not-answered' };
  return overdue === false ? null : undefined;
}

/** Without what is undefined. */
export function defined<T extends object>(given: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  // What is left of it has its own types, but for those that are gone.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
