import { NotFound, Rejected } from '../errors.js';
import type { AccountId, EmailId, FolderId, UserId } from '../ids.js';
import type { InboxEmailEvent } from './events.js';
import { IMPORTANT, INBOX, TRASH } from './places.js';

/** How an e-mail stands in one user's inbox. */
export interface Standing {
  readonly userId: UserId;
  readonly emailId: EmailId;
  /** The trash, where it was thrown away. */
  readonly folderId: FolderId;
  /** Where it stood before it was thrown away. */
  readonly before: FolderId;
  readonly unread: boolean;
  readonly starred: boolean;
  /** The user has marked it as unread: another program that has read it long ago does not say otherwise. */
  readonly keptUnread: boolean;
  /** The user's own accounts that hold it. */
  readonly accountIds: readonly AccountId[];
}

/** None: it does not stand in that inbox. How it began there, the deliveries of the e-mail say. */
export type InboxEmail = Standing | null;

export function evolveStanding<S extends Standing>(state: S, event: InboxEmailEvent): S;
export function evolveStanding(state: InboxEmail, event: InboxEmailEvent): InboxEmail;
export function evolveStanding(state: InboxEmail, { type, data }: InboxEmailEvent): InboxEmail {
  if (state === null) return null;
  switch (type) {
    case 'InboxEmailRead':
      return { ...state, unread: false, keptUnread: false };
    case 'InboxEmailUnread':
      return { ...state, unread: true, keptUnread: true };
    case 'InboxEmailStarred':
      return { ...state, starred: true };
    case 'InboxEmailUnstarred':
      return { ...state, starred: false };
    case 'InboxEmailMoved':
      return { ...state, folderId: data.to, before: data.to };
    case 'InboxEmailTrashed':
      return { ...state, folderId: TRASH, before: data.from };
    case 'InboxEmailRestored':
      return { ...state, folderId: data.to, before: data.to };
  }
}

export function readEmail(state: InboxEmail): InboxEmailEvent[] {
  const { userId, emailId, folderId, starred, unread, accountIds } = present(state);
  const data = { userId, emailId, folderId, starred, accountIds: [...accountIds] };
  return unread ? [{ type: 'InboxEmailRead', data }] : [];
}

/** Another program says that it was read. A user who has marked it as unread here knows better. */
export function readElsewhere(state: InboxEmail): InboxEmailEvent[] {
  return present(state).keptUnread ? [] : readEmail(state);
}

export function unreadEmail(state: InboxEmail): InboxEmailEvent[] {
  const { userId, emailId, folderId, starred, unread, accountIds } = present(state);
  const data = { userId, emailId, folderId, starred, accountIds: [...accountIds] };
  return unread ? [] : [{ type: 'InboxEmailUnread', data }];
}

export function starEmail(state: InboxEmail): InboxEmailEvent[] {
  const { userId, emailId, folderId, unread, starred } = present(state);
  return starred ? [] : [{ type: 'InboxEmailStarred', data: { userId, emailId, folderId, unread } }];
}

export function unstarEmail(state: InboxEmail): InboxEmailEvent[] {
  const { userId, emailId, folderId, unread, starred } = present(state);
  return starred ? [{ type: 'InboxEmailUnstarred', data: { userId, emailId, folderId, unread } }] : [];
}

/** Into another folder; also out of the trash. @throws Rejected where that is no folder to move to */
export function moveEmail(state: InboxEmail, to: FolderId): InboxEmailEvent[] {
  const { userId, emailId, folderId, unread, starred } = present(state);
  if (to === TRASH || to === IMPORTANT) {
    throw new Rejected(
      'not-a-folder',
      `E-mails come to ${to} by ${to === TRASH ? 'trash' : 'star'}, not by moving them.`,
    );
  }
  if (folderId === to) return [];
  const data = { userId, emailId, to, unread, starred };
  if (folderId === TRASH) return [{ type: 'InboxEmailRestored', data }];
  return [{ type: 'InboxEmailMoved', data: { ...data, from: folderId } }];
}

export function trashEmail(state: InboxEmail): InboxEmailEvent[] {
  const { userId, emailId, folderId, unread, starred } = present(state);
  if (folderId === TRASH) return [];
  return [{ type: 'InboxEmailTrashed', data: { userId, emailId, from: folderId, unread, starred } }];
}

/** Back to where it was, or to the inbox where that folder is no more. */
export function restoreEmail(state: InboxEmail, isThere: (folderId: FolderId) => boolean): InboxEmailEvent[] {
  const { folderId, before } = present(state);
  if (folderId !== TRASH) return [];
  return moveEmail(state, before !== TRASH && isThere(before) ? before : INBOX);
}

function present(state: InboxEmail): Standing {
  if (state === null) throw new NotFound('e-mail', 'in this inbox');
  return state;
}
