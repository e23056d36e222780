import type { WorkingHours } from '../availability/events.js';
import type { EventRef } from '../event.js';
import type { RecordedAs } from '../events.js';
import type { AccountId, TeamId, UserId } from '../ids.js';
import type { AutoReply } from '../mail-account/events.js';

/** A group account, as far as it answers by itself. */
export interface Responder {
  readonly name: string;
  readonly emailAddress: string;
  readonly active: boolean;
  readonly teamIds: readonly TeamId[];
  /** None: it does not. */
  readonly autoReply: (AutoReply & { readonly settings: EventRef }) | null;
}

/** Who answers by itself, who is one of us, and when teams work: plain JSON, as large as the company. */
export interface Responders {
  readonly accounts: Readonly<Record<AccountId, Responder>>;
  readonly userAddresses: Readonly<Record<UserId, readonly string[]>>;
  readonly personalAddresses: Readonly<Record<AccountId, string>>;
  readonly teamHours: Readonly<Record<TeamId, WorkingHours | null>>;
}

export const noResponders: Responders = { accounts: {}, userAddresses: {}, personalAddresses: {}, teamHours: {} };

export const responderInputs = [
  'GroupAccountOpened',
  'PersonalAccountOpened',
  'AccountRemoved',
  'AccountActivated',
  'AccountDeactivated',
  'TeamsSet',
  'AutoReplyConfigured',
  'AutoReplyStopped',
  'UserEmailAddressesSet',
  'TeamWorkingHoursSet',
] as const;
export type ResponderInput = RecordedAs<(typeof responderInputs)[number]>;

export function evolveResponders(state: Responders, event: ResponderInput): Responders {
  switch (event.type) {
    case 'GroupAccountOpened': {
      const { accountId, name, emailAddress } = event.data;
      const opened = { name, emailAddress, active: true, teamIds: [], autoReply: null };
      return { ...state, accounts: { ...state.accounts, [accountId]: opened } };
    }
    case 'PersonalAccountOpened': {
      const { accountId, emailAddress } = event.data;
      return { ...state, personalAddresses: { ...state.personalAddresses, [accountId]: emailAddress } };
    }
    case 'AccountRemoved': {
      const { [event.data.accountId]: _, ...personalAddresses } = state.personalAddresses;
      return { ...state, personalAddresses };
    }
    case 'AccountActivated':
      return withAccount(state, event.data.accountId, { active: true });
    case 'AccountDeactivated':
      return withAccount(state, event.data.accountId, { active: false });
    case 'TeamsSet':
      return withAccount(state, event.data.accountId, { teamIds: event.data.teamIds });
    case 'AutoReplyConfigured': {
      const { accountId, ...autoReply } = event.data;
      const settings = { stream: event.stream, revision: event.revision };
      return withAccount(state, accountId, { autoReply: { ...autoReply, settings } });
    }
    case 'AutoReplyStopped':
      return withAccount(state, event.data.accountId, { autoReply: null });
    case 'UserEmailAddressesSet': {
      const { userId, emailAddresses } = event.data;
      return { ...state, userAddresses: { ...state.userAddresses, [userId]: emailAddresses } };
    }
    case 'TeamWorkingHoursSet':
      return { ...state, teamHours: { ...state.teamHours, [event.data.teamId]: event.data.hours } };
  }
}

function withAccount(state: Responders, accountId: AccountId, change: Partial<Responder>): Responders {
  const account = state.accounts[accountId];
  return account ? { ...state, accounts: { ...state.accounts, [accountId]: { ...account, ...change } } } : state;
}

/** Whether any account answers by itself. */
export const anyResponds = ({ accounts }: Responders): boolean =>
  Object.values(accounts).some(({ autoReply }) => autoReply !== null);

/** Addresses of users, of their own accounts and of group accounts. */
export const ownAddresses = ({ accounts, userAddresses, personalAddresses }: Responders): ReadonlySet<string> =>
  new Set([
    ...Object.values(userAddresses).flat(),
    ...Object.values(personalAddresses),
    ...Object.values(accounts).map(({ emailAddress }) => emailAddress),
  ]);
