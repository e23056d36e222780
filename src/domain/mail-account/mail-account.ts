import type { AssignmentRule } from '../assignment/rule.js';
import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { EventsOf } from '../event.js';
import type { AccountId, TeamId, UserId } from '../ids.js';
import { checkTemplate, oneLine, problemsOf } from '../outgoing/template.js';
import { checkTexts } from '../outgoing/text-template.js';
import type { SatisfactionSettings } from '../satisfaction/settings.js';
import { checkServiceLevel, type ServiceLevel } from '../service-level/level.js';
import type { AutoReply, MailAccountEvent, mailAccountEvents } from './events.js';

type DataOf<Type extends MailAccountEvent['type']> = Extract<
  EventsOf<typeof mailAccountEvents>,
  { type: Type }
>['data'];
export type Imap = Omit<DataOf<'ImapConfigured'>, 'accountId'>;
export type Smtp = Omit<DataOf<'SmtpConfigured'>, 'accountId'>;
export type OAuthGrant = Omit<DataOf<'OAuthGranted'>, 'accountId'> & {
  /** Why the provider takes it no more; none: it does, as far as is known. */
  readonly refused: string | null;
};
export type Fetching = Omit<DataOf<'FetchingConfigured'>, 'accountId'>;
export type CaseCreation = AssignmentRule & { readonly casesSince: string };
export type GroupFiling = Omit<DataOf<'FilingConfigured'>, 'accountId'>;
export type PersonalFiling = Omit<DataOf<'PersonalFilingConfigured'>, 'accountId'>;
export type Sending = Omit<DataOf<'SendingConfigured'>, 'accountId'>;

const BEFORE_FILING: GroupFiling = { addAllTeamUsers: true, groupFolderId: null };
const BEFORE_PERSONAL_FILING: PersonalFiling = { folderId: null, folderMap: [], sentFolder: null };
/** As long as nobody has said how messages leave. */
export const BEFORE_SENDING: Sending = {
  fromName: '{{user.name}} from {{account.name}}',
  replyTo: null,
  signature: { text: '', html: '' },
  subjectTag: false,
  undoSeconds: 10,
  excludeFromReply: [],
};

export type MailAccount =
  | { readonly status: 'absent' }
  | {
      readonly status: 'active' | 'inactive';
      readonly accountId: AccountId;
      /** Whose own it is; none: a group's. */
      readonly owner: UserId | null;
      readonly name: string;
      readonly emailAddress: string;
      /** None: it only takes what is imported. */
      readonly imap: Imap | null;
      /** Goes before the password of the mailbox. */
      readonly oauth: OAuthGrant | null;
      /** None: it does not send. */
      readonly smtp: Smtp | null;
      readonly fetching: Fetching | null;
      readonly teamIds: readonly TeamId[];
      /** None: its messages make no cases. */
      readonly caseCreation: CaseCreation | null;
      /** None: it answers nothing by itself. */
      readonly autoReply: AutoReply | null;
      /** What it promises; none: nothing. */
      readonly serviceLevel: ServiceLevel | null;
      /** How those are asked whose case is closed; none: nobody is. */
      readonly satisfaction: SatisfactionSettings | null;
      /** Of a group's account. */
      readonly filing: GroupFiling;
      /** Of a user's own. */
      readonly personalFiling: PersonalFiling;
      readonly sending: Sending;
    };
export type OpenAccount = Exclude<MailAccount, { status: 'absent' }>;

const NEW = {
  status: 'active',
  imap: null,
  oauth: null,
  smtp: null,
  fetching: null,
  teamIds: [],
  caseCreation: null,
  autoReply: null,
  serviceLevel: null,
  satisfaction: null,
  filing: BEFORE_FILING,
  personalFiling: BEFORE_PERSONAL_FILING,
  sending: BEFORE_SENDING,
} as const;

