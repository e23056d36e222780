import { z } from 'zod';
import { FilterAction, FilterParameters } from '../../../domain/filter/events.js';
import { AccountId, FilterId, UserId } from '../../../domain/ids.js';
import { Changed, instant, page, text } from './common.js';

const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('global') }),
  z.strictObject({ kind: z.literal('account'), accountId: AccountId }),
  z.strictObject({ kind: z.literal('user'), userId: UserId.optional().describe('Default: whoever asks') }),
]);

const given = FilterParameters.shape;
/** All but the phrases is none where it is left out, and those are an empty list. */
const parameters = z
  .strictObject({
    from: given.from.default(null),
    to: given.to.default(null),
    subject: given.subject.default(null),
    bodyContains: given.bodyContains.default([]),
    bodyContainsAll: given.bodyContainsAll.default([]),
    hasAttachment: given.hasAttachment.default(null),
    largerThan: given.largerThan.default(null),
    headerEquals: given.headerEquals.default(null),
    listId: given.listId.default(null),
    automatic: given.automatic.default(null),
  })
  .describe('What a message must be like; all that is given must hold, and something has to be given');

const settings = {
  name: text(200),
  parameters,
  action: FilterAction.describe('Of all mail: `skip` alone; which others, the kind of filter says'),
  markAsRead: z.boolean().default(false),
  skipNotification: z.boolean().default(false),
  order: z.int().min(-1_000_000).max(1_000_000).default(0).describe('Within a scope the lowest is asked first'),
};

export const FilterSettings = z.strictObject(settings).meta({ id: 'FilterSettings' });
export const NewFilter = z
  .strictObject({
    scope,
    ...settings,
    filterId: z
      .uuid()
      .pipe(FilterId)
      .optional()
      .describe('A UUID that whoever brings it from elsewhere has derived: `filter-exists` where it is there'),
  })
  .meta({ id: 'NewFilter' });

export const Filter = z
  .object({
    filterId: z.string(),
    name: z.string(),
    scope: z.object({
      kind: z.enum(['global', 'account', 'user']),
      accountId: z.string().optional(),
      owner: z.string().nullable().optional().describe("Whose own account it is; none: a group's"),
      userId: z.string().optional(),
    }),
    parameters: FilterParameters,
    action: FilterAction,
    markAsRead: z.boolean(),
    skipNotification: z.boolean(),
    order: z.int(),
    revision: z.int(),
  })
  .meta({ id: 'Filter' });
export const Filters = page('Filters', Filter);
export const FilterSaved = Changed.extend({
  filterId: z.string(),
  warnings: z.array(z.string()).describe('What whoever saved it should know: that it matches every message'),
}).meta({ id: 'FilterSaved' });

const MOST_TRIED = 1_000;
const last = z.int().min(1).max(MOST_TRIED).default(100).describe('How many of the latest messages are looked at');
export const FilterTrial = z
  .union([
    z.strictObject({ filterId: z.string().min(1).max(64).describe('One that is saved'), last }),
    z.strictObject({
      parameters,
      accountId: AccountId.optional().describe('Only what came to this account'),
      last,
    }),
  ])
  .meta({ id: 'FilterTrial' });
export const FilterTried = z
  .object({
    looked: z.int().describe('How many messages were looked at'),
    isComplete: z.boolean().describe('Not, where that took too long'),
    caught: z.array(
      z.object({
        emailId: z.string(),
        receivedAt: instant,
        sender: z.string(),
        subject: z.string(),
        because: z.string().describe('What of it the filter met'),
      }),
    ),
  })
  .meta({ id: 'FilterTried' });

const SkippedEmail = z
  .object({
    id: z.string(),
    at: instant,
    accountId: z.string(),
    owner: z.string().nullable().describe("Whose own account it came to; none: a group's"),
    emailId: z.string().describe('Of the e-mail that it is when it is brought back'),
    messageId: z.string().nullable(),
    from: z.object({ address: z.string(), name: z.string() }).nullable(),
    subject: z.string(),
    filterId: z.string(),
    filterName: z.string(),
    because: z.string().describe('What of it the filter met'),
    folder: z.string(),
    receivedAt: instant.nullable(),
    headerOnly: z.boolean(),
    size: z.int(),
    until: instant.describe('Until then it can be brought back'),
  })
  .meta({ id: 'SkippedEmail' });
export const SkippedEmails = page('SkippedEmails', SkippedEmail);
export const BroughtBack = Changed.extend({ emailId: z.string() }).meta({ id: 'BroughtBack' });
