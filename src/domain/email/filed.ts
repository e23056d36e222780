import { z } from 'zod';
import { FilterId, FolderId, RecordRef, TeamId, UserId } from '../ids.js';

/** A filter that a message met, and what that did. */
export const MatchedFilter = z.object({
  filterId: FilterId,
  name: z.string(),
  action: z.string().describe('What it does: `move-to-folder`, `mark-as-read`…'),
  because: z.string().max(300).describe('What of the message it met, in words.'),
  applied: z.boolean().describe('Not, where one of higher precedence had decided the same.'),
});
export type MatchedFilter = z.infer<typeof MatchedFilter>;

/** How a delivery stands in one inbox, where that is not as in all others. */
export const FiledFor = z.object({
  userId: UserId,
  folderId: FolderId.nullable().describe('None: the inbox.'),
  trashed: z.boolean(),
  read: z.boolean(),
  silent: z.boolean().describe('Tells nobody.'),
  matchedBy: z.array(MatchedFilter),
});
export type FiledFor = z.infer<typeof FiledFor>;

/** Where one delivery was put: decided when it came, from the accounts, teams and filters as they stood. */
export const Filed = z.object({
  teamIds: z.array(TeamId).describe("The account's teams: whose mail it is."),
  groupFolderId: FolderId.nullable(),
  owner: UserId.nullable().describe("Whose own account it came to; none: a group's, or from files."),
  sent: z.boolean().describe('Its owner wrote it: it was found among their sent mail.'),
  userIds: z
    .array(UserId)
    .describe('In whose inboxes it stands by this delivery; who had it before is not named again.'),
  exceptions: z.array(FiledFor),
  read: z.boolean().describe('For all of them.'),
  silent: z.boolean().describe('Tells nobody.'),
  noCase: z.boolean().describe('A filter says that it makes no case.'),
  link: RecordRef.nullable().describe('The record that a filter links it to, or whoever brought it from files.'),
  skills: z.array(z.string()).describe('What a filter says that its case needs.'),
  matchedBy: z.array(MatchedFilter).describe('Filters of all, and of the account.'),
});
export type Filed = z.infer<typeof Filed>;

/** In nobody's inbox, and no filter has done anything. */
export const NOWHERE: Filed = {
  teamIds: [],
  groupFolderId: null,
  owner: null,
  sent: false,
  userIds: [],
  exceptions: [],
  read: false,
  silent: false,
  noCase: false,
  link: null,
  skills: [],
  matchedBy: [],
};
