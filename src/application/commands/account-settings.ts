import { NO_RULE, type Overdue, type Respects } from '../../domain/assignment/rule.js';
import { Invalid, NotFound, Rejected } from '../../domain/errors.js';
import { streams, type TeamId, type TemplateId, type UserId } from '../../domain/ids.js';
import { openingMoment } from '../../domain/mail-account/age.js';
import type {
  AfterDoubt,
  AutoReply,
  Distribution,
  ImapSecurity,
  MailAccountEvent,
  SmtpMechanism,
} from '../../domain/mail-account/events.js';
import {
  type CaseCreation,
  type Fetching,
  type GroupFiling,
  type Imap,
  type MailAccount,
  mailAccount,
  type OpenAccount,
  open,
  type PersonalFiling,
  type Smtp,
} from '../../domain/mail-account/mail-account.js';
import { configureSmtp, removeSmtp } from '../../domain/mail-account/smtp.js';
import type { TemplateDefinition } from '../../domain/outgoing/template-events.js';
import { textTemplate } from '../../domain/outgoing/text-template.js';
import { type SatisfactionSettings, USUAL_SATISFACTION } from '../../domain/satisfaction/settings.js';
import { type Escalation, type ServiceLevel, USUAL_LEVEL } from '../../domain/service-level/level.js';
import type { Aggregates } from '../log/aggregates.js';
import type { Schedules } from '../ports/schedules.js';
import { presentCalendar, presentFolder, presentGroupFolder, presentTeam, presentUser } from './present.js';

/** How to reach a mailbox. What is left out keeps its value, or gets its default. */
export interface ImapInput {
  readonly host?: string;
  /** Default 993 with TLS, else 143. */
  readonly port?: number;
  /** Default `tls`. */
  readonly security?: ImapSecurity;
  readonly userName?: string;
  /** Goes to the vault and nowhere else; null, of a new mailbox: somebody else gives it later. */
  readonly password?: string | null;
  readonly trustedFingerprint?: string | null;
}

/** How an account sends. What is left out keeps its value, or gets its default. */
export interface SmtpInput {
  readonly host?: string;
  /** Default 465 with TLS, 587 with STARTTLS, else 25. */
  readonly port?: number;
  /** Default `tls`. */
  readonly security?: ImapSecurity;
  /** Default `plain`. */
  readonly mechanism?: SmtpMechanism;
  /** Default: that of the mailbox, else the address. */
  readonly userName?: string;
  /** Goes to the vault and nowhere else; null: that of the mailbox, which is the default. */
  readonly password?: string | null;
  readonly shared?: boolean;
  readonly trustedFingerprint?: string | null;
  readonly sentFolder?: string | null;
  /** Default false: many servers do so by themselves. */
  readonly storeSent?: boolean;
  readonly limitPerHour?: number | null;
  /** Default `send-again`. */
  readonly afterDoubt?: AfterDoubt;
  readonly dkim?: DkimInput | null;
}
export interface DkimInput {
  readonly domain: string;
  readonly selector: string;
  /** PEM; goes to the vault and nowhere else. Left out: it keeps its key. */
  readonly privateKey?: string;
}

/** Names in the vault of what was given. */
export interface NamedSecrets {
  readonly password?: string;
  readonly dkim?: string;
}

/** Default: INBOX, from now on, every five minutes where the server does not call; unread stays unread; 64 MiB. */
export type FetchingInput = Partial<Fetching>;

/** How messages become cases. */
export interface CaseCreationInput {
  readonly distribution?: Distribution;
  readonly teamId?: TeamId | null;
  readonly userId?: UserId | null;
  readonly position?: string | null;
  readonly respects?: Partial<Respects>;
  readonly skills?: readonly string[];
  readonly overdue?: Overdue | null;
  /** Default: from now on (see `openingMoment`). */
  readonly casesSince?: string;
}