export const mailAccount: Decider<MailAccount, MailAccountEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'GroupAccountOpened') return { ...NEW, owner: null, ...data };
    if (type === 'PersonalAccountOpened') {
      const { userId: owner, ...opened } = data;
      return { ...NEW, owner, ...opened };
    }
    if (state.status === 'absent') return state;
    switch (type) {
      case 'ImapConfigured':
        return { ...state, imap: data };
      case 'OAuthGranted':
        return { ...state, oauth: { ...data, refused: null } };
      case 'OAuthGrantRefused':
        return { ...state, oauth: state.oauth && { ...state.oauth, refused: data.error } };
      case 'OAuthRevoked':
        return { ...state, oauth: null };
      case 'SmtpConfigured':
        return { ...state, smtp: data };
      case 'SmtpRemoved':
        return { ...state, smtp: null };
      case 'FetchingConfigured':
        return { ...state, fetching: data };
      case 'TeamsSet':
        return { ...state, teamIds: data.teamIds };
      case 'FilingConfigured':
        return { ...state, filing: data };
      case 'PersonalFilingConfigured':
        return { ...state, personalFiling: data };
      case 'SendingConfigured':
        return { ...state, sending: data };
      case 'CaseCreationConfigured':
        return { ...state, caseCreation: data };
      case 'CaseCreationStopped':
        return { ...state, caseCreation: null };
      case 'AutoReplyConfigured': {
        const { accountId: _, ...autoReply } = data;
        return { ...state, autoReply };
      }
      case 'AutoReplyStopped':
        return { ...state, autoReply: null };
      case 'ServiceLevelConfigured': {
        const { accountId: _, ...serviceLevel } = data;
        return { ...state, serviceLevel };
      }
      case 'ServiceLevelStopped':
        return { ...state, serviceLevel: null };
      case 'SatisfactionConfigured': {
        const { accountId: _, ...satisfaction } = data;
        return { ...state, satisfaction };
      }
      case 'SatisfactionStopped':
        return { ...state, satisfaction: null };
      case 'AccountActivated':
        return { ...state, status: 'active' };
      case 'AccountDeactivated':
        return { ...state, status: 'inactive' };
      // It may be opened again, as it was the first time.
      case 'AccountRemoved':
        return { status: 'absent' };
    }
  },
};

export interface AccountOpening {
  readonly accountId: AccountId;
  readonly name: string;
  readonly emailAddress: string;
  readonly imap: Imap | null;
  readonly fetching: Fetching;
  readonly teamIds: readonly TeamId[];
  readonly caseCreation: CaseCreation | null;
  readonly autoReply?: AutoReply | null;
  readonly filing?: GroupFiling | null;
  readonly sending?: Sending | null;
  readonly serviceLevel?: ServiceLevel | null;
  readonly satisfaction?: SatisfactionSettings | null;
}

/** With a mailbox whose password nobody has given yet it stands still until somebody does. */
export function openGroupAccount(state: MailAccount, opening: AccountOpening): MailAccountEvent[] {
  const { accountId, name, imap, fetching, teamIds, caseCreation, autoReply, filing, sending } = opening;
  const { serviceLevel, satisfaction } = opening;
  const emailAddress = addressOfNew(state, opening);
  const opened: MailAccountEvent = { type: 'GroupAccountOpened', data: { accountId, name, emailAddress } };
  const account = open(mailAccount.evolve(state, opened));
  return [
    opened,
    ...(imap ? configureImap(account, imap) : []),
    ...configureFetching(account, fetching),
    ...setTeams(account, teamIds),
    ...(caseCreation ? configureCaseCreation(account, caseCreation) : []),
    ...(autoReply ? configureAutoReply(account, autoReply) : []),
    ...(filing ? configureFiling(account, filing) : []),
    ...(sending ? configureSending(account, sending) : []),
    ...(serviceLevel ? configureServiceLevel(account, serviceLevel) : []),
    ...(satisfaction ? configureSatisfaction(account, satisfaction) : []),
    ...waitingForPassword(account, imap),
  ];
}

export interface PersonalAccountOpening {
  readonly accountId: AccountId;
  readonly userId: UserId;
  readonly name: string;
  readonly emailAddress: string;
  readonly imap: Imap;
  readonly fetching: Fetching;
  readonly filing: PersonalFiling;
}

/** A user's own mailbox: its mail is theirs, and never makes a case. Without a password it stands still until it has one. */
export function openPersonalAccount(state: MailAccount, opening: PersonalAccountOpening): MailAccountEvent[] {
  const { accountId, userId, name, imap, fetching, filing } = opening;
  const emailAddress = addressOfNew(state, opening);
  const opened: MailAccountEvent = { type: 'PersonalAccountOpened', data: { accountId, userId, name, emailAddress } };
  const account = open(mailAccount.evolve(state, opened));
  return [
    opened,
    ...configureImap(account, imap),
    ...configureFetching(account, fetching),
    ...configurePersonalFiling(account, filing),
    ...waitingForPassword(account, imap),
  ];
}

const waitingForPassword = (account: MailAccount, imap: Imap | null): MailAccountEvent[] =>
  imap && imap.secret === null ? deactivateAccount(account) : [];

