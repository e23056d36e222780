import { fold } from '../../src/domain/decider.js';
import type { FilterAction, FilterDefinition, FilterParameters, FilterScope } from '../../src/domain/filter/events.js';
import { type Decided, filingFor } from '../../src/domain/filter/file.js';
import { type FilingEvent, filing } from '../../src/domain/filter/filing-state.js';
import { normalText } from '../../src/domain/filter/normal.js';
import type { FilteredMessage } from '../../src/domain/filter/parameters.js';
import { FilterId, FolderId } from '../../src/domain/ids.js';
import { accountId, teamId, userId } from './domain-builders.js';

/** Of a filter: nothing is given. */
export const NOTHING_GIVEN: FilterParameters = {
  from: null,
  to: null,
  subject: null,
  bodyContains: [],
  bodyContainsAll: [],
  hasAttachment: null,
  largerThan: null,
  headerEquals: null,
  listId: null,
  automatic: null,
};

export const GLOBAL: FilterScope = { kind: 'global' };
/** `help` is a group's account, `ana` is Ana's own. */
export const ofAccount = (name: string): FilterScope => ({
  kind: 'account',
  accountId: accountId(name),
  owner: name === 'ana' ? userId('ana') : null,
});
export const ofUser = (name: string): FilterScope => ({ kind: 'user', userId: userId(name) });

export interface FilterInShort {
  readonly id?: string;
  readonly scope?: FilterScope;
  readonly like?: Partial<FilterParameters>;
  readonly does?: FilterAction;
  readonly markAsRead?: boolean;
  readonly skipNotification?: boolean;
  readonly order?: number;
}

/** A filter of all mail that skips, where nothing else is said. */
export function filterOf(short: FilterInShort): FilterDefinition {
  return {
    filterId: FilterId.parse(short.id ?? 'f'),
    name: `Filter ${short.id ?? 'f'}`,
    scope: short.scope ?? GLOBAL,
    parameters: { ...NOTHING_GIVEN, ...short.like },
    action: short.does ?? { kind: 'skip' },
    markAsRead: short.markAsRead ?? false,
    skipNotification: short.skipNotification ?? false,
    order: short.order ?? 0,
  };
}

export const to = (kind: 'move-to-folder' | 'move-to-group-folder', folder: string): FilterAction => ({
  kind,
  folderId: FolderId.parse(folder),
});

interface MailInShort extends Partial<Omit<FilteredMessage, 'fields' | 'text'>> {
  readonly text?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A message as filters see it. */
export const mail = ({ text, fields = {}, ...rest }: MailInShort = {}): FilteredMessage => ({
  from: 'ana@customer.example',
  to: ['help@company.example'],
  subject: 'The printer is on fire',
  size: 2_000,
  hasAttachment: false,
  automatic: false,
  fields: new Map(Object.entries(fields).map(([name, value]) => [name, [value]])),
  text: text === undefined ? null : normalText(text),
  ...rest,
});

const registered = (name: string): FilingEvent => ({
  type: 'UserRegistered',
  data: { userId: userId(name), name, administrator: false },
});
const opened = (name: string, userOf?: string): FilingEvent => {
  const data = { accountId: accountId(name), name, emailAddress: `${name}@company.example` };
  return userOf === undefined
    ? { type: 'GroupAccountOpened', data }
    : { type: 'PersonalAccountOpened', data: { ...data, userId: userId(userOf) } };
};

/** Ana and Bor share `help`, and Ana has an account of her own; each has a folder, and there is one of the group. */
const company: readonly FilingEvent[] = [
  ...['ana', 'bor'].map(registered),
  ...['ana', 'bor'].map(
    (name): FilingEvent => ({
      type: 'TeamMemberAdded',
      data: { teamId: teamId('support'), userId: userId(name), position: null },
    }),
  ),
  opened('help'),
  { type: 'TeamsSet', data: { accountId: accountId('help'), teamIds: [teamId('support')] } },
  opened('ana', 'ana'),
  ...['ana', 'bor'].map(
    (name): FilingEvent => ({
      type: 'FolderCreated',
      data: { folderId: FolderId.parse(`of-${name}`), userId: userId(name), name: 'Mine' },
    }),
  ),
  { type: 'GroupFolderCreated', data: { folderId: FolderId.parse('urgent'), name: 'Urgent', teamIds: [] } },
];

/** What becomes of a message in that company, with these filters. */
export function decided(
  filters: readonly FilterDefinition[],
  message: FilteredMessage,
  account: 'help' | 'ana' = 'help',
): Decided {
  const defined = filters.map((data): FilingEvent => ({ type: 'FilterDefined', data }));
  const state = fold(filing, [...company, ...defined]);
  return filingFor(state, accountId(account)).decide(message, { folder: 'INBOX', seen: false });
}
