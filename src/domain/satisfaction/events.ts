import { z } from 'zod';
import { EventRef, event } from '../event.js';
import { AccountId, CaseId, EmailId, Instant, TeamId, UserId } from '../ids.js';

/** How content somebody is, from 1 (not at all) to 5 (very). */
export const RATINGS = [1, 2, 3, 4, 5] as const;
export const Rating = z.union(
  RATINGS.map((one) => z.literal(one)),
  { error: 'Choose one from 1 to 5.' },
);
export type Rating = z.infer<typeof Rating>;

/** Characters of what somebody adds to their rating. */
export const MAX_COMMENT = 2_000;

const closedBy = {
  userId: UserId.nullable().describe('Who had the case when it was closed: the answer is about them.'),
  teamId: TeamId.nullable().describe('The team that it was in then.'),
};
const of = { caseId: CaseId, number: z.number().int().positive(), accountId: AccountId, ...closedBy };

/** What those say whose case was closed; in the stream of the case. */
export const caseSatisfactionEvents = {
  CaseSatisfactionRequested: event(
    'Whoever wrote the message that made the case is asked how content they are, once; what follows is EmailQueued.',
    z.object({
      ...of,
      emailId: EmailId.describe('The message that made the case: the question answers it.'),
      recipient: z.string().max(320).meta({ personal: 'case' }),
      closed: EventRef.describe('The CaseStatusChanged that closed it.'),
      settings: EventRef.describe("The account's SatisfactionConfigured that it goes by."),
      until: Instant.describe('Up to then the link can be answered.'),
    }),
  ),
  CaseSatisfactionGiven: event(
    'Somebody with the link has said how content they are. There is one such answer of a case.',
    z.object({
      ...of,
      rating: Rating,
      comment: z.string().min(1).max(MAX_COMMENT).nullable().meta({ personal: 'case' }),
      requestedAt: Instant,
    }),
  ),
};
