import { z } from 'zod';
import { EventRef } from '../event.js';
import { TeamId, UserId } from '../ids.js';
import { Distribution } from '../mail-account/events.js';

/** How cases of an account, or one that is made by hand, find their users. */
export const AssignmentRule = z.object({
  distribution: Distribution,
  teamId: TeamId.nullable(),
  /** For `direct-assignment`. */
  userId: UserId.nullable(),
  /** Narrows the members to those with this position in the team. */
  position: z.string().nullable(),
});
export type AssignmentRule = z.infer<typeof AssignmentRule>;

export const Candidate = z.object({
  userId: UserId,
  position: z.string().nullable(),
  /** Over all teams, before this case. */
  openCases: z.number().int().nonnegative(),
  eligible: z.boolean(),
  /** Why not: `inactive`, `other-position`, `not-a-member`; none for the eligible. */
  because: z.string().nullable(),
  /** The number of the last turn in the team; larger is later. */
  lastTurn: z.number().int(),
});
export type Candidate = z.infer<typeof Candidate>;

/** Everything that decided who gets a case, so that anybody can check it later. */
export const Explanation = z.object({
  distribution: Distribution,
  teamId: TeamId.nullable(),
  /** The rule that decided: `longest-ago`, `fewest-open`, `tie-longest-ago`, `only-one`, `configured-user`, `nobody-eligible`, `no-distribution`, `no-team`. */
  rule: z.string(),
  candidates: z.array(Candidate),
  /** The eligible, next one first. */
  orderBefore: z.array(UserId),
  orderAfter: z.array(UserId),
  /** The last event that the decision had seen. */
  asOf: EventRef.nullable(),
});
export type Explanation = z.infer<typeof Explanation>;

export const Assignment = z.object({
  /** None: nobody was eligible. */
  userId: UserId.nullable(),
  teamId: TeamId.nullable(),
  distribution: Distribution,
  explanation: Explanation,
});
export type Assignment = z.infer<typeof Assignment>;
