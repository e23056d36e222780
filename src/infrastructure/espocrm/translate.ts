import type { EspoEntity } from './espo-source.js';
import { addresses, isTrue, map, moment, text, texts, whole } from './fields.js';
import type { Names } from './names.js';

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

const SECURITY: Readonly<Record<string, string>> = { SSL: 'tls', TLS: 'starttls' };

/** Where the mailbox of an account is; none: it has none, or is not fetched. Its password is in nobody's hands. */
function imapOf(account: EspoEntity) {
  const host = text(account, 'host');
  const userName = text(account, 'username') ?? text(account, 'emailAddress');
  if (host === null || userName === null || account.useImap === false) return null;
  const port = whole(account, 'port');
  const security = SECURITY[text(account, 'security') ?? ''] ?? 'none';
  return { host, ...(port === null ? {} : { port }), security, userName, password: null };
}

const MECHANISMS: Readonly<Record<string, string>> = { login: 'login', crammd5: 'cram-md5' };

/** How it sends; none: it does not. With the password of the mailbox, until it is given one of its own. */
function smtpOf(account: EspoEntity, isShared: boolean) {
  const host = text(account, 'smtpHost');
  if (host === null || !isTrue(account, 'useSmtp')) return null;
  const port = whole(account, 'smtpPort');
  const userName = text(account, 'smtpUsername');
  const sentFolder = text(account, 'sentFolder');
  return {
    host,
    ...(port === null ? {} : { port }),
    security: SECURITY[text(account, 'smtpSecurity') ?? ''] ?? 'none',
    mechanism: account.smtpAuth === false ? 'none' : (MECHANISMS[text(account, 'smtpAuthMechanism') ?? ''] ?? 'plain'),
    ...(userName === null ? {} : { userName }),
    ...(isShared ? { shared: true } : {}),
    ...(sentFolder === null ? {} : { sentFolder }),
    storeSent: isTrue(account, 'storeSentEmails'),
  };
}

