import type { UserId } from '../../domain/ids.js';
import { type EmailFolderView, emailFoldersCollection } from '../../projections/email-folders.js';
import { type InboxCountsView, inboxCountsCollection } from '../../projections/inbox-counts.js';
import { type TeamView, teamsCollection } from '../../projections/people.js';
import type { ReadModels } from './read-models.js';

/** The folders of a user's inbox that somebody made, and what stands in all of its folders. */
export interface FoldersOf {
  readonly counts: InboxCountsView['folders'];
  readonly own: readonly EmailFolderView[];
  /** Those that their teams share, or that hold something for them. */
  readonly group: readonly EmailFolderView[];
}

/** What these are read from: whoever waits for their own changes waits for it. */
export const foldersCollections = [inboxCountsCollection, emailFoldersCollection, teamsCollection] as const;

/** @throws Unavailable */
export async function foldersOf(readModels: ReadModels, userId: UserId): Promise<FoldersOf> {
  const counts = (await readModels.get<InboxCountsView>(inboxCountsCollection, userId))?.folders ?? {};
  const own = await readModels.all<EmailFolderView>(emailFoldersCollection, { where: { userId } });
  const shared = await readModels.all<EmailFolderView>(emailFoldersCollection, { where: { userId: null } });
  const teamIds = [...new Set(shared.flatMap((folder) => folder.teamIds))];
  const teams = await readModels.many<TeamView>(teamsCollection, teamIds);
  const isMember = (teamId: string) => teams.get(teamId)?.members.some((member) => member.userId === userId) ?? false;
  const group = shared.filter(({ folderId, teamIds: of }) => (counts[folderId]?.total ?? 0) > 0 || of.some(isMember));
  return { counts, own, group };
}