/** How an account answers by itself; what is left out keeps its value, or gets its default. */
export interface AutoReplyInput extends Partial<Omit<AutoReply, 'outOfHours'>> {
  readonly outOfHours?: Partial<NonNullable<AutoReply['outOfHours']>> | null;
}
/** What an account promises. Default: around the clock, a warning at 80 %, Pending stops the clock, whoever has it is told. */
export type ServiceLevelInput = Partial<Omit<ServiceLevel, 'escalation'>> & {
  readonly escalation?: Partial<Escalation>;
};

/** Default: into the inbox; of what they have sent nothing is fetched. */
export type PersonalFilingInput = Partial<PersonalFiling>;

/** @throws Invalid naming what is missing */
export function imapOf({ password, ...input }: ImapInput, before: Imap | null, secret: string | undefined): Imap {
  const security = input.security ?? before?.security ?? 'tls';
  // A port that was chosen stays; the usual one goes with the security.
  const chosen = before !== null && before.port !== usualPort(before.security) ? before.port : null;
  const port = input.port ?? chosen ?? usualPort(security);
  const host = input.host ?? before?.host;
  const userName = input.userName ?? before?.userName;
  const name = secret ?? (before ? before.secret : password === null ? null : undefined);
  if (host === undefined) throw missing('host');
  if (userName === undefined) throw missing('userName');
  if (name === undefined) throw missing('password');
  const trustedFingerprint = input.trustedFingerprint ?? before?.trustedFingerprint ?? null;
  return {
    host,
    port,
    security,
    userName,
    secret: name,
    trustedFingerprint: input.trustedFingerprint === null ? null : trustedFingerprint,
  };
}

const usualPort = (security: ImapSecurity): number => (security === 'tls' ? 993 : 143);

/**
 * @param named the secrets that were given, by their names in the vault
 * @throws Invalid naming what is missing
 */
function smtpOf(
  { password, dkim, ...input }: SmtpInput,
  { smtp: before, imap, emailAddress }: Pick<OpenAccount, 'smtp' | 'imap' | 'emailAddress'>,
  named: NamedSecrets,
): Smtp {
  const security = input.security ?? before?.security ?? 'tls';
  const chosen = before !== null && before.port !== SMTP_PORTS[before.security] ? before.port : null;
  const host = input.host ?? before?.host;
  if (host === undefined) throw missing('host', 'smtp');
  return {
    host,
    port: input.port ?? chosen ?? SMTP_PORTS[security],
    security,
    mechanism: input.mechanism ?? before?.mechanism ?? 'plain',
    userName: input.userName ?? before?.userName ?? imap?.userName ?? emailAddress,
    secret: password === null ? null : (named.password ?? before?.secret ?? null),
    shared: input.shared ?? before?.shared ?? false,
    trustedFingerprint: kept(input.trustedFingerprint, before?.trustedFingerprint),
    sentFolder: kept(input.sentFolder, before?.sentFolder),
    storeSent: input.storeSent ?? before?.storeSent ?? false,
    limitPerHour: kept(input.limitPerHour, before?.limitPerHour),
    afterDoubt: input.afterDoubt ?? before?.afterDoubt ?? 'send-again',
    dkim: dkim === undefined ? (before?.dkim ?? null) : dkim && dkimOf(dkim, before?.dkim?.secret, named.dkim),
  };
}

/** What a command does, and how the account sends after it. Without `smtp` that stays; null: it sends no more. */
export function withSmtp(
  state: MailAccount,
  events: readonly MailAccountEvent[],
  smtp: SmtpInput | null | undefined,
  named: NamedSecrets,
): MailAccountEvent[] {
  if (smtp === undefined) return [...events];
  const account = open(events.reduce(mailAccount.evolve, state));
  return [...events, ...(smtp ? configureSmtp(account, smtpOf(smtp, account, named)) : removeSmtp(account))];
}

const SMTP_PORTS = { tls: 465, starttls: 587, none: 25 } as const;
const kept = <T>(given: T | null | undefined, before: T | null | undefined): T | null =>
  given === undefined ? (before ?? null) : given;