/** What is fetched from it: from where it was begun there. */
function fetchingOf(account: EspoEntity) {
  // A date, or a moment.
  const since = moment(account, 'fetchSince')?.toISOString();
  const folders = (text(account, 'monitoredFolders') ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return {
    ...(folders.length > 0 ? { folders: folders.slice(0, 100) } : {}),
    ...(since === undefined ? {} : { since }),
    keepUnread: isTrue(account, 'keepFetchedEmailsUnread'),
  };
}

/** A group account, without its password. */
export function accountBody(account: EspoEntity, names: Names) {
  const teamIds = texts(account, 'teamsIds').flatMap((id) => names.of('Team', id) ?? []);
  const distribution = DISTRIBUTIONS[text(account, 'caseDistribution') ?? ''] ?? 'direct-assignment';
  const userId = names.of('User', text(account, 'assignToUserId'));
  const caseCreation = {
    // One that names nobody gives its cases to nobody.
    distribution: distribution === 'direct-assignment' && userId === null ? 'none' : distribution,
    teamId: names.of('Team', text(account, 'teamId')),
    userId,
    position: text(account, 'targetUserPosition')?.slice(0, 100) ?? null,
  };
  return {
    name: short(nameOf(account), 'Group account'),
    emailAddress: text(account, 'emailAddress') ?? '',
    imap: imapOf(account),
    smtp: smtpOf(account, isTrue(account, 'smtpIsShared')),
    fetching: fetchingOf(account),
    teamIds,
    caseCreation: isTrue(account, 'createCase') ? caseCreation : null,
    filing: {
      addAllTeamUsers: account.addAllTeamUsers !== false,
      groupFolderId: names.of('GroupEmailFolder', text(account, 'groupEmailFolderId')),
    },
  };
}

/** A user's own account, without its password; none: it has no mailbox. */
export function personalBody(account: EspoEntity, userId: string, names: Names) {
  const imap = imapOf(account);
  if (!imap) return null;
  const folderMap = [...map(account, 'folderMap')].flatMap(([folder, id]) => {
    const folderId = names.of('EmailFolder', typeof id === 'string' ? id : null);
    return folderId === null ? [] : [{ folder, folderId }];
  });
  return {
    userId,
    name: short(nameOf(account), 'Personal account'),
    emailAddress: text(account, 'emailAddress') ?? '',
    imap,
    smtp: smtpOf(account, false),
    fetching: fetchingOf(account),
    filing: {
      folderId: names.of('EmailFolder', text(account, 'emailFolderId')),
      folderMap: folderMap.slice(0, 100),
      sentFolder: isTrue(account, 'storeSentEmails') ? text(account, 'sentFolder') : null,
    },
  };
}

/** Where its mailbox is, for whoever has the password. */
export function mailboxOf(account: EspoEntity): string {
  const host = text(account, 'host');
  return host === null ? 'no mailbox' : `${text(account, 'username') ?? '?'} at ${host}:${String(account.port ?? 993)}`;
}

/** A record of the CRM, under the id that it has there. */
export function recordLine(
  type: 'Account' | 'Contact' | 'Lead' | 'Opportunity',
  entity: EspoEntity,
  names: Names,
): object {
  const withAccount = type === 'Contact' || type === 'Opportunity';
  const converted = { accountId: text(entity, 'createdAccountId'), contactId: text(entity, 'createdContactId') };
  const isClosed = /^Closed/.test(text(entity, 'stage') ?? '');
  return {
    type,
    id: entity.id,
    name: (nameOf(entity) ?? entity.id).slice(0, 250),
    emailAddresses: type === 'Opportunity' ? [] : addresses(entity).slice(0, 50),
    accountId: withAccount ? text(entity, 'accountId') : null,
    contactId: type === 'Opportunity' ? (text(entity, 'contactId') ?? texts(entity, 'contactsIds')[0] ?? null) : null,
    convertedTo: type === 'Lead' && (converted.accountId ?? converted.contactId) !== null ? converted : null,
    stage: type === 'Opportunity' ? (isClosed ? 'closed' : 'open') : null,
    assignedUserId: names.of('User', text(entity, 'assignedUserId')),
    teamIds: texts(entity, 'teamsIds')
      .flatMap((id) => names.of('Team', id) ?? [])
      .slice(0, 50),
  };
}

/** Whose mail a filter is about; none: of something that was not taken over. */
export function filterScope(filter: EspoEntity, names: Names): object | null {
  if (isTrue(filter, 'isGlobal')) return { kind: 'global' };
  const parentId = text(filter, 'parentId');
  const parentType = text(filter, 'parentType');
  const userId = parentType === 'User' ? names.of('User', parentId) : null;
  const isOfAccount = parentType === 'InboundEmail' || parentType === 'EmailAccount';
  const accountId = isOfAccount ? names.of(parentType, parentId) : null;
  if (userId !== null) return { kind: 'user', userId };
  return accountId === null ? null : { kind: 'account', accountId };
}

/** What a filter does; none: it moves to a folder that was not taken over. */
function actionOf(filter: EspoEntity, names: Names): object | null {
  const to = (kind: string, folderId: string | null) => (folderId === null ? null : { kind, folderId });
  switch (text(filter, 'action')) {
    case 'Move to Folder':
      return to('move-to-folder', names.of('EmailFolder', text(filter, 'emailFolderId')));
    case 'Move to Group Folder':
      return to('move-to-group-folder', names.of('GroupEmailFolder', text(filter, 'groupEmailFolderId')));
    case 'None':
      return { kind: 'none' };
    default:
      return { kind: 'skip' };
  }
}

/** All but whose mail it is about; none: it moves to a folder that was not taken over. */
export function filterSettings(filter: EspoEntity, names: Names) {
  const action = actionOf(filter, names);
  return (
    action && {
      name: short(nameOf(filter), 'Filter'),
      parameters: {
        from: text(filter, 'from'),
        to: text(filter, 'to'),
        subject: text(filter, 'subject'),
        bodyContains: texts(filter, 'bodyContains'),
        bodyContainsAll: texts(filter, 'bodyContainsAll'),
      },
      action,
      markAsRead: isTrue(filter, 'markAsRead'),
      skipNotification: isTrue(filter, 'skipNotification'),
    }
  );
}

/** Whether a message was sent or has come: drafts are neither. */
export const isMessage = (email: EspoEntity): boolean =>
  ['Archived', 'Received', 'Sent'].includes(text(email, 'status') ?? 'Archived');

export const receivedAt = (email: EspoEntity): string | null =>
  (moment(email, 'deliveryDate') ?? moment(email, 'dateSent') ?? moment(email, 'createdAt'))?.toISOString() ?? null;
