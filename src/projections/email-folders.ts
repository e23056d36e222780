import { live } from '../application/ports/document-store.js';
import { at, existing, projection, remove } from './projection.js';

/** A folder that somebody made: a user for themselves, or an administrator for teams. */
export interface EmailFolderView {
  readonly folderId: string;
  /** None: teams share it. */
  readonly userId: string | null;
  readonly name: string;
  /** That share it; of a user's own none. */
  readonly teamIds: readonly string[];
  readonly revision: number;
}

export const emailFolders = projection<EmailFolderView>(
  'email-folders',
  { version: 1, fields: ['userId'], indexes: [['userId']] },
  {
    FolderCreated: ({ data, revision }) => at(data.folderId, () => ({ ...data, teamIds: [], revision })),
    FolderRenamed: ({ data: { folderId, name }, revision }) =>
      existing(folderId, (view) => ({ ...view, name, revision })),
    FolderRemoved: ({ data }) => remove(data.folderId),
    GroupFolderCreated: ({ data, revision }) => at(data.folderId, () => ({ ...data, userId: null, revision })),
    GroupFolderRenamed: ({ data: { folderId, name }, revision }) =>
      existing(folderId, (view) => ({ ...view, name, revision })),
    GroupFolderTeamsSet: ({ data: { folderId, teamIds }, revision }) =>
      existing(folderId, (view) => ({ ...view, teamIds, revision })),
    GroupFolderRemoved: ({ data }) => remove(data.folderId),
  },
);
export const emailFoldersCollection = live(emailFolders.spec);