function dkimOf({ domain, selector }: DkimInput, before: string | undefined, given: string | undefined) {
  const secret = given ?? before;
  if (secret === undefined) throw missing('dkim.privateKey', 'smtp');
  return { domain, selector, secret };
}

export function fetchingOf(input: FetchingInput, before: Fetching | null, now: Date): Fetching {
  return {
    folders: input.folders ?? before?.folders ?? ['INBOX'],
    since: input.since ?? before?.since ?? openingMoment(now),
    keepUnread: input.keepUnread ?? before?.keepUnread ?? true,
    maxSize: input.maxSize ?? before?.maxSize ?? 64 * 1024 * 1024,
    schedule: input.schedule ?? before?.schedule ?? '*/5 * * * *',
  };
}

/** What is not given stays: nothing, where there was nothing. */
export function caseCreationOf(input: CaseCreationInput, before: CaseCreation | null, now: Date): CaseCreation {
  const kept = before ?? { ...NO_RULE, casesSince: undefined };
  return {
    distribution: input.distribution ?? kept.distribution,
    teamId: input.teamId === undefined ? kept.teamId : input.teamId,
    userId: input.userId === undefined ? kept.userId : input.userId,
    position: input.position === undefined ? kept.position : input.position,
    respects: { ...kept.respects, ...input.respects },
    skills: input.skills ? [...new Set(input.skills)].sort() : kept.skills,
    overdue: input.overdue === undefined ? kept.overdue : input.overdue,
    casesSince: input.casesSince ?? kept.casesSince ?? openingMoment(now),
  };
}

/** Default: to what makes a case, once a day. @throws Invalid naming the text that is missing */
export function autoReplyOf(input: AutoReplyInput, before: AutoReply | null): AutoReply {
  const kept = before ?? { when: 'case-created', subject: DEFAULT_SUBJECT, onceInHours: 24, ...NOTHING_MORE };
  const { outOfHours, templateId = kept.templateId, ...given } = input;
  const { text = templateId === null ? undefined : USUAL_ANSWER, ...rest } = { ...kept, ...given, templateId };
  if (text === undefined) throw missing('text', 'autoReply');
  if (outOfHours === undefined || outOfHours === null)
    return { ...rest, text, outOfHours: outOfHours === null ? null : kept.outOfHours };
  return { ...rest, text, outOfHours: outOfHoursOf(outOfHours, kept.outOfHours) };
}

/** The hours of a team take the place of a calendar, and the other way round. @throws Invalid */
function outOfHoursOf(
  input: NonNullable<AutoReplyInput['outOfHours']>,
  before: AutoReply['outOfHours'],
): NonNullable<AutoReply['outOfHours']> {
  const { teamId = null, calendarId = null, text = before?.text } = input;
  if (teamId !== null && calendarId !== null) {
    throw new Invalid([{ path: 'autoReply.outOfHours.calendarId', message: 'is given beside a team' }]);
  }
  const hours = teamId === null && calendarId === null ? before : { teamId, calendarId };
  if (!hours) {
    throw new Invalid([{ path: 'autoReply.outOfHours.teamId', message: 'is missing, and so is calendarId' }]);
  }
  if (text === undefined) throw missing('outOfHours.text', 'autoReply');
  return { teamId: hours.teamId, calendarId: hours.calendarId, text };
}

/** Where there is a template alone, and that is removed. */
const USUAL_ANSWER = 'Dear {{person.name|customer}}, we have received your message.';

/** RFC 3834, section 3.1.5. */
const DEFAULT_SUBJECT = 'Auto: {{email.subject|your message}}';
const NOTHING_MORE = { text: undefined, templateId: null, outOfHours: null, fromName: null, replyTo: null };
/** What is not given stays, or is as usual. */
export function serviceLevelOf(input: ServiceLevelInput, before: ServiceLevel | null): ServiceLevel {
  const kept = before ?? USUAL_LEVEL;
  return { ...kept, ...input, escalation: { ...kept.escalation, ...input.escalation } };
}

