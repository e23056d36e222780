import type { AssignmentRule } from '../assignment/rule.js';
import type { Decider } from '../decider.js';
import { Invalid, NotFound, Rejected } from '../errors.js';
import type { EventsOf } from '../event.js';
import type { AccountId, TeamId } from '../ids.js';
import type { MailAccountEvent, mailAccountEvents } from './events.js';

type DataOf<Type extends MailAccountEvent['type']> = Extract<
  EventsOf<typeof mailAccountEvents>,
  { type: Type }
>['data'];
export type Imap = Omit<DataOf<'ImapConfigured'>, 'accountId'>;
export type Fetching = Omit<DataOf<'FetchingConfigured'>, 'accountId'>;
export type CaseCreation = AssignmentRule & { readonly casesSince: string };

export type MailAccount =
  | { readonly status: 'absent' }
  | {
      readonly status: 'active' | 'inactive';
      readonly accountId: AccountId;
      readonly name: string;
      readonly emailAddress: string;
      /** None: it only takes what is imported. */
      readonly imap: Imap | null;
      readonly fetching: Fetching | null;
      readonly teamIds: readonly TeamId[];
      /** None: its messages make no cases. */
      readonly caseCreation: CaseCreation | null;
    };
export type OpenAccount = Exclude<MailAccount, { status: 'absent' }>;

export const mailAccount: Decider<MailAccount, MailAccountEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'GroupAccountOpened') {
      return { status: 'active', imap: null, fetching: null, teamIds: [], caseCreation: null, ...data };
    }
    if (state.status === 'absent') return state;
    switch (type) {
      case 'ImapConfigured':
        return { ...state, imap: data };
      case 'FetchingConfigured':
        return { ...state, fetching: data };
      case 'TeamsSet':
        return { ...state, teamIds: data.teamIds };
      case 'CaseCreationConfigured':
        return { ...state, caseCreation: data };
      case 'CaseCreationStopped':
        return { ...state, caseCreation: null };
      case 'AccountActivated':
        return { ...state, status: 'active' };
      case 'AccountDeactivated':
        return { ...state, status: 'inactive' };
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
}

export function openGroupAccount(state: MailAccount, opening: AccountOpening): MailAccountEvent[] {
  const { accountId, name, imap, fetching, teamIds, caseCreation } = opening;
  const emailAddress = opening.emailAddress.trim().toLowerCase();
  if (state.status !== 'absent') throw new Rejected('account-exists', `There is an account ${emailAddress} already.`);
  if (!/^[^\s@]+@[^\s@]+$/.test(emailAddress)) {
    throw new Invalid([{ path: 'emailAddress', message: 'is not an e-mail address' }]);
  }
  const opened: MailAccountEvent = { type: 'GroupAccountOpened', data: { accountId, name, emailAddress } };
  const account = open(mailAccount.evolve(state, opened));
  return [
    opened,
    ...(imap ? configureImap(account, imap) : []),
    ...configureFetching(account, fetching),
    ...setTeams(account, teamIds),
    ...(caseCreation ? configureCaseCreation(account, caseCreation) : []),
  ];
}

export function configureImap(state: MailAccount, imap: Imap): MailAccountEvent[] {
  const { accountId, imap: before } = open(state);
  return same(before, imap) ? [] : [{ type: 'ImapConfigured', data: { ...imap, accountId } }];
}

export function configureFetching(state: MailAccount, fetching: Fetching): MailAccountEvent[] {
  const { accountId, fetching: before } = open(state);
  return same(before, fetching) ? [] : [{ type: 'FetchingConfigured', data: { ...fetching, accountId } }];
}

export function setTeams(state: MailAccount, teamIds: readonly TeamId[]): MailAccountEvent[] {
  const { accountId, teamIds: before } = open(state);
  const wanted = [...new Set(teamIds)].sort();
  return wanted.join() === before.join() ? [] : [{ type: 'TeamsSet', data: { accountId, teamIds: wanted } }];
}

export function configureCaseCreation(state: MailAccount, creation: CaseCreation): MailAccountEvent[] {
  const { accountId, caseCreation } = open(state);
  if (creation.distribution === 'direct-assignment' && creation.userId === null) {
    throw new Invalid([{ path: 'caseCreation.userId', message: 'direct-assignment needs a user' }]);
  }
  if ((creation.distribution === 'round-robin' || creation.distribution === 'less-busy') && creation.teamId === null) {
    throw new Invalid([{ path: 'caseCreation.teamId', message: `${creation.distribution} needs a team` }]);
  }
  return same(caseCreation, creation) ? [] : [{ type: 'CaseCreationConfigured', data: { ...creation, accountId } }];
}

export function stopCaseCreation(state: MailAccount): MailAccountEvent[] {
  const { accountId, caseCreation } = open(state);
  return caseCreation === null ? [] : [{ type: 'CaseCreationStopped', data: { accountId } }];
}

export function activateAccount(state: MailAccount): MailAccountEvent[] {
  const { accountId, status } = open(state);
  return status === 'active' ? [] : [{ type: 'AccountActivated', data: { accountId } }];
}

/** It is fetched no more, and what still comes to it makes no cases. */
export function deactivateAccount(state: MailAccount): MailAccountEvent[] {
  const { accountId, status } = open(state);
  return status === 'inactive' ? [] : [{ type: 'AccountDeactivated', data: { accountId } }];
}

function open(state: MailAccount): OpenAccount {
  if (state.status === 'absent') throw new NotFound('mail account', 'of this id');
  return state;
}

/** Whether every setting of `wanted` holds already; settings are plain JSON. */
function same(before: object | null, wanted: object): boolean {
  if (before === null) return false;
  const now = new Map<string, unknown>(Object.entries(before));
  return Object.entries(wanted).every(([key, value]) => JSON.stringify(now.get(key)) === JSON.stringify(value));
}
