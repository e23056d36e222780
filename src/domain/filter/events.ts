import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { AccountId, FilterId, FolderId, RecordRef, UserId } from '../ids.js';

/** Whose mail a filter is about: everybody's, that of one account, or all that stands in one user's inbox. */
export const FilterScope = z.union([
  z.object({ kind: z.literal('global') }),
  z.object({
    kind: z.literal('account'),
    accountId: AccountId,
    owner: UserId.nullable().describe("Whose own account it is; none: a group's."),
  }),
  z.object({ kind: z.literal('user'), userId: UserId }),
]);
export type FilterScope = z.infer<typeof FilterScope>;

/** The most that a `*` pattern, or a phrase, may be long. */
const MAX_TEXT = 200;
const MAX_PHRASES = 20;

const pattern = () => z.string().min(1).max(MAX_TEXT);
const phrases = () => z.array(z.string().min(1).max(MAX_TEXT)).max(MAX_PHRASES);

/** What a message must be like. All that is given must hold; what is null, or an empty list, is not given. */
export const FilterParameters = z.object({
  from: pattern().nullable().describe('The address of From, whole; `*` stands for anything.'),
  to: pattern().nullable().describe('One of the addresses of To, whole; `*` stands for anything.'),
  subject: pattern().nullable().describe('The whole subject; `*` stands for anything.'),
  bodyContains: phrases().describe('One of these phrases stands in the text.'),
  bodyContainsAll: phrases().describe('Every one of these phrases stands in the text.'),
  hasAttachment: z.boolean().nullable(),
  largerThan: z.number().int().min(1).max(1_000_000_000_000).nullable().describe('Bytes of the whole message.'),
  headerEquals: z
    .object({ name: z.string().regex(/^[!-9;-~]{1,100}$/, 'the name of a header field'), value: pattern() })
    .nullable()
    .describe('A header field of this name has this value.'),
  listId: pattern().nullable().describe('What stands in List-Id (RFC 2919), whole; `*` stands for anything.'),
  automatic: z.boolean().nullable().describe('Whether a machine has sent it.'),
});
export type FilterParameters = z.infer<typeof FilterParameters>;

const plain = <Kind extends string>(kind: Kind) => z.object({ kind: z.literal(kind) });

/** What becomes of a message that is like that. */
export const FilterAction = z.union([
  plain('skip'),
  z.object({ kind: z.literal('move-to-folder'), folderId: FolderId }),
  z.object({ kind: z.literal('move-to-group-folder'), folderId: FolderId }),
  plain('mark-as-read'),
  plain('no-notification'),
  z.object({ kind: z.literal('link-to-record'), record: RecordRef }),
  plain('no-case'),
  z.object({ kind: z.literal('need-skill'), skill: z.string().trim().min(1).max(64) }),
  plain('none'),
]);
export type FilterAction = z.infer<typeof FilterAction>;

/** A filter as it is configured. */
export const FilterDefinition = z.object({
  filterId: FilterId,
  name: z.string().trim().min(1).max(200),
  scope: FilterScope,
  parameters: FilterParameters,
  action: FilterAction,
  markAsRead: z.boolean().describe('Beside the action.'),
  skipNotification: z.boolean().describe('Beside the action: tells nobody.'),
  order: z.number().int().min(-1_000_000).max(1_000_000).describe('Among filters of one scope the lowest goes first.'),
});
export type FilterDefinition = z.infer<typeof FilterDefinition>;

export const filterEvents = {
  FilterDefined: event('From now on mail that is like that is filtered.', FilterDefinition),
  FilterChanged: event('A filter is another from now on; its scope stays.', FilterDefinition),
  FilterRemoved: event(
    'A filter does nothing any more; what it did stays.',
    z.object({ filterId: FilterId, scope: FilterScope }),
  ),
};
export type FilterEvent = EventsOf<typeof filterEvents>;