function addressOfNew(state: MailAccount, opening: { readonly emailAddress: string }): string {
  const emailAddress = opening.emailAddress.trim().toLowerCase();
  if (state.status !== 'absent') throw new Rejected('account-exists', `There is an account ${emailAddress} already.`);
  if (!/^[^\s@]+@[^\s@]+$/.test(emailAddress)) {
    throw new Invalid([{ path: 'emailAddress', message: 'is not an e-mail address' }]);
  }
  return emailAddress;
}

/** Of a group account: in whose inboxes its mail stands, and where there. */
export function configureFiling(state: MailAccount, filing: GroupFiling): MailAccountEvent[] {
  const { accountId, filing: before } = ofGroup(state);
  return same(before, filing) ? [] : [{ type: 'FilingConfigured', data: { ...filing, accountId } }];
}

/** Of a user's own account: in which of their folders its mail stands. One IMAP folder goes to one folder. */
export function configurePersonalFiling(state: MailAccount, filing: PersonalFiling): MailAccountEvent[] {
  const { accountId, personalFiling: before } = ofUser(state);
  const named = filing.folderMap.map(({ folder }) => folder);
  const twice = named.findIndex((folder, n) => named.indexOf(folder) !== n);
  if (twice >= 0) {
    throw new Invalid([{ path: `filing.folderMap.${twice}.folder`, message: 'is mapped twice' }]);
  }
  return same(before, filing) ? [] : [{ type: 'PersonalFilingConfigured', data: { ...filing, accountId } }];
}

/** Of a user's own account: it is fetched no more, what came from it stays. */
export function removeAccount(state: MailAccount): MailAccountEvent[] {
  const { accountId } = ofUser(state);
  return [{ type: 'AccountRemoved', data: { accountId } }];
}

/** The password that an account has waited for sets it going. */
export function configureImap(state: MailAccount, imap: Imap): MailAccountEvent[] {
  const { accountId, imap: before, oauth, emailAddress } = open(state);
  if (same(before, imap)) return [];
  if (oauth && imap.secret !== (before?.secret ?? null)) {
    throw new Rejected('account-uses-oauth', `${emailAddress} is logged in to by OAuth2; revoke that first.`);
  }
  const configured: MailAccountEvent = { type: 'ImapConfigured', data: { ...imap, accountId } };
  const hasWaited = before?.secret === null && imap.secret !== null;
  return hasWaited ? [configured, ...activateAccount(mailAccount.evolve(state, configured))] : [configured];
}

export function configureFetching(state: MailAccount, fetching: Fetching): MailAccountEvent[] {
  const { accountId, fetching: before } = open(state);
  return same(before, fetching) ? [] : [{ type: 'FetchingConfigured', data: { ...fetching, accountId } }];
}

export function setTeams(state: MailAccount, teamIds: readonly TeamId[]): MailAccountEvent[] {
  const { accountId, teamIds: before } = ofGroup(state);
  const wanted = [...new Set(teamIds)].sort();
  return wanted.join() === before.join() ? [] : [{ type: 'TeamsSet', data: { accountId, teamIds: wanted } }];
}

/** @throws Invalid naming placeholders that are none, and what is no address */
export function configureSending(state: MailAccount, sending: Sending): MailAccountEvent[] {
  const { accountId, sending: before } = open(state);
  const { fromName, replyTo, excludeFromReply } = sending;
  const named = [
    ...(replyTo === null ? [] : [['sending.replyTo', replyTo] as const]),
    ...excludeFromReply.map((one, n) => [`sending.excludeFromReply.${n}`, one] as const),
  ];
  const wrong = [
    ...problemsOf(fromName, 'sending.fromName'),
    ...named.flatMap(([path, one]) => (isAddress(one) ? [] : [{ path, message: 'is not an e-mail address' }])),
  ];
  if (wrong.length > 0) throw new Invalid(wrong);
  checkTexts(sending.signature);
  return same(before, sending) ? [] : [{ type: 'SendingConfigured', data: { ...sending, accountId } }];
}

const isAddress = (text: string): boolean => /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(text);

export function configureCaseCreation(state: MailAccount, creation: CaseCreation): MailAccountEvent[] {
  const { accountId, caseCreation } = ofGroup(state);
  if (creation.distribution === 'direct-assignment' && creation.userId === null) {
    throw new Invalid([{ path: 'caseCreation.userId', message: 'direct-assignment needs a user' }]);
  }
  if ((creation.distribution === 'round-robin' || creation.distribution === 'less-busy') && creation.teamId === null) {
    throw new Invalid([{ path: 'caseCreation.teamId', message: `${creation.distribution} needs a team` }]);
  }
  return same(caseCreation, creation) ? [] : [{ type: 'CaseCreationConfigured', data: { ...creation, accountId } }];
}

