import { z } from 'zod';
import { MatchedFilter } from '../../../domain/email/filed.js';
import { EmailId, FolderId, TeamId, UserId } from '../../../domain/ids.js';
import { flag, instant, page, paging, text } from './common.js';
import { ListedEmail } from './emails.js';

const folderId = FolderId.describe('inbox, important, archive, sent, trash, or the id of a folder');

export const InboxQuery = z.strictObject({
  ...paging,
  folder: folderId.optional().describe('Default inbox; important: what is starred, wherever but in the trash'),
  unread: flag.optional(),
  starred: flag.optional(),
  direction: z.enum(['asc', 'desc']).optional().describe('By when they came; default desc'),
});
export const InboxEmails = page(
  'InboxEmails',
  z
    .object({
      emailId: z.string(),
      folderId: z.string(),
      unread: z.boolean(),
      starred: z.boolean(),
      sent: z.boolean().describe('The user wrote it'),
      receivedAt: instant,
      matchedBy: z.array(MatchedFilter),
      email: ListedEmail,
    })
    .meta({ id: 'InboxEmail' }),
);

const counts = { total: z.int(), unread: z.int() };
export const InboxCounts = z
  .object({ userId: z.string(), folders: z.record(z.string(), z.object(counts)).describe('By folder') })
  .meta({ id: 'InboxCounts' });

const emailIds = z
  .array(EmailId)
  .min(1)
  .max(1_000)
  .describe(
    '1 to 1,000; into a folder of the group at most 100, since each is moved for all of its members: more in steps',
  );
export const InboxEmailIds = z.strictObject({ emailIds }).meta({ id: 'InboxEmailIds' });
export const InboxMove = z.strictObject({ emailIds, folderId }).meta({ id: 'InboxMove' });
export const InboxFolder = z.strictObject({ folderId }).meta({ id: 'InboxFolder' });
export const ChangedInboxEmails = z
  .object({
    items: z.array(
      z.object({
        emailId: z.string(),
        outcome: z
          .enum(['changed', 'unchanged', 'not-found', 'busy'])
          .describe('busy: somebody else changes it all the time'),
      }),
    ),
    position: z.string().describe('Of the log, behind the last change; the same as in `X-Position`'),
  })
  .meta({ id: 'ChangedInboxEmails' });
export const ReadFolder = z
  .object({
    read: z.int().describe('In this step, at most 1,000'),
    remaining: z.int().describe('Unread ones that are left: ask again'),
    position: z.string(),
  })
  .meta({ id: 'ReadFolder' });

export const FolderName = z.strictObject({ name: text(100) }).meta({ id: 'FolderName' });
/** An id of ours, which no folder that everybody has can be named by. */
const chosenId = z
  .uuid()
  .pipe(FolderId)
  .optional()
  .describe('A UUID that whoever brings it from elsewhere has derived: the same again is the same folder');
export const NewFolder = FolderName.extend({
  folderId: chosenId,
  userId: UserId.optional().describe('Whose; of others: for administrators'),
}).meta({ id: 'NewFolder' });
export const CreatedFolder = z
  .object({ folderId: z.string(), revision: z.int(), position: z.string() })
  .meta({ id: 'CreatedFolder' });
export const Folders = z
  .object({
    items: z.array(
      z
        .object({
          folderId: z.string(),
          kind: z.enum(['system', 'own', 'group']),
          name: z.string().describe('Of a folder that everybody has: its id'),
          ...counts,
          revision: z.int().nullable(),
        })
        .meta({ id: 'Folder' }),
    ),
  })
  .meta({ id: 'Folders' });

const teamIds = z.array(TeamId).max(100);
export const NewGroupFolder = z
  .strictObject({ name: text(100), teamIds, folderId: chosenId })
  .meta({ id: 'NewGroupFolder' });
export const GroupFolderChanges = z
  .strictObject({ name: text(100).optional(), teamIds: teamIds.optional() })
  .meta({ id: 'GroupFolderChanges', description: 'What is left out stays as it is' });
export const GroupFolders = z
  .object({
    items: z.array(
      z
        .object({ folderId: z.string(), name: z.string(), teamIds: z.array(z.string()), revision: z.int() })
        .meta({ id: 'GroupFolder' }),
    ),
  })
  .meta({ id: 'GroupFolders' });
