import type { Decider } from '../decider.js';
import { NotFound } from '../errors.js';
import type { FolderId, TeamId } from '../ids.js';
import type { GroupFolderEvent } from './events.js';

/** A folder that teams share: whoever puts an e-mail there does so for all of them. */
export type GroupFolder =
  | { readonly status: 'absent' }
  | {
      readonly status: 'present' | 'removed';
      readonly folderId: FolderId;
      readonly name: string;
      readonly teamIds: readonly TeamId[];
    };

export const groupFolder: Decider<GroupFolder, GroupFolderEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    if (type === 'GroupFolderCreated') return { status: 'present', ...data };
    if (state.status === 'absent') return state;
    switch (type) {
      case 'GroupFolderRenamed':
        return { ...state, name: data.name };
      case 'GroupFolderTeamsSet':
        return { ...state, teamIds: data.teamIds };
      case 'GroupFolderRemoved':
        return { ...state, status: 'removed' };
    }
  },
};

export function createGroupFolder(
  state: GroupFolder,
  folder: { readonly folderId: FolderId; readonly name: string; readonly teamIds: readonly TeamId[] },
): GroupFolderEvent[] {
  if (state.status !== 'absent') return [];
  return [{ type: 'GroupFolderCreated', data: { ...folder, teamIds: inOrder(folder.teamIds) } }];
}

export function renameGroupFolder(state: GroupFolder, name: string): GroupFolderEvent[] {
  const { folderId, name: before } = present(state);
  return before === name ? [] : [{ type: 'GroupFolderRenamed', data: { folderId, name } }];
}

export function setGroupFolderTeams(state: GroupFolder, teamIds: readonly TeamId[]): GroupFolderEvent[] {
  const { folderId, teamIds: before } = present(state);
  const wanted = inOrder(teamIds);
  return wanted.join() === before.join() ? [] : [{ type: 'GroupFolderTeamsSet', data: { folderId, teamIds: wanted } }];
}

/** As with a user's own: again, where not all was moved. */
export function removeGroupFolder(state: GroupFolder): GroupFolderEvent[] {
  if (state.status === 'removed') return [];
  const { folderId } = present(state);
  return [{ type: 'GroupFolderRemoved', data: { folderId } }];
}

const inOrder = (teamIds: readonly TeamId[]): TeamId[] => [...new Set(teamIds)].sort();

function present(state: GroupFolder) {
  if (state.status !== 'present') throw new NotFound('group folder', 'of this id');
  return state;
}