export function stopCaseCreation(state: MailAccount): MailAccountEvent[] {
  const { accountId, caseCreation } = ofGroup(state);
  return caseCreation === null ? [] : [{ type: 'CaseCreationStopped', data: { accountId } }];
}

/** Of a group account. @throws Invalid: a text names what there is not, or an address is none */
export function configureAutoReply(state: MailAccount, wanted: AutoReply): MailAccountEvent[] {
  const { accountId, autoReply: before } = ofGroup(state);
  const autoReply = {
    ...wanted,
    fromName: wanted.fromName === null ? null : oneLine(wanted.fromName) || null,
    replyTo: wanted.replyTo === null ? null : wanted.replyTo.trim().toLowerCase(),
  };
  checkTemplate(autoReply.subject, 'autoReply.subject');
  checkTemplate(autoReply.text, 'autoReply.text');
  if (autoReply.outOfHours) checkTemplate(autoReply.outOfHours.text, 'autoReply.outOfHours.text');
  if (autoReply.replyTo !== null && !/^[^\s@<>,]+@[^\s@<>,]+$/.test(autoReply.replyTo)) {
    throw new Invalid([{ path: 'autoReply.replyTo', message: 'is not an e-mail address' }]);
  }
  return same(before, autoReply) ? [] : [{ type: 'AutoReplyConfigured', data: { ...autoReply, accountId } }];
}

export function stopAutoReply(state: MailAccount): MailAccountEvent[] {
  const { accountId, autoReply } = ofGroup(state);
  return autoReply === null ? [] : [{ type: 'AutoReplyStopped', data: { accountId } }];
}

/** What a group account promises, to cases that come to be from now on. @throws Invalid */
export function configureServiceLevel(state: MailAccount, level: ServiceLevel): MailAccountEvent[] {
  const { accountId, serviceLevel } = ofGroup(state);
  checkServiceLevel(level);
  return same(serviceLevel, level) ? [] : [{ type: 'ServiceLevelConfigured', data: { ...level, accountId } }];
}

export function stopServiceLevel(state: MailAccount): MailAccountEvent[] {
  const { accountId, serviceLevel } = ofGroup(state);
  return serviceLevel === null ? [] : [{ type: 'ServiceLevelStopped', data: { accountId } }];
}

/** Whoever wrote to a group account is asked how content they are, when their case is closed from now on. */
export function configureSatisfaction(state: MailAccount, settings: SatisfactionSettings): MailAccountEvent[] {
  const { accountId, satisfaction } = ofGroup(state);
  return same(satisfaction, settings) ? [] : [{ type: 'SatisfactionConfigured', data: { ...settings, accountId } }];
}

export function stopSatisfaction(state: MailAccount): MailAccountEvent[] {
  const { accountId, satisfaction } = ofGroup(state);
  return satisfaction === null ? [] : [{ type: 'SatisfactionStopped', data: { accountId } }];
}

/** @throws Rejected where nobody has given its password yet */
export function activateAccount(state: MailAccount): MailAccountEvent[] {
  const { accountId, status, emailAddress, imap, oauth } = open(state);
  if (imap?.secret === null && !oauth) {
    throw new Rejected('no-password', `${emailAddress} has no password yet: giving it sets the account going.`);
  }
  return status === 'active' ? [] : [{ type: 'AccountActivated', data: { accountId } }];
}

/** It is fetched no more, and what still comes to it makes no cases. */
export function deactivateAccount(state: MailAccount): MailAccountEvent[] {
  const { accountId, status } = open(state);
  return status === 'inactive' ? [] : [{ type: 'AccountDeactivated', data: { accountId } }];
}

export function open(state: MailAccount): OpenAccount {
  if (state.status === 'absent') throw new NotFound('mail account', 'of this id');
  return state;
}

/** A group's account; a user's own is none of an administrator's group accounts. @throws NotFound */
export function ofGroup(state: MailAccount): OpenAccount {
  const account = open(state);
  if (account.owner !== null) throw new NotFound('mail account', 'of this id');
  return account;
}

/** A user's own account. @throws NotFound */
export function ofUser(state: MailAccount): OpenAccount & { readonly owner: UserId } {
  const account = open(state);
  const { owner } = account;
  if (owner === null) throw new NotFound('personal account', 'of this id');
  return { ...account, owner };
}

/** Whether every setting of `wanted` holds already; settings are plain JSON. */
export function same(before: object | null, wanted: object): boolean {
  if (before === null) return false;
  const now = new Map<string, unknown>(Object.entries(before));
  return Object.entries(wanted).every(([key, value]) => JSON.stringify(now.get(key)) === JSON.stringify(value));
}
