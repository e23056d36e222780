import type { Decider } from '../decider.js';
import { NotFound } from '../errors.js';
import type { FolderId, UserId } from '../ids.js';
import type { EmailFolderEvent } from './events.js';

/** A folder that a user made for their own e-mails. */
export type EmailFolder =
  | { readonly status: 'absent' }
  | {
      readonly status: 'present' | 'removed';
      readonly folderId: FolderId;
      readonly userId: UserId;
      readonly name: string;
    };

export const emailFolder: Decider<EmailFolder, EmailFolderEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'FolderCreated') return { status: 'present', ...data };
    if (state.status === 'absent') return state;
    return type === 'FolderRenamed' ? { ...state, name: data.name } : { ...state, status: 'removed' };
  },
};

export function createFolder(
  state: EmailFolder,
  folder: { readonly folderId: FolderId; readonly userId: UserId; readonly name: string },
): EmailFolderEvent[] {
  return state.status === 'absent' ? [{ type: 'FolderCreated', data: folder }] : [];
}

export function renameFolder(state: EmailFolder, userId: UserId, name: string): EmailFolderEvent[] {
  const { folderId, name: before } = own(state, userId);
  return before === name ? [] : [{ type: 'FolderRenamed', data: { folderId, userId, name } }];
}

/** What is removed already may be removed again: whoever did so may not have moved all that was in it. */
export function removeFolder(state: EmailFolder, userId: UserId): EmailFolderEvent[] {
  if (state.status === 'removed' && state.userId === userId) return [];
  const { folderId } = own(state, userId);
  return [{ type: 'FolderRemoved', data: { folderId, userId } }];
}

function own(state: EmailFolder, userId: UserId) {
  // Somebody else's is as good as none.
  if (state.status !== 'present' || state.userId !== userId) throw new NotFound('folder', 'of this id');
  return state;
}
