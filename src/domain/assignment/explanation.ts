import { z } from 'zod';
import { EventRef } from '../event.js';
import { TeamId, UserId } from '../ids.js';
import { Distribution } from '../mail-account/events.js';

/** How cases of an account, or one that is made by hand, find their users. */
export const AssignmentRule = z.object({
  distribution: Distribution,
  teamId: TeamId.nullable(),
  userId: UserId.nullable().describe('For `direct-assignment`.'),
  position: z.string().nullable().describe('Narrows the members to those with this position in the team.'),
});
export type AssignmentRule = z.infer<typeof AssignmentRule>;

export const Candidate = z.object({
  userId: UserId,
  position: z.string().nullable(),
  openCases: z.number().int().nonnegative().describe('Over all teams, before this case.'),
  eligible: z.boolean(),
  because: z
    .string()
    .nullable()
    .describe('Why not: `inactive`, `other-position`, `not-a-member`; none for the eligible.'),
  lastTurn: z.number().int().describe('The number of the last turn in the team; larger is later.'),
});
export type Candidate = z.infer<typeof Candidate>;

/** Everything that decided who gets a case, so that anybody can check it later. */
export const Explanation = z.object({
  distribution: Distribution,
  teamId: TeamId.nullable(),
  rule: z
    .string()
    .describe(
      'The rule that decided: `longest-ago`, `fewest-open`, `tie-longest-ago`, `only-one`, `configured-user`, `nobody-eligible`, `no-distribution`, `no-team`.',
    ),
  candidates: z.array(Candidate),
  orderBefore: z.array(UserId).describe('The eligible, next one first.'),
  orderAfter: z.array(UserId),
  asOf: EventRef.nullable().describe('The last event that the decision had seen.'),
});
export type Explanation = z.infer<typeof Explanation>;

export const Assignment = z.object({
  userId: UserId.nullable().describe('None: nobody was eligible.'),
  teamId: TeamId.nullable(),
  distribution: Distribution,
  explanation: Explanation,
});
export type Assignment = z.infer<typeof Assignment>;
