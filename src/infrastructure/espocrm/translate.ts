import { type EntityType, type EspoEntity } from './espo-source.js';
import { addresses, isTrue, map, moment, text, texts } from './fields.js';
import type { Names } from './names.js';

/** What is asked of the API for one thing. */
export interface Wish {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
}

const MOST_NAME = 200;
const short = (value: string | null, fallback: string): string => (value ?? fallback).slice(0, MOST_NAME);

export const nameOf = (entity: EspoEntity): string | null =>
  text(entity, 'name') ?? ([text(entity, 'firstName'), text(entity, 'lastName')].filter(Boolean).join(' ') || null);

export function userBody(user: EspoEntity, userId: string) {
  return {
    userId,
    name: short(nameOf(user), userId),
    administrator: text(user, 'type') === 'admin' || isTrue(user, 'isAdmin'),
    emailAddresses: addresses(user).slice(0, 50),
  };
}

/** Teams of a user, each with the position there. */
export function memberships(
  user: EspoEntity,
): readonly { readonly teamId: string; readonly position: string | null }[] {
  const columns = map(user, 'teamsColumns');
  return texts(user, 'teamsIds').map((teamId) => {
    const column = columns.get(teamId);
    const role = typeof column === 'object' && column !== null ? Reflect.get(column, 'role') : null;
    return { teamId, position: typeof role === 'string' && role.trim() !== '' ? role.trim().slice(0, 100) : null };
  });
}

const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  'Direct-Assignment': 'direct-assignment',
  'Round-Robin': 'round-robin',
  'Least-Busy': 'less-busy',
};

/** A group account without its mailbox, of which there is no password. */
export function accountBody(account: EspoEntity, names: Names) {
  const teamIds = texts(account, 'teamsIds').flatMap((id) => names.of('Team', id) ?? []);
  const distribution = DISTRIBUTIONS[text(account, 'caseDistribution') ?? ''] ?? 'direct-assignment';
  const caseCreation = {
    distribution,
    teamId: names.of('Team', text(account, 'teamId')),
    userId: names.of('User', text(account, 'assignToUserId')),
    position: text(account, 'targetUserPosition')?.slice(0, 100) ?? null,
  };
  return {
    name: short(nameOf(account), 'Group account'),
    emailAddress: text(account, 'emailAddress') ?? '',
    imap: null,
    teamIds,
    caseCreation: isTrue(account, 'createCase') ? caseCreation : null,
  };
}

/** Where its mailbox is, for whoever has the password. */
export function mailboxOf(account: EspoEntity): string {
  const host = text(account, 'host');
  return host === null ? 'no mailbox' : `${text(account, 'username') ?? '?'} at ${host}:${String(account.port ?? 993)}`;
}

/** A record of the CRM, under the id that it has there. */
export function recordWish(
  type: 'Account' | 'Contact' | 'Lead' | 'Opportunity',
  entity: EspoEntity,
  names: Names,
): Wish {
  const withAccount = type === 'Contact' || type === 'Opportunity';
  const converted = { accountId: text(entity, 'createdAccountId'), contactId: text(entity, 'createdContactId') };
  const isClosed = /^Closed/.test(text(entity, 'stage') ?? '');
  return {
    method: 'PUT',
    path: `records/${type}/${encodeURIComponent(entity.id)}`,
    body: {
      name: (nameOf(entity) ?? entity.id).slice(0, 250),
      emailAddresses: type === 'Opportunity' ? [] : addresses(entity).slice(0, 50),
      accountId: withAccount ? text(entity, 'accountId') : null,
      contactId: type === 'Opportunity' ? (text(entity, 'contactId') ?? texts(entity, 'contactsIds')[0] ?? null) : null,
      convertedTo: type === 'Lead' && (converted.accountId ?? converted.contactId) !== null ? converted : null,
      skills: [],
      stage: type === 'Opportunity' ? (isClosed ? 'closed' : 'open') : null,
      assignedUserId: names.of('User', text(entity, 'assignedUserId')),
      teamIds: texts(entity, 'teamsIds')
        .flatMap((id) => names.of('Team', id) ?? [])
        .slice(0, 50),
    },
  };
}

/** Whose mail a filter is about; none: of something that was not taken over. */
export function filterScope(filter: EspoEntity, names: Names): object | null {
  if (isTrue(filter, 'isGlobal')) return { kind: 'global' };
  const parentId = text(filter, 'parentId');
  const parentType = text(filter, 'parentType');
  const userId = parentType === 'User' ? names.of('User', parentId) : null;
  const accountId = parentType === 'InboundEmail' ? names.of('InboundEmail', parentId) : null;
  if (userId !== null) return { kind: 'user', userId };
  return accountId === null ? null : { kind: 'account', accountId };
}

const ACTIONS: Readonly<Record<string, string>> = { Skip: 'skip', None: 'none' };

/** None: it moves to a folder, and folders are not taken over. */
export function filterBody(filter: EspoEntity, scope: object) {
  const kind = ACTIONS[text(filter, 'action') ?? 'Skip'];
  if (kind === undefined) return null;
  return {
    scope,
    name: short(nameOf(filter), 'Filter'),
    parameters: {
      from: text(filter, 'from'),
      to: text(filter, 'to'),
      subject: text(filter, 'subject'),
      bodyContains: texts(filter, 'bodyContains'),
      bodyContainsAll: texts(filter, 'bodyContainsAll'),
    },
    action: { kind },
    markAsRead: isTrue(filter, 'markAsRead'),
    skipNotification: isTrue(filter, 'skipNotification'),
  };
}

/** Whether a message was sent or has come: drafts are neither. */
export const isMessage = (email: EspoEntity): boolean =>
  ['Archived', 'Received', 'Sent'].includes(text(email, 'status') ?? 'Archived');

export const receivedAt = (email: EspoEntity): string | null =>
  (moment(email, 'deliveryDate') ?? moment(email, 'dateSent') ?? moment(email, 'createdAt'))?.toISOString() ?? null;

/** What is read, in this order: what names others comes after them. */
export const ORDER: readonly EntityType[] = [
  'Role',
  'Team',
  'User',
  'InboundEmail',
  'EmailAccount',
  'EmailFilter',
  'Account',
  'Contact',
  'Lead',
  'Opportunity',
  'Case',
];