/** That whom a service level names exists. @throws NotFound */
export async function checkServiceLevelNames(
  aggregates: Aggregates,
  { calendarId, escalation }: ServiceLevelInput,
): Promise<void> {
  if (calendarId) await presentCalendar(aggregates, calendarId);
  for (const userId of escalation?.userIds ?? []) await presentUser(aggregates, userId);
  for (const teamId of escalation?.teamIds ?? []) await presentTeam(aggregates, teamId);
}

/** @throws Invalid */
export function checkSchedule(schedules: Schedules, schedule: string | undefined): void {
  const problem = schedule === undefined ? null : schedules.problem(schedule);
  if (problem !== null) throw new Invalid([{ path: 'fetching.schedule', message: problem }]);
}

export type SatisfactionInput = Partial<SatisfactionSettings>;

/** Default: the usual text, a link for 30 days. */
export const satisfactionOf = (
  input: SatisfactionInput,
  before: SatisfactionSettings | null,
): SatisfactionSettings => ({
  ...(before ?? USUAL_SATISFACTION),
  ...input,
});

/**
 * That there is an address for links to lead to, and the template is one for asking.
 * @param publicUrl where browsers reach the service; none: nobody knows
 * @throws Rejected with `no-public-url`, NotFound, Invalid
 */
export async function checkSatisfaction(
  aggregates: Aggregates,
  { templateId }: SatisfactionInput,
  publicUrl: string | null,
): Promise<void> {
  if (publicUrl === null) {
    throw new Rejected('no-public-url', 'Where customers can reach this service is not known: set http.publicUrl.');
  }
  if (templateId) await checkTemplateOf(aggregates, templateId, 'satisfaction', 'satisfaction.templateId');
}

/** @throws NotFound, Invalid */
async function checkTemplateOf(
  aggregates: Aggregates,
  templateId: TemplateId,
  wanted: TemplateDefinition['kind'],
  path: string,
): Promise<void> {
  const { state } = await aggregates.load(textTemplate, streams.template(templateId));
  if (state.status !== 'present') throw new NotFound('template', templateId);
  const { kind, scope } = state.definition;
  if (kind === wanted && scope.kind !== 'own') return;
  throw new Invalid([{ path, message: `is no template of the kind ${wanted} that others use as well` }]);
}

/** That the teams, the user, the folder, the calendar and the template that settings name exist. @throws NotFound, Invalid */
export async function checkNamed(
  aggregates: Aggregates,
  teamIds: readonly TeamId[],
  creation: Pick<CaseCreationInput, 'teamId' | 'userId'> | null | undefined,
  filing?: Partial<GroupFiling>,
  autoReply?: AutoReplyInput | null,
): Promise<void> {
  for (const teamId of new Set([...teamIds, creation?.teamId, autoReply?.outOfHours?.teamId])) {
    if (teamId) await presentTeam(aggregates, teamId);
  }
  if (autoReply?.outOfHours?.calendarId) await presentCalendar(aggregates, autoReply.outOfHours.calendarId);
  if (autoReply?.templateId)
    await checkTemplateOf(aggregates, autoReply.templateId, 'auto-reply', 'autoReply.templateId');
  if (creation?.userId) await presentUser(aggregates, creation.userId);
  if (filing?.groupFolderId) await presentGroupFolder(aggregates, filing.groupFolderId);
}

/** That the folders exist and are the user's own. @throws NotFound */
export async function checkPersonalFiling(
  aggregates: Aggregates,
  { folderId, folderMap = [] }: PersonalFilingInput = {},
  owner: UserId,
): Promise<void> {
  const named = new Set([...(folderId ? [folderId] : []), ...folderMap.map((one) => one.folderId)]);
  for (const one of named) await presentFolder(aggregates, one, owner);
}

const missing = (field: string, of = 'imap'): Invalid =>
  new Invalid([{ path: `${of}.${field}`, message: 'is missing' }]);
