import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { AccountId, EmailId, FolderId, TeamId, UserId } from '../ids.js';

const FolderName = z.string().trim().min(1).max(100);

/** An e-mail in one user's inbox. */
const item = { userId: UserId, emailId: EmailId };
/** What counts by folder: with it in the event, counting is a fold. */
const standing = { unread: z.boolean(), starred: z.boolean() };
const accountIds = z
  .array(AccountId)
  .describe("The user's own accounts that hold it: their servers are told, where the account says so.");

export const inboxEmailEvents = {
  InboxEmailRead: event(
    'A user has read an e-mail, here or with another program (actor `system:imap`).',
    z.object({ ...item, folderId: FolderId, starred: z.boolean(), accountIds }),
  ),
  InboxEmailUnread: event(
    'A user has marked an e-mail as unread.',
    z.object({ ...item, folderId: FolderId, starred: z.boolean(), accountIds }),
  ),
  InboxEmailStarred: event(
    'A user finds an e-mail important.',
    z.object({ ...item, folderId: FolderId, unread: z.boolean() }),
  ),
  InboxEmailUnstarred: event(
    'An e-mail is important no more.',
    z.object({ ...item, folderId: FolderId, unread: z.boolean() }),
  ),
  InboxEmailMoved: event(
    'A user put an e-mail into another folder of theirs, or somebody put it into a folder of the group for all.',
    z.object({ ...item, from: FolderId, to: FolderId, ...standing }),
  ),
  InboxEmailTrashed: event(
    'A user threw an e-mail away; others keep it.',
    z.object({ ...item, from: FolderId, ...standing }),
  ),
  InboxEmailRestored: event(
    'A user took an e-mail out of the trash.',
    z.object({ ...item, to: FolderId, ...standing }),
  ),
};
export type InboxEmailEvent = EventsOf<typeof inboxEmailEvents>;

export const emailFolderEvents = {
  FolderCreated: event(
    'A user made a folder for their own e-mails.',
    z.object({ folderId: FolderId, userId: UserId, name: FolderName }),
  ),
  FolderRenamed: event(
    'A folder has another name.',
    z.object({ folderId: FolderId, userId: UserId, name: FolderName }),
  ),
  FolderRemoved: event(
    'A folder is no more; what was in it goes back to the inbox.',
    z.object({ folderId: FolderId, userId: UserId }),
  ),
};
export type EmailFolderEvent = EventsOf<typeof emailFolderEvents>;

export const groupFolderEvents = {
  GroupFolderCreated: event(
    'Teams share a folder from now on.',
    z.object({ folderId: FolderId, name: FolderName, teamIds: z.array(TeamId) }),
  ),
  GroupFolderRenamed: event('A shared folder has another name.', z.object({ folderId: FolderId, name: FolderName })),
  GroupFolderTeamsSet: event(
    'The teams that share a folder.',
    z.object({ folderId: FolderId, teamIds: z.array(TeamId) }),
  ),
  GroupFolderRemoved: event(
    'A shared folder is no more; what was in it goes back to the inboxes.',
    z.object({ folderId: FolderId }),
  ),
};
export type GroupFolderEvent = EventsOf<typeof groupFolderEvents>;
